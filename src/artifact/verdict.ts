/**
 * How a file was shown to be what its publisher built. Only `attested` is ever called verified.
 *
 * `checks` of a verdict says what was compared; the evidence says who vouches for it.
 */
export type Evidence =
  | { readonly kind: 'attested'; readonly publisher: string; readonly firstSeen: boolean }
  | { readonly kind: 'unattested'; readonly allowedBy: string }
  | { readonly kind: 'waived'; readonly check: string; readonly reason: string };

/** The checks of design section 2 that a file has passed, in their order. */
export type Check =
  | 'index'
  | 'hash'
  | 'archive'
  | 'record'
  | 'metadata'
  | 'attestation'
  | 'identity'
  | 'history'
  | 'source'
  | 'age';

/** A document that says who built a file, as it came: nothing of it has been believed yet. */
export interface EvidenceFile {
  /** Where it was found: a URL without credentials, or a path. */
  readonly location: string;
  /** What it is called beside a file of that name, such as `.provenance` or `.sigstore.json`. */
  readonly suffix: string;
  readonly bytes: Uint8Array;
}

export interface Verdict {
  readonly checks: readonly Check[];
  readonly evidence: Evidence;
}
