import { join } from 'node:path';
import type {
  DistributionFile,
  FileOrigin,
  Project,
  ProjectStatus,
  ReadMetadata,
  WheelFile,
} from '../artifact/index.ts';
import { redactUrl, SafeInstallError } from '../errors/index.ts';
import type { NormalizedName, SkippedFile } from '../packaging/index.ts';
import { isSecureOrigin } from '../platform/index.ts';
import { Companions } from './companions.ts';
import type { IndexConfig, IndexDoors } from './config.ts';
import { Credentials } from './credentials.ts';
import { DiskCache } from './disk-cache.ts';
import { type EvidenceDoors, type EvidenceOptions, type FetchedEvidence, fetchEvidence } from './evidence.ts';
import { EvidenceCache } from './evidence-cache.ts';
import { FindLinks, insecure } from './find-links.ts';
import { ListingReader } from './listed-files.ts';
import { fetchListing, type ListingDoors } from './listing.ts';
import { ListingCache } from './listing-cache.ts';
import { type IndexFiles, mergeAll, mergeOrRefuse } from './merge.ts';
import { MetadataFetcher } from './metadata.ts';
import { MetadataCache } from './metadata-cache.ts';
import { type OpenedFile, type OpenOptions, openFile } from './open-file.ts';
import { withSidecars } from './sidecars.ts';

/** Everything that the configured sources know of projects and their files. */
export interface PackageIndex {
  /**
   * All files of a project, asked for once a run. A project that no source knows has none.
   *
   * @throws SafeInstallError `index.confusion`, `index.quarantined`, `index.unauthorized`, `index.unavailable`,
   *   `index.content-type`, `index.malformed`, `index.api-version`, `index.url`, `network.*`.
   */
  fetchProject(name: NormalizedName): Promise<Project>;
  /** Begins to ask for a project that will be needed; a failure is told to whoever fetches it. */
  prefetch(name: NormalizedName): void;
  /**
   * What a file says of itself: served by itself (PEP 658), from the end of the wheel, or from the whole file.
   *
   * @throws SafeInstallError `metadata.*`, `sdist.needs-build`, `index.*`, `network.*`, and what the hook for whole
   *   files throws.
   */
  fetchMetadata(file: DistributionFile, signal?: AbortSignal): Promise<ReadMetadata>;
  /**
   * RECORD of a wheel, read from the end of it, so that it is the index's word and no more: the rest of the file is not
   * fetched, and its digest not computed. `undefined` where the server serves no parts, or the file is in any way unusual.
   *
   * @throws SafeInstallError `index.*`, `network.*`
   */
  fetchRecord(file: WheelFile, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Drops what is kept of a file whose METADATA proved to be another than was read. */
  forgetMetadata(file: DistributionFile): void;
  /** @throws SafeInstallError `network.*`, `index.*` */
  openFile(file: DistributionFile, options?: OpenOptions): Promise<OpenedFile>;
  /**
   * The evidence that is announced for a file, as it comes; `null` where none is.
   *
   * @throws SafeInstallError `index.*`, `network.*`, `disk.*` for one that cannot be had; `provenance.too-large`.
   */
  fetchEvidence(file: DistributionFile, options: EvidenceOptions): Promise<FetchedEvidence | null>;
  /** Waits until the cache is written. */
  close(): Promise<void>;
}

/** One index's answer for one project. */
interface Answer extends IndexFiles {
  readonly skipped: readonly SkippedFile[];
  readonly status: ProjectStatus;
  readonly statusReason: string | null;
}

const STATUSES: ReadonlySet<string> = new Set(['active', 'archived', 'quarantined', 'deprecated']);

/** PEP 792: a status that is not known means `active`. */
const toStatus = (text: string): ProjectStatus => (STATUSES.has(text) ? (text as ProjectStatus) : 'active');

/** A status that says more than another; the first of these that any source states is the project's. */
const BY_GRAVITY: readonly ProjectStatus[] = ['quarantined', 'deprecated', 'archived', 'active'];

/** The project's page of an index. The name is normalized, so that it needs no escaping. */
function listingUrl(index: string, name: NormalizedName, trustedHosts: readonly string[]): string {
  let url: URL;
  try {
    url = new URL(index);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw badIndex(index, 'it is not a URL', cause);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:' && url.protocol !== 'file:')
    throw badIndex(index, `an index cannot be asked by "${url.protocol}"`);
  if (!isSecureOrigin(url, trustedHosts)) throw insecure(url);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  url.pathname += `${name}/`;
  return url.href;
}

const badIndex = (index: string, message: string, cause?: unknown): SafeInstallError =>
  new SafeInstallError({
    code: 'index.url',
    message,
    subject: redactUrl(index),
    hint: 'Check --index-url, --extra-index-url and the configuration of pip; an index is an https URL that often ends in "/simple"',
    cause,
  });

function quarantined(name: NormalizedName, { url, statusReason }: Answer): SafeInstallError {
  return new SafeInstallError({
    code: 'index.quarantined',
    message:
      statusReason === null
        ? 'the index has put it in quarantine'
        : `the index has put it in quarantine: "${statusReason}"`,
    subject: name,
    facts: [{ label: 'index', value: redactUrl(url) }],
    hint: 'Do not install it; its page at the index may say more',
  });
}

class ConfiguredIndex implements PackageIndex {
  readonly #config: IndexConfig;
  readonly #doors: IndexDoors;
  readonly #listings: ListingDoors;
  readonly #reader: ListingReader;
  readonly #findLinks: FindLinks;
  readonly #metadata: MetadataFetcher;
  readonly #evidence: EvidenceDoors;
  readonly #disk: DiskCache;
  readonly #companions: Companions;
  /** In the order in which they were asked for by others than ourselves. */
  readonly #asked = new Set<NormalizedName>();
  readonly #projects = new Map<NormalizedName, Promise<Project>>();

  constructor(config: IndexConfig, doors: IndexDoors) {
    const { http, log, clock, cacheFolder } = doors;
    this.#config = config;
    this.#doors = doors;
    const { authorize } = new Credentials(config, doors);
    this.#disk = new DiskCache(cacheFolder === null ? null : join(cacheFolder, 'index'), log);
    this.#listings = { http, log, authorize, cache: new ListingCache(this.#disk, clock) };
    this.#evidence = { http, authorize, cache: new EvidenceCache(this.#disk) };
    this.#companions = new Companions(this.#disk, config);
    this.#reader = new ListingReader(http.trustedHosts);
    this.#findLinks = new FindLinks(config.findLinks, this.#reader, this.#listings);
    this.#metadata = new MetadataFetcher({
      http,
      log,
      authorize,
      cache: new MetadataCache(this.#disk),
      readFromWholeFile: doors.readMetadataFromWholeFile,
      wholeFileBytes: config.wholeFileBytes,
    });
  }

  fetchProject(name: NormalizedName): Promise<Project> {
    const isFirst = this.#asked.size === 0;
    this.#asked.add(name);
    const project = this.#begin(name);
    if (isFirst) void this.#prefetchCompanions(name);
    return project;
  }

  prefetch(name: NormalizedName): void {
    this.#begin(name).catch(() => {}); // the same promise, with its error, goes to whoever asks for it
  }

  fetchMetadata(file: DistributionFile, signal?: AbortSignal): Promise<ReadMetadata> {
    return this.#metadata.fetch(file, signal);
  }

  fetchRecord(file: WheelFile, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#metadata.fetchTail(file, 'RECORD', signal);
  }

  forgetMetadata(file: DistributionFile): void {
    this.#metadata.forget(file);
  }

  openFile(file: DistributionFile, options: OpenOptions = {}): Promise<OpenedFile> {
    return openFile(file, options, this.#listings);
  }

  async fetchEvidence(file: DistributionFile, options: EvidenceOptions): Promise<FetchedEvidence | null> {
    const { provenance } = file;
    return provenance === null ? null : await fetchEvidence({ ...file, provenance }, options, this.#evidence);
  }

  async close(): Promise<void> {
    const [first, ...others] = this.#asked;
    if (first !== undefined) this.#companions.remember(first, others);
    await this.#disk.settled();
  }

  #begin(name: NormalizedName): Promise<Project> {
    const known = this.#projects.get(name);
    if (known !== undefined) return known;
    const project = this.#fetchProject(name);
    this.#projects.set(name, project);
    return project;
  }

  async #prefetchCompanions(first: NormalizedName): Promise<void> {
    for (const name of await this.#companions.of(first)) this.prefetch(name);
  }

  async #fetchProject(name: NormalizedName): Promise<Project> {
    const pin = this.#config.pins.indexOf(name);
    const indexes = pin === null ? [...new Set(this.#config.indexes)] : [pin];
    const [local, answers] = await Promise.all([this.#findLinks.filesOf(name), this.#askAll(indexes, name)]);
    const counted = answers.filter((answer) => answer.files.length > 0 || answer.status !== 'active');
    const inQuarantine = counted.find(({ status }) => status === 'quarantined');
    if (inQuarantine !== undefined) throw quarantined(name, inQuarantine);
    const files =
      this.#config.strategy === 'unsafe-best-match' ? mergeAll(counted) : mergeOrRefuse(name, counted);
    const status = BY_GRAVITY.find((each) => counted.some((answer) => answer.status === each)) ?? 'active';
    return {
      name,
      files: [...local.files, ...files],
      status,
      statusReason: counted.find((answer) => answer.status === status)?.statusReason ?? null,
      skipped: [...local.skipped, ...counted.flatMap(({ skipped }) => skipped)],
    };
  }

  /**
   * Side by side, except for `first-index`: an index that is not needed does not learn what is installed here, and its
   * failure is no failure.
   */
  async #askAll(indexes: readonly string[], name: NormalizedName): Promise<readonly Answer[]> {
    if (this.#config.strategy !== 'first-index')
      return await Promise.all(indexes.map((index) => this.#ask(index, name)));
    for (const index of indexes) {
      const answer = await this.#ask(index, name);
      if (answer.files.length > 0 || answer.status === 'quarantined') return [answer];
    }
    return [];
  }

  async #ask(index: string, name: NormalizedName): Promise<Answer> {
    const url = listingUrl(index, name, this.#doors.http.trustedHosts);
    const origin: FileOrigin = { kind: 'index', location: index };
    const page = await fetchListing(url, this.#listings, this.#config.refreshes?.(name));
    if (page === undefined)
      return { url: index, files: [], skipped: [], status: 'active', statusReason: null };
    const { files, skipped } = this.#reader.read(withSidecars(page.files), name, origin);
    return {
      url: index,
      files,
      skipped: [...page.skipped, ...skipped],
      status: toStatus(page.status),
      statusReason: page.statusReason,
    };
  }
}

/** The sources of `config` as one; nothing is asked for before it is needed. */
export const createPackageIndex = (config: IndexConfig, doors: IndexDoors): PackageIndex =>
  new ConfiguredIndex(config, doors);
