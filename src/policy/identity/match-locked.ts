import { describePublisher, matchPublisher, type VerifiedAttestation } from '../../attestation/index.ts';
import type { NamedPublisher } from '../facts.ts';
import { type Attempt, identityError } from './attempt.ts';
import { matchRoot } from './match-rule.ts';

/** A signer who is named by a lock. */
export interface LockedMatch {
  readonly attestation: VerifiedAttestation;
  readonly named: NamedPublisher;
}

/**
 * The first of the attestations that is by one of the publishers that a lock (PEP 751, `attestation-identities`) or the
 * command line names.
 *
 * @param publishers one or more.
 * @param root name of the trust root that they have to sign under.
 * @throws SafeInstallError `identity.*` when none is, with the reasons of every comparison.
 */
export function matchLocked(
  attestations: readonly VerifiedAttestation[],
  publishers: readonly NamedPublisher[],
  root: string,
): LockedMatch {
  const attempts: Attempt[] = [];
  for (const attestation of attestations) {
    for (const named of publishers) {
      const { publisher, origin } = named;
      const mismatches = [
        ...matchRoot(attestation, root),
        ...matchPublisher(attestation.identity, publisher),
      ];
      if (mismatches.length === 0) return { attestation, named };
      attempts.push({ expected: describePublisher(publisher), origin, attestation, mismatches });
    }
  }
  throw identityError(attempts, {
    message: `its publisher is none that ${theOrigin(publishers)} names`,
    hint: 'If the project has moved, name the new publisher there and look at what changes; if you did not expect this, do not install it',
  });
}

/** All of them are named in one place. */
const theOrigin = ([first]: readonly NamedPublisher[]): string =>
  first === undefined ? 'the lock' : first.origin.replace(/:[0-9]+$/, '');
