import {
  describePublisher,
  matchPublisher,
  type Publisher,
  type VerifiedAttestation,
} from '../../attestation/index.ts';
import { type Attempt, identityError } from './attempt.ts';
import { matchRoot } from './match-rule.ts';

/** A signer who is named by a lock. */
export interface LockedMatch {
  readonly attestation: VerifiedAttestation;
  readonly publisher: Publisher;
}

/**
 * The first of the attestations that is by one of the publishers of a lock (PEP 751, `attestation-identities`).
 *
 * @param publishers one or more.
 * @param root name of the trust root that they have to sign under.
 * @throws SafeInstallError `identity.*` when none is, with the reasons of every comparison.
 */
export function matchLocked(
  attestations: readonly VerifiedAttestation[],
  publishers: readonly Publisher[],
  root: string,
): LockedMatch {
  const attempts: Attempt[] = [];
  for (const attestation of attestations) {
    for (const publisher of publishers) {
      const mismatches = [
        ...matchRoot(attestation, root),
        ...matchPublisher(attestation.identity, publisher),
      ];
      if (mismatches.length === 0) return { attestation, publisher };
      attempts.push({ expected: describePublisher(publisher), origin: 'the lock', attestation, mismatches });
    }
  }
  throw identityError(attempts, {
    message: 'its publisher is none that the lock names',
    hint: 'If the project has moved, write the lock anew and look at what changes; if you did not expect this, do not install it',
  });
}
