import { createHash } from 'node:crypto';
import type {
  DistributionFile,
  FileOrigin,
  Project,
  ProjectStatus,
  ReadMetadata,
} from '../../src/artifact/index.ts';
import { SafeInstallError } from '../../src/errors/index.ts';
import {
  type NormalizedName,
  normalizeName,
  parseMetadata,
  parseSha256,
  parseSpecifierSet,
  parseVersion,
  parseWheelFilename,
  type Sha256,
} from '../../src/packaging/index.ts';
import type { CandidateSource, DirectCandidate, DirectRequest } from '../../src/resolver/index.ts';
import { escapedName, makeMetadata } from '../support/make-metadata.ts';

/** A file that a test offers. */
export interface FileSpec {
  readonly name: string;
  readonly version: string;
  /** `wheel` without it. */
  readonly kind?: 'wheel' | 'sdist';
  /** `py3-none-any` without it. */
  readonly tag?: string;
  readonly build?: string;
  readonly requires?: readonly string[];
  readonly extras?: Readonly<Record<string, readonly string[]>>;
  /** Stated in the listing and in the metadata. */
  readonly requiresPython?: string | undefined;
  /** Whether the listing leaves it to the metadata. */
  readonly hidesRequiresPython?: boolean;
  readonly yanked?: false | string;
  readonly uploadTime?: string;
  readonly sha256?: string;
  /** Whether it takes a build to know what it needs. */
  readonly needsBuild?: boolean;
  /** What its metadata says in place of name and version. */
  readonly claims?: { readonly name?: string; readonly version?: string };
}

interface Offer {
  readonly file: DistributionFile;
  readonly spec: FileSpec;
}

const sha256Of = (data: string | Uint8Array): Sha256 => {
  const digest = parseSha256(createHash('sha256').update(data).digest('hex'));
  if (digest === undefined) throw new TypeError('no digest');
  return digest;
};

export const filenameOf = (spec: FileSpec): string => {
  const stem = `${escapedName(spec.name)}-${spec.version}`;
  if (spec.kind === 'sdist') return `${stem}.tar.gz`;
  return `${stem}${spec.build === undefined ? '' : `-${spec.build}`}-${spec.tag ?? 'py3-none-any'}.whl`;
};

/** A file as its source would list it, at `base`. */
export function fileOf(spec: FileSpec, base: string, origin: FileOrigin): DistributionFile {
  const filename = filenameOf(spec);
  const facts = {
    filename,
    name: normalizeName(spec.name),
    version: parseVersion(spec.version),
    url: `${base}/${filename}`,
    origin,
    sha256: spec.sha256 === undefined ? sha256Of(JSON.stringify(spec)) : (parseSha256(spec.sha256) ?? null),
    size: 1000,
    uploadTime: spec.uploadTime === undefined ? null : new Date(spec.uploadTime),
    requiresPython:
      spec.requiresPython === undefined || spec.hidesRequiresPython === true
        ? null
        : parseSpecifierSet(spec.requiresPython),
    yanked: spec.yanked ?? (false as const),
    coreMetadata: null,
    provenance: null,
  };
  if (spec.kind === 'sdist') return { kind: 'sdist', ...facts };
  const { build, tags } = parseWheelFilename(filename);
  return { kind: 'wheel', build, tags, ...facts };
}

export function metadataOf(spec: FileSpec): ReadMetadata {
  const bytes = Buffer.from(
    makeMetadata({
      name: spec.claims?.name ?? spec.name,
      version: spec.claims?.version ?? spec.version,
      metadataVersion: '2.2',
      requires: spec.requires ?? [],
      extras: spec.extras ?? {},
      ...(spec.requiresPython === undefined ? {} : { requiresPython: spec.requiresPython }),
    }),
  );
  return { metadata: parseMetadata(bytes), sha256: sha256Of(bytes) };
}

/** An index in memory that counts what it is asked. */
export class MemorySource implements CandidateSource {
  readonly #offers = new Map<NormalizedName, Offer[]>();
  readonly #specs = new Map<DistributionFile, FileSpec>();
  readonly #directs = new Map<string, DirectCandidate>();
  readonly #statuses = new Map<NormalizedName, ProjectStatus>();
  /** Names of projects and filenames, in the order in which they were asked for. */
  readonly asked: string[] = [];

  constructor(specs: readonly FileSpec[] = []) {
    for (const spec of specs) this.add(spec);
  }

  add(
    spec: FileSpec,
    base = 'https://files.example',
    origin: FileOrigin = { kind: 'index', location: 'https://index.example/simple' },
  ): DistributionFile {
    const file = fileOf(spec, base, origin);
    this.#specs.set(file, spec);
    this.#offers.set(file.name, [...(this.#offers.get(file.name) ?? []), { file, spec }]);
    return file;
  }

  /** Offers a file (or folder) at an address of its own. */
  addDirect(spec: FileSpec, url: string): void {
    const origin: FileOrigin = { kind: url.startsWith('file:') ? 'path' : 'url', location: url };
    this.#directs.set(url, { file: { ...fileOf(spec, '', origin), url }, metadata: metadataOf(spec) });
  }

  setStatus(name: string, status: ProjectStatus): void {
    this.#statuses.set(normalizeName(name), status);
  }

  async fetchProject(name: NormalizedName): Promise<Project> {
    this.asked.push(name);
    const files = (this.#offers.get(name) ?? []).map(({ file }) => file);
    return { name, files, status: this.#statuses.get(name) ?? 'active', statusReason: null, skipped: [] };
  }

  async fetchMetadata(file: DistributionFile): Promise<ReadMetadata> {
    this.asked.push(file.filename);
    const spec = this.#specs.get(file);
    if (spec === undefined) throw new TypeError(`nobody offers "${file.filename}"`);
    if (spec.needsBuild === true) {
      throw new SafeInstallError({
        code: 'sdist.needs-build',
        message: 'what it needs is decided while it is built',
        subject: file.filename,
      });
    }
    return metadataOf(spec);
  }

  async fetchDirect({ url }: DirectRequest): Promise<DirectCandidate> {
    this.asked.push(url);
    const direct = this.#directs.get(url) ?? this.#directs.get(url.replace(/#.*$/, ''));
    if (direct === undefined) throw new TypeError(`nothing is at "${url}"`);
    return direct;
  }
}

/** `file('acme', '1.0', ['b>2'])` */
export const file = (
  name: string,
  version: string,
  requires: readonly string[] = [],
  more: Partial<FileSpec> = {},
): FileSpec => ({ name, version, requires, ...more });
