import type { DistributionFile } from '../artifact/index.ts';
import type { NormalizedName } from '../packaging/index.ts';
import type { Clock, Environment, Exec, HttpClient, Log } from '../platform/index.ts';

/**
 * What happens to a project that two indexes offer with different files.
 *
 * `refuse` is the default of this project; the other two are uv's words: the first index that knows the project is
 * the only one asked, or the best version of any is taken, whoever put it there.
 */
export type IndexStrategy = 'refuse' | 'first-index' | 'unsafe-best-match';

/** Packages that come from one index and nowhere else. */
export interface IndexPins {
  /** The index that a package has to come from; `null`: any will do. */
  readonly indexOf: (name: NormalizedName) => string | null;
  /** All that `indexOf` ever answers. */
  readonly indexes: readonly string[];
}

/** Where projects are looked for. */
export interface IndexConfig {
  /** In the order in which `first-index` asks them: the extra ones first. Empty with `--no-index`. May carry credentials. */
  readonly indexes: readonly string[];
  /** Indexes of single packages; they need not be among `indexes`. */
  readonly pins: IndexPins;
  /** `--find-links`: folders, files and URLs, as given; relative paths are those of the process's working folder. */
  readonly findLinks: readonly string[];
  readonly strategy: IndexStrategy;
  /** pip's `--keyring-provider`. `import` is answered by the command as well. */
  readonly keyringProvider: 'auto' | 'disabled' | 'import' | 'subprocess';
  /** Whether a project's listing is asked for again, whatever the age of the one that is cached. */
  readonly refreshes?: (name: NormalizedName) => boolean;
  /** Wheels of up to this many bytes are downloaded for their metadata, since they will be needed anyway. */
  readonly wholeFileBytes?: number;
}

/** What the room is given to work with. */
export interface IndexDoors {
  readonly http: HttpClient;
  readonly exec: Exec;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** Private folder for listings and metadata; `null` keeps nothing. */
  readonly cacheFolder: string | null;
  /**
   * METADATA of a wheel, or PKG-INFO of an sdist, read from the whole file, which is kept for later. The way for small
   * wheels, for sdists and for servers that serve no parts.
   */
  readonly readMetadataFromWholeFile: (file: DistributionFile, signal?: AbortSignal) => Promise<Uint8Array>;
}
