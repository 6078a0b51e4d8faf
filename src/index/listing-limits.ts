/**
 * Bytes of a listing, on the wire and decoded. The largest project pages known (nightly builds with some tens of
 * thousands of files) have 20 to 40 MB; 64 MiB leaves room, and is read and parsed within the memory that a run has.
 */
export const MAX_LISTING_BYTES = 64 * 1024 * 1024;

/** Of METADATA read from an index: as much as is parsed. */
export { MAX_METADATA_BYTES } from '../packaging/index.ts';

/** Bytes of a distribution file whose index states no size. The largest wheels known have 3 GB. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024 * 1024;

/** Bytes of one piece of evidence: as much as is parsed of it. A provenance of two attestations has 20 KB. */
export const MAX_EVIDENCE_BYTES = 2 * 1024 * 1024;
