import type { CertificateClaims } from '../certificate/claims.ts';
import type { SignerIdentity } from '../verified-attestation.ts';
import { compare, type IdentityCode, type IdentityMismatch } from './match-publisher.ts';

/** What may be demanded of a build beyond its publisher; each exactly. */
export interface ClaimDemands {
  /** `refs/tags/v1.0`. */
  readonly ref?: string;
  /** The event that started the build: `release`, `push`. */
  readonly trigger?: string;
  /** `github-hosted`, `self-hosted`. */
  readonly runner?: string;
  /** URI of the build instructions that signed; those of a reusable workflow are not the publisher's own. */
  readonly signer?: string;
  /** Immutable number of the repository: a new name with the same number is a rename, the reverse a replacement. */
  readonly repositoryId?: string;
  /** Immutable number of the repository's owner. */
  readonly ownerId?: string;
}

const PLACES: readonly {
  readonly demand: keyof ClaimDemands;
  readonly claim: keyof CertificateClaims;
  readonly code: IdentityCode;
  readonly field: string;
}[] = [
  { demand: 'ref', claim: 'sourceRepositoryRef', code: 'identity.ref', field: 'ref' },
  { demand: 'trigger', claim: 'buildTrigger', code: 'identity.trigger', field: 'trigger' },
  { demand: 'runner', claim: 'runnerEnvironment', code: 'identity.runner', field: 'runner' },
  { demand: 'signer', claim: 'buildSignerUri', code: 'identity.signer', field: 'signer' },
  {
    demand: 'repositoryId',
    claim: 'sourceRepositoryIdentifier',
    code: 'identity.repository-id',
    field: 'repository id',
  },
  {
    demand: 'ownerId',
    claim: 'sourceRepositoryOwnerIdentifier',
    code: 'identity.owner-id',
    field: 'owner id',
  },
];

/** Every demand that the certificate does not meet, exactly compared; one that it says nothing about is not met. */
export const matchClaims = ({ claims }: SignerIdentity, demands: ClaimDemands): readonly IdentityMismatch[] =>
  PLACES.flatMap(({ demand, claim, code, field }) => {
    const expected = demands[demand];
    return expected === undefined ? [] : compare(code, field, expected, claims[claim]);
  });

/**
 * Whether the build was signed by other instructions (a reusable workflow, say, that several projects share) than those
 * that started it. `null` when the certificate does not say both.
 */
export function isSignedElsewhere({ claims }: SignerIdentity): boolean | null {
  if (claims.buildSignerUri === null || claims.buildConfigUri === null) return null;
  return claims.buildSignerUri !== claims.buildConfigUri;
}
