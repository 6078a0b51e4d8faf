/**
 * What the configured sources offer: projects, their files, the metadata of a file, and its bytes as a stream.
 *
 * Refuses to know: which file is chosen and why (`resolver/`), what is in an archive beyond the place of its METADATA
 * (`archive/`), and who built it (`attestation/`).
 */
export type { IndexConfig, IndexDoors, IndexPin, IndexStrategy } from './config.ts';
export type { OpenedFile, OpenOptions } from './open-file.ts';
export { createPackageIndex, type PackageIndex } from './package-index.ts';
