import { SafeInstallError } from '../../errors/index.ts';
import type { SigstoreBundle } from '../evidence/sigstore-bundle.ts';
import { isRekorV2, type TransparencyEntry } from '../evidence/transparency-entry.ts';
import { type Checkpoint, checkCheckpoint } from './checkpoint.ts';

/** An entry with the checkpoint that its proof leads to. */
export interface CheckedEntry {
  readonly entry: TransparencyEntry;
  readonly checkpoint: Checkpoint;
}

/**
 * What has to hold of every entry before its cryptography is looked at: every entry, since a verifier that takes the
 * first alone lets anything stand behind it. Whether an entry is of a trusted log, is twice there, is proven and is about
 * this signature is the library's to verify, for each of them (`signatures.ts`).
 *
 * @throws SafeInstallError `provenance.rekor-v2`, `sigstore.time` or `sigstore.tlog`.
 */
export function checkTransparencyEntries(bundle: SigstoreBundle): readonly CheckedEntry[] {
  return bundle.entries.map((entry) => {
    checkStatesTime(entry, bundle);
    checkIndex(entry);
    return { entry, checkpoint: checkCheckpoint(entry) };
  });
}

/**
 * The time of an entry counts with the log's promise only, which is its signature over that time. A Rekor v2 log makes
 * none; a timestamp authority has to say the time instead, and PEP 740 version 1 has no member for what it says.
 */
function checkStatesTime(entry: TransparencyEntry, bundle: SigstoreBundle): void {
  if (entry.promise !== null && entry.integratedTime === null)
    throw new SafeInstallError({
      code: 'sigstore.time',
      message: 'the transparency entry has a promise without the time that it is for',
    });
  if (entry.promise !== null || bundle.timestamps.length > 0) return;
  if (bundle.form === 'attestation' && isRekorV2(entry))
    throw new SafeInstallError({
      code: 'provenance.rekor-v2',
      message:
        'the attestation was logged in Rekor v2, which states no time, and PEP 740 version 1 has no member for a timestamp',
    });
  throw new SafeInstallError({
    code: 'sigstore.time',
    message: 'the transparency entry has no promise of its log, and no timestamp comes with it',
  });
}

/** Without a promise nothing signs the entry's own index; a Rekor v2 log has one tree, where it is the proof's. */
function checkIndex(entry: TransparencyEntry): void {
  if (entry.promise !== null || entry.logIndex === entry.proof.logIndex) return;
  throw new SafeInstallError({
    code: 'sigstore.tlog',
    message: `the transparency entry states the index ${entry.logIndex}, and its proof ${entry.proof.logIndex}`,
  });
}
