import { type DistributionFile, isUnstated, type ReadMetadata, type WheelFile } from '../artifact/index.ts';
import { redactUrl, SafeInstallError } from '../errors/index.ts';
import { type CoreMetadata, parseMetadata, parseSha256, type Sha256 } from '../packaging/index.ts';
import type { Authorize, HttpClient, Log } from '../platform/index.ts';
import { LocalSource, RemoteSource } from './byte-source.ts';
import type { IndexDoors } from './config.ts';
import { sha256Of } from './disk-cache.ts';
import { statusError } from './index-error.ts';
import { MAX_METADATA_BYTES } from './listing-limits.ts';
import type { MetadataCache } from './metadata-cache.ts';
import { readTailFile } from './read-tail-file.ts';
import type { InfoFile } from './wheel-tail.ts';

/** Bytes. 67 of the 91 wheels that jupyterlab takes are smaller, and all of those together are 3 MB. */
const WHOLE_FILE_BYTES = 128 * 1024;

export interface MetadataDoors {
  readonly http: HttpClient;
  readonly authorize: Authorize;
  readonly cache: MetadataCache;
  readonly log: Log;
  readonly readFromWholeFile: IndexDoors['readMetadataFromWholeFile'];
  /** Wheels of up to this many bytes are fetched whole. */
  readonly wholeFileBytes?: number | undefined;
}

/** Where METADATA of a wheel is served by itself (PEP 658): the path of the file with `.metadata` behind it. */
function metadataUrl(file: DistributionFile): string {
  const url = new URL(file.url);
  url.pathname += '.metadata';
  return url.href;
}

/** @throws SafeInstallError `metadata.mismatch` where the bytes are not those that the index has announced. */
function checkAnnounced(file: DistributionFile, bytes: Uint8Array, announced: Sha256): void {
  const got = sha256Of(bytes);
  if (got === announced) return;
  throw new SafeInstallError({
    code: 'metadata.mismatch',
    message: 'the metadata that the index serves for it is not what the index says it is',
    subject: file.filename,
    facts: [
      { label: 'expected', value: `sha256:${announced}`, origin: 'index' },
      { label: 'got', value: `sha256:${got}`, origin: redactUrl(metadataUrl(file)) },
    ],
    hint: 'Do not install it; tell whoever runs the index',
  });
}

/** PEP 643: what an sdist needs may be known without building it only if it says that building changes nothing. */
function checkStatic(file: DistributionFile, metadata: CoreMetadata): void {
  const [major = 0, minor = 0] = metadata.metadataVersion.split('.').map(Number);
  const isDynamic = ['requires-dist', 'requires-python', 'provides-extra'].some((field) =>
    metadata.dynamic.includes(field),
  );
  if ((major > 2 || (major === 2 && minor >= 2)) && !isDynamic) return;
  throw new SafeInstallError({
    code: 'sdist.needs-build',
    message: isDynamic
      ? 'what it needs is decided while it is built, and nothing is built before it is verified'
      : `its metadata is of version ${metadata.metadataVersion}, which does not say what it needs before it is built`,
    subject: file.filename,
    hint: 'Ask for a version that has a wheel for this Python, or add "--only-binary :all:"',
  });
}

/** METADATA of files, by the cheapest way that each allows. */
export class MetadataFetcher {
  readonly #doors: MetadataDoors;
  /** By URL and digest, so that a file is asked for once. */
  readonly #known = new Map<string, Promise<ReadMetadata>>();

  constructor(doors: MetadataDoors) {
    this.#doors = doors;
  }

  /** @see PackageIndex.fetchMetadata */
  fetch(file: DistributionFile, signal?: AbortSignal): Promise<ReadMetadata> {
    const key = `${file.sha256 ?? ''} ${file.url}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const read = this.#read(file, signal);
    this.#known.set(key, read);
    read.catch(() => this.#known.delete(key)); // a network that failed may work the next time
    return read;
  }

  /** Forgets what was kept of a file whose METADATA proved to be another. */
  forget(file: DistributionFile): void {
    this.#known.delete(`${file.sha256 ?? ''} ${file.url}`);
    if (file.sha256 !== null) this.#doors.cache.forget(file.sha256);
  }

  async #read(file: DistributionFile, signal: AbortSignal | undefined): Promise<ReadMetadata> {
    const { cache } = this.#doors;
    const announced = file.coreMetadata?.sha256 ?? null;
    const cached = file.sha256 === null ? undefined : await cache.read(file.sha256, announced);
    const bytes = cached ?? (await this.#fetchBytes(file, signal));
    const sha256 = parseSha256(sha256Of(bytes));
    if (sha256 === undefined) throw new TypeError('a digest of node:crypto is not 64 hexadecimal digits');
    const metadata = parsed(file, bytes);
    if (file.kind === 'sdist') checkStatic(file, metadata);
    if (cached === undefined && file.sha256 !== null) cache.write(file.sha256, bytes);
    return { metadata, sha256 };
  }

  async #fetchBytes(file: DistributionFile, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const { log } = this.#doors;
    if (file.coreMetadata !== null) {
      const bytes = await this.#fetchAnnounced(file, signal);
      if (bytes !== undefined) return bytes;
      log.debug(`${file.filename}: its metadata is announced and not there`);
    }
    const isLocal = file.url.startsWith('file:');
    const isSmall = file.size !== null && file.size <= (this.#doors.wholeFileBytes ?? WHOLE_FILE_BYTES);
    // of what is named by its address alone two answers may be of two files: it is fetched once
    if (file.kind === 'wheel' && (isLocal || !isSmall) && !isUnstated(file, [])) {
      const bytes = await this.fetchTail(file, 'METADATA', signal);
      if (bytes !== undefined) return bytes;
      log.debug(`${file.filename}: its metadata is read from the whole file`);
    }
    return await this.#doors.readFromWholeFile(file, signal);
  }

  /** A file of a wheel from the end of it. @see PackageIndex.fetchRecord */
  async fetchTail(
    file: WheelFile,
    wanted: InfoFile,
    signal: AbortSignal | undefined,
  ): Promise<Buffer | undefined> {
    const isLocal = file.url.startsWith('file:');
    const source = isLocal ? new LocalSource(file) : new RemoteSource(file, { ...this.#doors, signal });
    return await readTailFile(file, source, wanted);
  }

  async #fetchAnnounced(
    file: DistributionFile,
    signal: AbortSignal | undefined,
  ): Promise<Buffer | undefined> {
    const response = await this.#doors.http.fetchBytes({
      url: metadataUrl(file),
      authorize: this.#doors.authorize,
      signal,
      maxBytes: MAX_METADATA_BYTES,
    });
    if (response.status === 404 || response.status === 410) return undefined;
    if (response.status !== 200) throw statusError(response, 'this metadata');
    const announced = file.coreMetadata?.sha256 ?? null;
    if (announced !== null) checkAnnounced(file, response.bytes, announced);
    return response.bytes;
  }
}

function parsed(file: DistributionFile, bytes: Uint8Array): CoreMetadata {
  try {
    return parseMetadata(bytes);
  } catch (error) {
    if (error instanceof SafeInstallError) throw error.about(file.filename);
    throw error;
  }
}
