import {
  describePublisher,
  type IdentityMismatch,
  matchClaims,
  matchPublisher,
  type Publisher,
  publisherOf,
  type VerifiedAttestation,
} from '../../attestation/index.ts';
import type { SafeInstallError } from '../../errors/index.ts';
import type { RememberedPublisher } from '../state/trust-state.ts';
import { type Attempt, byNearness, identityError } from './attempt.ts';
import { matchRoot } from './match-rule.ts';

/** A signer who is somebody that is remembered. */
export interface RememberedMatch {
  readonly attestation: VerifiedAttestation;
  readonly remembered: RememberedPublisher;
  /** `renamed`: the repository has another name and the same number, and so has its owner. */
  readonly how: 'same' | 'renamed';
}

/**
 * The first of the attestations whose signer is remembered. Repositories are known by their numbers, where certificates
 * have them: another name under the same number is a rename, and the same name under another number is somebody who has
 * taken the place of a repository that was deleted or renamed (a resurrection), which a comparison of names never sees.
 *
 * @throws SafeInstallError `identity.repository-id` or `identity.owner-id` for a resurrection, else `provenance.changed`,
 *   with the reasons of every comparison.
 */
export function matchRemembered(
  attestations: readonly VerifiedAttestation[],
  known: readonly RememberedPublisher[],
): RememberedMatch {
  const attempts: Attempt[] = [];
  for (const attestation of attestations) {
    for (const remembered of known) {
      const mismatches = mismatchesOf(attestation, remembered);
      if (mismatches.length === 0) return { attestation, remembered, how: 'same' };
      if (isRename(attestation, remembered)) return { attestation, remembered, how: 'renamed' };
      attempts.push({
        expected: describePublisher(remembered.publisher),
        origin: `seen in ${remembered.version} on ${remembered.firstSeen.toISOString().slice(0, 10)}`,
        attestation,
        mismatches,
      });
    }
  }
  throw changed(attempts);
}

function mismatchesOf(
  attestation: VerifiedAttestation,
  remembered: RememberedPublisher,
): readonly IdentityMismatch[] {
  const mismatches = [
    ...matchRoot(attestation, remembered.trustRoot),
    ...matchPublisher(attestation.identity, remembered.publisher),
    ...matchNumbers(attestation, remembered),
  ];
  // An older signature cannot prove an environment that certificates did not mention yet; a newer one has to.
  return attestation.signedAt <= remembered.signedAt
    ? mismatches.filter(({ code }) => code !== 'identity.environment-unproven')
    : mismatches;
}

const matchNumbers = (
  { identity }: VerifiedAttestation,
  { repositoryId, ownerId }: RememberedPublisher,
): readonly IdentityMismatch[] =>
  matchClaims(identity, {
    ...(repositoryId === null ? {} : { repositoryId }),
    ...(ownerId === null ? {} : { ownerId }),
  });

/** Both numbers are as they were, and everything but the repository's name is too. */
function isRename(attestation: VerifiedAttestation, remembered: RememberedPublisher): boolean {
  if (remembered.repositoryId === null || remembered.ownerId === null) return false;
  const publisher = underNewName(remembered.publisher, publisherOf(attestation.identity));
  return publisher !== null && mismatchesOf(attestation, { ...remembered, publisher }).length === 0;
}

function underNewName(old: Publisher, now: Publisher): Publisher | null {
  if (old.kind === 'GitHub' && now.kind === 'GitHub') return { ...old, repository: now.repository };
  if (old.kind === 'GitLab' && now.kind === 'GitLab') return { ...old, repository: now.repository };
  return null;
}

const OF_NUMBERS: ReadonlySet<string> = new Set(['identity.repository-id', 'identity.owner-id']);

function changed(attempts: readonly Attempt[]): SafeInstallError {
  const [nearest] = byNearness(attempts);
  if (nearest?.mismatches.every(({ code }) => OF_NUMBERS.has(code)))
    return identityError(attempts, {
      message: 'the repository has the name that it was known by, and is another one',
      hint: 'Do not install it before its maintainers have explained it: a deleted repository or account may have been taken over',
    });
  return identityError(attempts, {
    code: 'provenance.changed',
    message: 'it was published by somebody else than before',
    hint: 'If the project has moved, name the new publisher with "safe-install policy pin"; if you did not expect this, do not install it',
  });
}
