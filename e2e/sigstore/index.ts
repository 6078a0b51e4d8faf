/**
 * A Sigstore of the tests' own: a certificate authority and its log, Rekor v1 and v2, a timestamp authority, and a TUF
 * mirror that hands out the root that trusts them. It mints evidence for any file and any identity, honest or forged.
 */
export { newKeyPair, timestampList } from './authority.ts';
export * as certificates from './certificate-writer.ts';
export * as der from './der-writer.ts';
export {
  type AttestationJson,
  type BundleJson,
  type EntryJson,
  type ProvenanceJson,
  type StatementJson,
  toAttestation,
  toProvenance,
} from './documents.ts';
export {
  circleciIdentity,
  emailIdentity,
  githubIdentity,
  gitlabIdentity,
  googleIdentity,
  type TestIdentity,
  userNameIdentity,
} from './identities.ts';
export {
  PUBLISH_PREDICATE,
  type SignedFile,
  type SigningOptions,
  SLSA_PREDICATE,
  type StatementOptions,
  TestSigstore,
} from './test-sigstore.ts';
export { type MirrorFault, TufMirror } from './tuf-mirror.ts';
