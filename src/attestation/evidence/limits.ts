import type { ReasonCode } from '../../errors/index.ts';
import type { JsonRules } from '../json/strict-json.ts';

/** Bytes of one piece of evidence. A provenance of two attestations has 20 KB, one with a large SLSA predicate 300 KB. */
export const LARGEST_EVIDENCE = 2 * 1024 * 1024;

/** Bundles of a provenance, and attestations of a bundle: there is one of each kind today, and each costs milliseconds. */
export const MOST_BUNDLES = 8;
export const MOST_ATTESTATIONS = 8;

/** Transparency entries of a signature: one today, two while a publisher moves from one log to another. */
export const MOST_ENTRIES = 8;

/** RFC 3161 timestamps of a bundle. */
export const MOST_TIMESTAMPS = 8;

/** Certificates that a bundle of the older versions carries: leaf and intermediates. */
export const MOST_CERTIFICATES = 8;

/** Hashes of an inclusion proof: the height of a tree of 2^64 leaves. */
export const MOST_PROOF_HASHES = 64;

/** UTF-16 code units of a checkpoint; with twenty witnesses it has about 3,000. */
export const LARGEST_CHECKPOINT = 16 * 1024;

/** Objects inside each other: a provenance has 8, an SLSA predicate a few more. */
const DEEPEST_EVIDENCE = 32;

/** How the text of a piece of evidence is read; `what` names it in sentences. */
export const evidenceRules = (what: string): JsonRules => ({
  what,
  largest: LARGEST_EVIDENCE,
  deepest: DEEPEST_EVIDENCE,
  codes: {
    syntax: 'provenance.json',
    duplicate: 'provenance.duplicate-key',
    size: 'provenance.too-large',
  },
});

/** The codes for a shape that is `malformed`. */
export const shapeCodes = (malformed: ReasonCode) =>
  ({ malformed, tooLarge: 'provenance.too-large' }) as const;
