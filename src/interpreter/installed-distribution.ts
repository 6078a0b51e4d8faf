import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SafeInstallError } from '../errors/index.ts';
import {
  type CoreMetadata,
  type DirectUrl,
  type InvalidRequirement,
  type LegacyRequirements,
  MAX_DIRECT_URL_BYTES,
  MAX_METADATA_BYTES,
  type NormalizedName,
  parseDirectUrl,
  parseMetadata,
  parseRequiresText,
  type Requirement,
  type Version,
} from '../packaging/index.ts';
import type { Log } from '../platform/index.ts';
import { readSmallFile } from './small-file.ts';

/** How an installer left the metadata of a distribution. */
export type InfoKind = 'dist-info' | 'egg-info' | 'egg-info-file';

/** What a listing of folders says of a distribution, before any of its files is read. */
export interface FoundDistribution {
  readonly name: NormalizedName;
  readonly version: Version;
  readonly kind: InfoKind;
  /** Folder of the search path in which it was found. */
  readonly location: string;
  /** The `.dist-info` or `.egg-info`: a folder, or for the oldest form a file. */
  readonly infoPath: string;
  /** Whether an `.egg-link` stands for it. */
  readonly isLinked: boolean;
}

/** Bytes of INSTALLER: one word. */
const LONGEST_INSTALLER = 4096;

/** A value that is computed when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/**
 * A distribution that is installed. Name and version are known from the listing; everything else is read from its files
 * when it is asked for, and read once. Files that are missing or broken are what pip takes them for: absent, with a
 * warning where they are broken.
 */
export class InstalledDistribution {
  readonly name: NormalizedName;
  readonly version: Version;
  readonly kind: InfoKind;
  /** Folder of the search path that it was found in: as a rule `site-packages`. */
  readonly location: string;
  /** Path of the `.dist-info` or `.egg-info`. */
  readonly distInfo: string;
  readonly #isLinked: boolean;
  readonly #log: Log;
  readonly #metadata = once(() => this.#readMetadata());
  readonly #directUrl = once(() => this.#readDirectUrl());

  constructor(found: FoundDistribution, log: Log) {
    this.name = found.name;
    this.version = found.version;
    this.kind = found.kind;
    this.location = found.location;
    this.distInfo = found.infoPath;
    this.#isLinked = found.isLinked;
    this.#log = log;
  }

  /** `null` when there is none that can be read. */
  get metadata(): CoreMetadata | null {
    return this.#metadata();
  }

  get requiresDist(): readonly Requirement[] {
    return this.metadata?.requiresDist ?? [];
  }

  /** pip refuses to resolve with an installed distribution that has any. */
  get invalidRequirements(): readonly InvalidRequirement[] {
    return this.metadata?.invalidRequirements ?? [];
  }

  get providesExtra(): readonly NormalizedName[] {
    return this.metadata?.providesExtra ?? [];
  }

  /** Where it was installed from when that was no index. */
  get directUrl(): DirectUrl | null {
    return this.#directUrl();
  }

  /** Whether it is a project that is being worked on, in place. */
  get editable(): boolean {
    return this.editableLocation !== null;
  }

  /** The folder of the project, when it is editable. */
  get editableLocation(): string | null {
    const url = this.directUrl;
    if (url === null) return this.#isLinked ? this.location : null;
    if (url.kind !== 'directory' || !url.editable) return null;
    try {
      return fileURLToPath(url.url);
    } catch (error) {
      if (error instanceof TypeError) return this.location; // a file: URL of another system's form
      throw error;
    }
  }

  /** Which program installed it; `null` when none says so. */
  get installer(): string | null {
    const lines = this.#read('INSTALLER', LONGEST_INSTALLER)?.toString('utf8').split('\n') ?? [];
    return lines.map((line) => line.trim()).find((line) => line !== '') ?? null;
  }

  /** Whether the user asked for it by name, and not another distribution. */
  get requested(): boolean {
    return this.#read('REQUESTED', LONGEST_INSTALLER) !== undefined;
  }

  toString(): string {
    return `${this.name} ${this.version}`;
  }

  #read(name: string, cap: number): Buffer | undefined {
    return this.kind === 'egg-info-file' ? undefined : readSmallFile(join(this.distInfo, name), cap);
  }

  /** As Python's `importlib.metadata` has it: METADATA, else PKG-INFO, else the file itself. */
  #readMetadata(): CoreMetadata | null {
    const bytes =
      this.kind === 'egg-info-file'
        ? readSmallFile(this.distInfo, MAX_METADATA_BYTES)
        : (this.#read('METADATA', MAX_METADATA_BYTES) ?? this.#read('PKG-INFO', MAX_METADATA_BYTES));
    if (bytes === undefined) {
      this.#log.warn(`${this} has no metadata that can be read (${this.distInfo})`);
      return null;
    }
    return this.#attempt(() => parseMetadata(bytes, this.#readLegacyRequirements()));
  }

  #readLegacyRequirements(): LegacyRequirements | undefined {
    const bytes = this.#read('requires.txt', MAX_METADATA_BYTES);
    return bytes === undefined ? undefined : parseRequiresText(bytes.toString('utf8'));
  }

  #readDirectUrl(): DirectUrl | null {
    const bytes = this.#read('direct_url.json', MAX_DIRECT_URL_BYTES);
    return bytes === undefined ? null : this.#attempt(() => parseDirectUrl(bytes));
  }

  #attempt<T>(parse: () => T): T | null {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      this.#log.warn(`${this} has metadata that cannot be read (${this.distInfo}): ${error.message}`);
      return null;
    }
  }
}
