import { SafeInstallError } from '../errors/index.ts';
import { rememberSightings, type Sighting } from '../policy/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import type { Doors } from './doors.ts';
import { type Governance, inOneLine } from './governance.ts';

/**
 * Remembers who was seen for the first time, so that he binds from the next run on; not where the policy says that nobody
 * be remembered, which `--ci` does.
 *
 * A disk that takes no file is told and stops nothing: what is installed now was judged by what was known before.
 *
 * @throws SafeInstallError `provenance.changed` when another run has just seen somebody else; `trust-state.*`.
 */
export async function rememberPublishers(
  verified: readonly VerifiedArtifact[],
  { policy, state, statePath }: Governance,
  { log }: Pick<Doors, 'log'>,
): Promise<void> {
  const sightings = verified.flatMap(({ judgement }): readonly Sighting[] =>
    judgement.decision.sighting === null ? [] : [judgement.decision.sighting],
  );
  try {
    await rememberSightings(statePath, state, sightings, { firstSeen: policy.settings.firstSeen.value });
  } catch (error) {
    if (!(error instanceof SafeInstallError) || !error.code.startsWith('disk.')) throw error;
    log.warn(`publishers cannot be remembered: ${inOneLine(error)}`);
  }
}
