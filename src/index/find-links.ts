import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileOrigin } from '../artifact/index.ts';
import { redactUrl, SafeInstallError } from '../errors/index.ts';
import {
  filenameFault,
  type NormalizedName,
  parseSha256,
  type Sha256,
  type SimpleFile,
  type SkippedFile,
} from '../packaging/index.ts';
import { isErrno, isSecureOrigin, readFileCapped } from '../platform/index.ts';
import { parseSimpleHtml } from './html-page.ts';
import { type ListedFiles, type ListingReader, projectOf } from './listed-files.ts';
import { fetchListing, type ListingDoors } from './listing.ts';
import { MAX_LISTING_BYTES } from './listing-limits.ts';
import { localPathOf } from './local-file.ts';
import { withSidecars } from './sidecars.ts';

/** Names in a folder of wheels. A mirror on disk has some ten thousand. */
const MAX_FOLDER_ENTRIES = 200_000;

/** What a place holds, by project. */
interface Place {
  readonly origin: FileOrigin;
  readonly entries: ReadonlyMap<NormalizedName, readonly SimpleFile[]>;
  readonly skipped: readonly SkippedFile[];
}

const badPlace = (given: string, message: string, cause?: unknown): SafeInstallError =>
  new SafeInstallError({
    code: 'index.url',
    message,
    subject: redactUrl(given),
    hint: 'Give --find-links a folder, a file or an https URL',
    cause,
  });

/** A local file as a listing would state it; its sha256 comes when the project is asked for. */
const localFile = (path: string, size: number | null): SimpleFile => ({
  filename: basename(path),
  url: pathToFileURL(path).href,
  hashes: {},
  sha256: null,
  size,
  uploadTime: null,
  requiresPython: null,
  yanked: false,
  coreMetadata: null,
  provenance: null,
});

function byProject(files: readonly SimpleFile[]): Pick<Place, 'entries' | 'skipped'> {
  const entries = new Map<NormalizedName, SimpleFile[]>();
  const skipped: SkippedFile[] = [];
  for (const file of withSidecars(files)) {
    const { filename } = file;
    const fault = filenameFault(filename);
    const name = fault === undefined ? projectOf(filename) : undefined;
    if (name === undefined) {
      skipped.push({ filename, reason: fault ?? 'its name is not that of a wheel or an sdist' });
      continue;
    }
    const known = entries.get(name);
    if (known === undefined) entries.set(name, [file]);
    else known.push(file);
  }
  return { entries, skipped };
}

async function localPlace(path: string, origin: FileOrigin): Promise<Place> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    if (!isErrno(cause, 'ENOENT', 'ENOTDIR', 'EACCES', 'ENAMETOOLONG', 'ELOOP')) throw cause;
    throw badPlace(path, 'there is no such folder or file', cause);
  }
  if (isFolder) {
    const names = await readdir(path);
    if (names.length > MAX_FOLDER_ENTRIES)
      throw badPlace(path, `the folder has more than the ${MAX_FOLDER_ENTRIES} entries that are read`);
    return { origin, ...byProject(names.sort().map((name) => localFile(join(path, name), null))) };
  }
  if (!/\.html?$/i.test(path)) return { origin, ...byProject([localFile(path, null)]) };
  const bytes = await readFileCapped(path, MAX_LISTING_BYTES);
  const page = await parseSimpleHtml((bytes ?? Buffer.alloc(0)).toString('utf8'), pathToFileURL(path).href);
  const { entries, skipped } = byProject(page.files);
  return { origin, entries, skipped: [...page.skipped, ...skipped] };
}

async function remotePlace(url: string, origin: FileOrigin, doors: ListingDoors): Promise<Place> {
  const page = await fetchListing(url, doors);
  if (page === undefined) throw badPlace(url, 'the server has no such page');
  const { entries, skipped } = byProject(page.files);
  return { origin, entries, skipped: [...page.skipped, ...skipped] };
}

/** sha256 of a file on disk. */
async function digestOf(path: string): Promise<Sha256 | undefined> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return parseSha256(hash.digest('hex'));
}

/** A local file with its size and sha256, which only files of a project that is asked for are read for. */
async function measured(entry: SimpleFile): Promise<SimpleFile | SkippedFile> {
  if (!entry.url.startsWith('file:')) return entry;
  const path = localPathOf(entry.url);
  const { filename } = entry;
  try {
    const found = await stat(path);
    if (!found.isFile()) return { filename, reason: 'it is not a regular file' };
    const sha256 = entry.sha256 ?? (await digestOf(path)) ?? null;
    return { ...entry, sha256, size: found.size };
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'))
      return { filename, reason: `it cannot be read: ${error.code}` };
    throw error;
  }
}

/** The places that `--find-links` names; each is read once, and its files when their project is asked for. */
export class FindLinks {
  readonly #given: readonly string[];
  readonly #reader: ListingReader;
  readonly #doors: ListingDoors;
  #places: Promise<readonly Place[]> | undefined;

  constructor(given: readonly string[], reader: ListingReader, doors: ListingDoors) {
    this.#given = given;
    this.#reader = reader;
    this.#doors = doors;
  }

  /** @throws SafeInstallError `index.url` for a place that is none, and all that fetching a page throws. */
  async filesOf(name: NormalizedName): Promise<ListedFiles> {
    this.#places ??= Promise.all(this.#given.map((given) => this.#open(given)));
    const places = await this.#places;
    const lists = await Promise.all(
      places.map(async ({ origin, entries }) => {
        const found = await Promise.all((entries.get(name) ?? []).map(measured));
        const skipped = found.filter((entry): entry is SkippedFile => 'reason' in entry);
        const files = found.filter((entry): entry is SimpleFile => !('reason' in entry));
        const read = this.#reader.read(files, name, origin);
        return { files: read.files, skipped: [...skipped, ...read.skipped] };
      }),
    );
    return { files: lists.flatMap(({ files }) => files), skipped: lists.flatMap(({ skipped }) => skipped) };
  }

  async #open(given: string): Promise<Place> {
    const origin: FileOrigin = { kind: 'find-links', location: given };
    if (/^https?:/i.test(given)) {
      const url = parseUrl(given);
      if (!isSecureOrigin(url, this.#doors.http.trustedHosts)) throw insecure(url);
      return await remotePlace(url.href, origin, this.#doors);
    }
    return await localPlace(/^file:/i.test(given) ? localPathOf(given) : resolve(given), origin);
  }
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    if (cause instanceof TypeError) throw badPlace(text, 'it is not a URL', cause);
    throw cause;
  }
}

/** A listing over plain http says whatever somebody in between wants it to say, digests and all. */
export const insecure = (url: URL): SafeInstallError =>
  new SafeInstallError({
    code: 'network.insecure',
    message: 'the listing would come over plain http, where anybody in between can change it',
    subject: redactUrl(url.href),
    hint: `Use the https address; "--trusted-host ${url.host}" would allow it and give up the protection`,
  });
