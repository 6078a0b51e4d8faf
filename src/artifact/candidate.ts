import type { CoreMetadata, NormalizedName, Requirement, Sha256, Version } from '../packaging/index.ts';
import type { DistributionFile } from './distribution-file.ts';

/** METADATA as the resolver read it, with the digest of its bytes: the wheel's own must be the same (design, point 5). */
export interface ReadMetadata {
  readonly metadata: CoreMetadata;
  readonly sha256: Sha256;
}

/** A file that the resolver has chosen to install: the second stage of an artifact's life. */
export interface Candidate {
  readonly name: NormalizedName;
  readonly version: Version;
  readonly file: DistributionFile;
  readonly extras: readonly NormalizedName[];
  readonly metadata: ReadMetadata;
  /** Digests that the user (or a lock) allows for it, from `--hash`; empty when none were given. */
  readonly allowedHashes: readonly Sha256[];
  /** The user's own requirements that name it; empty for a dependency. */
  readonly requestedBy: readonly Requirement[];
  /** Where those stand that were written into a file, such as `requirements.txt:3`; absent where none was. */
  readonly requestedAt?: readonly string[];
  /** Names of the candidates that depend on it. */
  readonly requiredBy: readonly NormalizedName[];
}
