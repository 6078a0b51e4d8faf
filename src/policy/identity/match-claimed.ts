import {
  describePublisher,
  type IdentityMismatch,
  type KnownPublisherClaim,
  matchPublisher,
  type VerifiedAttestation,
  type VerifiedEvidence,
} from '../../attestation/index.ts';
import { identityError } from './attempt.ts';

/** What the index's own claim comes to. */
export interface ClaimedMatch {
  /** Attestations whose publisher the index names, and truly. Empty where it names none. */
  readonly attestations: readonly VerifiedAttestation[];
  /** What the index says beyond what the certificates prove: a deployment environment that older ones do not mention. */
  readonly unproven: readonly IdentityMismatch[];
}

/**
 * The default identity policy (design, point 7): where nobody else has named a publisher, each certificate must be that of
 * the publisher that the index claims. A bundle that nobody claims (a Sigstore bundle beside the file) says who signed it,
 * and nothing says who should have: it does not count here.
 *
 * @throws SafeInstallError `identity.*` when a claim and its certificate contradict each other.
 */
export function matchClaimed({ bundles }: VerifiedEvidence): ClaimedMatch {
  const claimed = bundles.flatMap(({ publisher, attestations }) =>
    publisher === null ? [] : [{ publisher, attestations }],
  );
  return {
    attestations: claimed.flatMap(({ attestations }) => attestations),
    unproven: claimed.flatMap(unprovenOf),
  };
}

interface ClaimedBundle {
  readonly publisher: KnownPublisherClaim;
  readonly attestations: readonly VerifiedAttestation[];
}

function unprovenOf({ publisher, attestations }: ClaimedBundle): readonly IdentityMismatch[] {
  const unproven: IdentityMismatch[] = [];
  for (const attestation of attestations) {
    const mismatches = matchPublisher(attestation.identity, publisher);
    const contradictions = mismatches.filter(({ code }) => code !== 'identity.environment-unproven');
    if (contradictions.length > 0)
      throw identityError(
        [
          {
            expected: describePublisher(publisher),
            origin: 'the index',
            attestation,
            mismatches: contradictions,
          },
        ],
        {
          message: 'its certificate is not that of the publisher that the index names',
          hint: 'Do not install it, and tell whoever runs the index: it names a publisher who did not sign the file',
        },
      );
    unproven.push(...mismatches);
  }
  return unproven;
}
