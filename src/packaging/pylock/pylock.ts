import type { BuildTag } from '../build-tag.ts';
import type { Sha256 } from '../digest.ts';
import type { Marker } from '../marker.ts';
import type { NormalizedName } from '../names.ts';
import type { SpecifierSet } from '../specifier-set.ts';
import type { Tag } from '../tag.ts';
import type { Version } from '../version.ts';

/**
 * What a lock says, as values.
 *
 * @see https://packaging.python.org/en/latest/specifications/pylock-toml/
 */
export interface Pylock {
  /** Such as `1.0`. */
  readonly lockVersion: string;
  /** Any of which has to hold; empty: the lock is for every environment. */
  readonly environments: readonly Marker[];
  readonly requiresPython: SpecifierSet | null;
  readonly extras: readonly NormalizedName[];
  readonly dependencyGroups: readonly string[];
  readonly defaultGroups: readonly string[];
  readonly createdBy: string;
  readonly packages: readonly LockedPackage[];
}

/** One entry of `packages`. */
export interface LockedPackage {
  readonly name: NormalizedName;
  readonly version: Version | null;
  readonly marker: Marker | null;
  readonly requiresPython: SpecifierSet | null;
  /** Names of other packages that it needs; for people, an installer does not follow them. */
  readonly dependencies: readonly NormalizedName[];
  /** URL of the simple index that it was found on. */
  readonly index: string | null;
  readonly source: LockedSource;
  readonly identities: readonly AttestationIdentity[];
}

/** Where a package comes from: files of a release, or one thing by its own address. */
export type LockedSource =
  | { readonly kind: 'release'; readonly wheels: readonly LockedWheel[]; readonly sdist: LockedFile | null }
  | LockedArchive
  | LockedDirectory
  | LockedRepository;

/** What a file is, wherever it comes from. One of `url` and `path` is there; the path counts where both are. */
interface FileFacts {
  readonly url: string | null;
  /** Relative to the lock, with `/`; or absolute. */
  readonly path: string | null;
  /** Bytes. */
  readonly size: number | null;
  readonly uploadTime: Date | null;
  /** `null` where the lock has digests of other kinds only. */
  readonly sha256: Sha256 | null;
}

/** A file of a release. */
export interface LockedFile extends FileFacts {
  readonly filename: string;
  readonly version: Version;
}

export interface LockedWheel extends LockedFile {
  readonly build: BuildTag | null;
  readonly tags: readonly Tag[];
}

/** A wheel or an archive of sources that was asked for by its own address. */
export interface LockedArchive extends FileFacts {
  readonly kind: 'archive';
  readonly subdirectory: string | null;
}

export interface LockedDirectory {
  readonly kind: 'directory';
  readonly path: string;
  readonly editable: boolean;
  readonly subdirectory: string | null;
}

export interface LockedRepository {
  readonly kind: 'vcs';
  /** `git`, `hg`, … */
  readonly type: string;
  readonly url: string | null;
  readonly path: string | null;
  readonly requestedRevision: string | null;
  readonly commitId: string;
  readonly subdirectory: string | null;
}

/** A publisher as PEP 740 writes it: its kind, and what else is said of it, under the same names. */
export interface AttestationIdentity {
  readonly kind: string;
  readonly claims: Readonly<Record<string, string>>;
}
