import { SafeInstallError } from '../../errors/index.ts';
import type { TrustRoot } from '../trust/trust-root.ts';
import type { VerifiedTime } from './signatures.ts';
import type { CheckedEntry } from './transparency-entries.ts';

/**
 * A log's key counts for the period that the trust root gives it. The library holds promises against that period, but not
 * checkpoints: a Rekor v2 log, which makes no promises, would be believed long after its key was retired.
 *
 * @throws SafeInstallError `sigstore.tlog`.
 */
export function checkLogPeriods(
  entries: readonly CheckedEntry[],
  times: readonly VerifiedTime[],
  root: TrustRoot,
): void {
  for (const { entry, checkpoint } of entries) {
    const logs = root.material.tlogs.filter((log) => log.logID.equals(entry.logId));
    const covered = times.every(({ at }) =>
      logs.some(({ validFor }) => validFor.start <= at && at <= validFor.end),
    );
    if (!covered)
      throw new SafeInstallError({
        code: 'sigstore.tlog',
        message: `the log "${checkpoint.origin}" was not in use when the signature was made`,
      });
  }
}
