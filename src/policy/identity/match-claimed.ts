import type { DistributionFile } from '../../artifact/index.ts';
import {
  describePublisher,
  type IdentityMismatch,
  type KnownPublisherClaim,
  matchPublisher,
  type VerifiedAttestation,
  type VerifiedEvidence,
} from '../../attestation/index.ts';
import { identityError } from './attempt.ts';

/** Who claims a publisher, where neither a policy nor a lock names one: as a part of a sentence. */
export type Claimant = 'the index' | 'the evidence beside it';

/** Provenance comes from the index that lists a file; for any other file it lies beside it, or was named with it. */
export const claimantOf = ({ origin }: Pick<DistributionFile, 'origin'>): Claimant =>
  origin.kind === 'index' ? 'the index' : 'the evidence beside it';

/** What the claim of the index, or of a document beside the file, comes to. */
export interface ClaimedMatch {
  /** Attestations whose publisher is named, and truly. Empty where none is. */
  readonly attestations: readonly VerifiedAttestation[];
  /** What is claimed beyond what the certificates prove: a deployment environment that older ones do not mention. */
  readonly unproven: readonly IdentityMismatch[];
}

/**
 * The default identity policy (design, point 7): where nobody else has named a publisher, each certificate must be that of
 * the publisher that its provenance claims. A bundle that nobody claims (a Sigstore bundle beside the file) says who signed it,
 * and nothing says who should have: it does not count here.
 *
 * @throws SafeInstallError `identity.*` when a claim and its certificate contradict each other.
 */
export function matchClaimed({ bundles }: VerifiedEvidence, claimant: Claimant): ClaimedMatch {
  const claimed = bundles.flatMap(({ publisher, attestations }) =>
    publisher === null ? [] : [{ publisher, attestations }],
  );
  return {
    attestations: claimed.flatMap(({ attestations }) => attestations),
    unproven: claimed.flatMap((bundle) => unprovenOf(bundle, claimant)),
  };
}

interface ClaimedBundle {
  readonly publisher: KnownPublisherClaim;
  readonly attestations: readonly VerifiedAttestation[];
}

function unprovenOf(
  { publisher, attestations }: ClaimedBundle,
  claimant: Claimant,
): readonly IdentityMismatch[] {
  const unproven: IdentityMismatch[] = [];
  for (const attestation of attestations) {
    const mismatches = matchPublisher(attestation.identity, publisher);
    const contradictions = mismatches.filter(({ code }) => code !== 'identity.environment-unproven');
    if (contradictions.length > 0)
      throw identityError(
        [
          {
            expected: describePublisher(publisher),
            origin: claimant,
            attestation,
            mismatches: contradictions,
          },
        ],
        {
          message: `its certificate is not that of the publisher that ${claimant} names`,
          hint: `Do not install it, and tell whoever ${claimant === 'the index' ? 'runs the index' : 'gave it to you'}: ${claimant} names a publisher who did not sign the file`,
        },
      );
    unproven.push(...mismatches);
  }
  return unproven;
}
