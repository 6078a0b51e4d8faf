/**
 * What the configured sources offer: projects, their files, the metadata of a file, and its bytes as a stream.
 *
 * Refuses to know: which file is chosen and why (`resolver/`), what is in an archive beyond the place of its METADATA
 * (`archive/`), and who built it (`attestation/`).
 */
export type { IndexConfig, IndexDoors, IndexPins, IndexStrategy } from './config.ts';
export { type EvidenceOptions, type FetchedEvidence, readEvidenceFile } from './evidence.ts';
export { statusError } from './index-error.ts';
export { createPackageIndex, type PackageIndex } from './package-index.ts';
export { EVIDENCE_SUFFIXES } from './sidecars.ts';
