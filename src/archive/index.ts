/**
 * Distribution files: downloads that are hashed while they arrive, the store that keeps them, and the strict readings of
 * wheels and source distributions, of which each gives one verdict that holds for every program that unpacks them.
 *
 * Refuses to know: which index a file is from, whether a policy allows it, and how it is installed or built. It unpacks
 * source distributions alone, by the same strict reading.
 */
export { checkArchive } from './check-archive.ts';
export type { CheckedArchive } from './checked-archive.ts';
export { type ArchiveChecker, createArchiveChecker } from './checker/archive-checker.ts';
export { downloadArtifact, type OpenFile } from './download/download-artifact.ts';
export { nameRulesFor } from './names/entry-name.ts';
export { readSdistMetadata, readWheelMetadata } from './read-metadata.ts';
export { unpackSdist } from './sdist/unpack-sdist.ts';
export { ArtifactStore } from './store/artifact-store.ts';
