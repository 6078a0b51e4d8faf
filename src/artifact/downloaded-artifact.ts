import type { RecordEntry, Sha256 } from '../packaging/index.ts';
import type { DistributionFile } from './distribution-file.ts';

/** Bytes on disk, with the digest that was computed while they arrived: the third stage. */
export interface DownloadedArtifact {
  readonly file: DistributionFile;
  /** Absolute path inside the store (or the user's own file). Content-addressed: not named like the distribution. */
  readonly path: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
}

/** What the one strict reading of an archive found (design, points 3 to 5). */
export interface ArchiveReport {
  readonly kind: 'wheel' | 'sdist';
  /** Regular files in the archive. */
  readonly fileCount: number;
  /** Bytes, uncompressed. */
  readonly unpackedSize: number;
  /** Of METADATA (wheel) or PKG-INFO (sdist). */
  readonly metadataSha256: Sha256;
  readonly metadataBytes: Uint8Array;
  /** Of a wheel; empty for an sdist. */
  readonly record: readonly RecordEntry[];
  /** `name-version.dist-info` as it is spelled in the wheel; the top folder of an sdist. */
  readonly root: string;
  /** Names of the scripts that an installer will write for the entry points of a wheel, as they are spelled there. */
  readonly scripts: readonly string[];
}
