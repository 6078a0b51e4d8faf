import type { Clock, ResponseHead } from '../platform/index.ts';
import type { DiskCache } from './disk-cache.ts';
import { sha256Of } from './disk-cache.ts';
import { MAX_LISTING_BYTES } from './listing-limits.ts';

/** Seconds. However long a server says, a page is asked for again after ten minutes, as with the largest public index. */
const LONGEST_AGE = 600;

/** Bytes of the line before the body. */
const MAX_HEAD_BYTES = 16 * 1024;

/** Characters of a sha256. */
const DIGEST_LENGTH = 64;

/** The format of the entries; another one is another folder. */
const FOLDER = 'listings-1';

/** A listing as it was answered, with what is needed to ask whether it still holds. */
export interface CachedListing {
  /** `false`: the index did not know the project. */
  readonly exists: boolean;
  readonly url: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** May be used without asking. */
  readonly isFresh: boolean;
}

interface Head {
  readonly status: number;
  /** Key of the URL that was asked for. */
  readonly request: string;
  readonly url: string;
  readonly contentType: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Milliseconds since 1970. */
  readonly freshUntil: number;
}

function parseHead(text: string): Head | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { status, request, url, contentType, etag, lastModified, freshUntil } = value as Record<
    string,
    unknown
  >;
  const isTextOrNull = (member: unknown): member is string | null =>
    member === null || typeof member === 'string';
  if (typeof request !== 'string' || typeof url !== 'string' || typeof contentType !== 'string')
    return undefined;
  if (typeof status !== 'number' || typeof freshUntil !== 'number') return undefined;
  if (!isTextOrNull(etag) || !isTextOrNull(lastModified)) return undefined;
  return { status, request, url, contentType, etag, lastModified, freshUntil };
}

/** `max-age` in seconds, 0 without one. `undefined` where the page must not be kept at all. */
export function parseMaxAge(cacheControl: string | undefined): number | undefined {
  let age = 0;
  for (const part of (cacheControl ?? '').toLowerCase().split(',')) {
    const directive = part.trim();
    if (directive === 'no-store') return undefined;
    const match = /^max-age="?([0-9]{1,9})"?$/.exec(directive);
    if (match !== null) age = Number(match[1]);
  }
  return /(?:^|[\s,])no-cache(?:$|[\s,=])/i.test(cacheControl ?? '') ? 0 : Math.min(age, LONGEST_AGE);
}

/** Listings on disk, by the URL that was asked for: a digest of the rest, one line of JSON, the body as it came. */
export class ListingCache {
  readonly #disk: DiskCache;
  readonly #clock: Clock;

  constructor(disk: DiskCache, clock: Clock) {
    this.#disk = disk;
    this.#clock = clock;
  }

  async read(request: string): Promise<CachedListing | undefined> {
    const key = keyOf(request);
    const file = await this.#disk.read(nameOf(key), DIGEST_LENGTH + MAX_HEAD_BYTES + MAX_LISTING_BYTES);
    if (file === undefined) return undefined;
    const rest = file.subarray(DIGEST_LENGTH);
    // The digest is against a half-written or rotten file; the folder itself is the user's own.
    if (file.toString('latin1', 0, DIGEST_LENGTH) !== sha256Of(rest)) return undefined;
    const end = rest.subarray(0, MAX_HEAD_BYTES).indexOf('\n');
    const head = end < 0 ? undefined : parseHead(rest.toString('utf8', 0, end));
    if (head === undefined || head.request !== key) return undefined;
    return {
      exists: head.status === 200,
      url: head.url,
      contentType: head.contentType,
      bytes: rest.subarray(end + 1),
      etag: head.etag ?? undefined,
      lastModified: head.lastModified ?? undefined,
      isFresh: this.#clock.now().getTime() < head.freshUntil,
    };
  }

  /**
   * Keeps an answer (200, or 404 for a project that is not there), also one without a validator: with `--offline` it is
   * better than nothing. An absence is asked for again each run, since a new project must be seen at once.
   */
  write(request: string, { status, url, headers }: ResponseHead, bytes: Buffer): void {
    const age = parseMaxAge(headers['cache-control']);
    if (age === undefined) return;
    const key = keyOf(request);
    const head: Head = {
      status,
      request: key,
      url,
      contentType: headers['content-type'] ?? '',
      etag: headers.etag ?? null,
      lastModified: headers['last-modified'] ?? null,
      freshUntil: age === 0 || status !== 200 ? 0 : this.#clock.now().getTime() + age * 1000,
    };
    const line = Buffer.from(`${JSON.stringify(head)}\n`);
    if (line.length > MAX_HEAD_BYTES) return;
    this.#disk.write(nameOf(key), bytes.length, () => {
      const rest = Buffer.concat([line, bytes]);
      return Buffer.concat([Buffer.from(sha256Of(rest), 'latin1'), rest]);
    });
  }
}

/** Digest of the URL that is asked for, without credentials: what is on disk tells nobody a password. */
function keyOf(request: string): string {
  const url = new URL(request);
  url.username = '';
  url.password = '';
  return sha256Of(url.href);
}

const nameOf = (key: string): string => `${FOLDER}/${key}`;
