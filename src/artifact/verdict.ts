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

export interface Verdict {
  readonly checks: readonly Check[];
  readonly evidence: Evidence;
}
