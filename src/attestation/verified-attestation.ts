import type { Sha256 } from '../packaging/index.ts';
import type { CertificateClaims } from './certificate/claims.ts';
import type { SubjectAlternativeName } from './certificate/subject-alternative-name.ts';
import type { PredicateType } from './steps/predicate.ts';

/** Who signed, as the certificate says it: what a publisher is compared with. */
export interface SignerIdentity {
  readonly name: SubjectAlternativeName;
  readonly claims: CertificateClaims;
}

/** Where everybody can look the signature up. */
export interface LogRecord {
  /** Name that the log gives itself in its checkpoint. */
  readonly origin: string;
  /** The log's own index of the entry. */
  readonly logIndex: number;
  /** `null` where the log states no time (Rekor v2). */
  readonly integratedTime: Date | null;
}

/** What the statement says of the file, beside that it is about this file. */
export interface VerifiedStatement {
  readonly predicateType: PredicateType;
  readonly subject: { readonly name: string; readonly sha256: Sha256 };
}

/**
 * A signature over this very file that has passed every step of `verify-attestation.ts`: facts, no judgement. Whether the
 * signer is the one that was expected is for `policy/` to decide.
 */
export interface VerifiedAttestation {
  readonly identity: SignerIdentity;
  /** `null` for a bare signature over the file, which says nothing but who made it. */
  readonly statement: VerifiedStatement | null;
  /** The earliest moment at which the signature is proven to have existed. */
  readonly signedAt: Date;
  /** Every entry, as many as came with the signature; one at least. */
  readonly logs: readonly LogRecord[];
  /** The trust root that it was verified under. */
  readonly trustRoot: { readonly name: string; readonly sha256: Sha256 };
}
