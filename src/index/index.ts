/**
 * What the configured sources offer: projects, their files, the metadata of a file, and its bytes as a stream.
 *
 * Refuses to know: which file is chosen and why (`resolver/`), what is in an archive beyond the place of its METADATA
 * (`archive/`), and who built it (`attestation/`).
 */
export type { IndexConfig, IndexDoors, IndexStrategy } from './config.ts';
export { createPackageIndex, type PackageIndex } from './package-index.ts';
