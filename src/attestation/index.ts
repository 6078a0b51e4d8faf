/**
 * Who built a file, as far as signatures, certificates and transparency logs prove it: PEP 740 provenance and Sigstore
 * bundles, the trust root that they are verified under, and how a signer compares with a publisher.
 *
 * Refuses to know: which publisher is the right one, whether evidence is needed at all, and where evidence is fetched.
 * What it returns are facts; `policy/` judges them.
 */
export type { CertificateClaims } from './certificate/claims.ts';
export type { SubjectAlternativeName } from './certificate/subject-alternative-name.ts';
export { type Attestation, parseAttestation } from './evidence/attestation.ts';
export { type EvidenceDocument, parseEvidence } from './evidence/evidence-document.ts';
export { LARGEST_EVIDENCE } from './evidence/limits.ts';
export { type AttestationBundle, type Provenance, parseProvenance } from './evidence/provenance.ts';
export { bundleOf, parseSigstoreBundle, type SigstoreBundle } from './evidence/sigstore-bundle.ts';
export { isJsonObject, memberOf, ShapeReader, WHOLE } from './json/shape-reader.ts';
export { type JsonObject, type JsonValue, parseStrictJson } from './json/strict-json.ts';
export { environmentOf } from './publisher/environment.ts';
export { publisherKindOf, publisherOf } from './publisher/identify-publisher.ts';
export { type ClaimDemands, isSignedElsewhere, matchClaims } from './publisher/match-claims.ts';
export {
  factsOf,
  type IdentityCode,
  type IdentityMismatch,
  matchPublisher,
} from './publisher/match-publisher.ts';
export {
  CIRCLECI_ISSUER,
  type CircleCIPublisher,
  describePublisher,
  GITHUB_ISSUER,
  GITHUB_ORIGIN,
  GITLAB_ORIGIN,
  type GitHubPublisher,
  type GitLabPublisher,
  GOOGLE_ISSUER,
  type GooglePublisher,
  type IdentityPublisher,
  type Publisher,
  type PublisherClaim,
  type UnknownPublisher,
} from './publisher/publisher.ts';
export type { PredicateType } from './steps/predicate.ts';
export type { ArtifactBytes } from './steps/signed-content.ts';
export type { AttestedFile } from './steps/subject.ts';
export { TrustRoot } from './trust/trust-root.ts';
export type { FailedAttempt } from './trust/trust-state.ts';
export {
  lastFailedRefresh,
  loadTrust,
  type RefreshMode,
  type Trust,
  type TrustDoors,
  type TrustSource,
} from './trust/trust-store.ts';
export type {
  LogRecord,
  SignerIdentity,
  VerifiedAttestation,
  VerifiedStatement,
} from './verified-attestation.ts';
export { verifyAttestation, verifyBundle } from './verify-attestation.ts';
export {
  type KnownPublisherClaim,
  type VerifiedBundle,
  type VerifiedEvidence,
  verifyEvidence,
  verifyProvenance,
} from './verify-evidence.ts';
