import { printable, redactUrl, SafeInstallError } from '../errors/index.ts';
import { parseSimpleJson, type SimplePage } from '../packaging/index.ts';
import {
  type Authorize,
  type BytesResponse,
  type HttpClient,
  type Log,
  readFileCapped,
} from '../platform/index.ts';
import { parseSimpleHtml } from './html-page.ts';
import { statusError } from './index-error.ts';
import type { CachedListing, ListingCache } from './listing-cache.ts';
import { MAX_LISTING_BYTES } from './listing-limits.ts';
import { localPathOf } from './local-file.ts';

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
const HTML_TYPES: ReadonlySet<string> = new Set(['application/vnd.pypi.simple.v1+html', 'text/html']);

/** PEP 691: what is understood, and how gladly. */
const ACCEPT = `${JSON_TYPE}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01`;

export interface ListingDoors {
  readonly http: HttpClient;
  readonly cache: ListingCache;
  readonly authorize: Authorize;
  readonly log: Log;
}

/** A page as bytes, with what is needed to read it. */
interface RawPage {
  /** Where it was found in the end: relative links start there. */
  readonly url: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** `type/subtype` and `charset`; parameters may be quoted. */
function parseContentType(value: string): { readonly type: string; readonly charset: string } {
  const [type = '', ...parameters] = value.toLowerCase().split(';');
  const charset = parameters
    .map((each) => /^\s*charset="?([a-z0-9._-]{1,40})"?\s*$/.exec(each)?.[1])
    .find(Boolean);
  return { type: type.trim(), charset: charset ?? 'utf-8' };
}

function decodeText(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder().decode(bytes); // an encoding that does not exist
    throw error;
  }
}

async function parsePage({ url, contentType, bytes }: RawPage): Promise<SimplePage> {
  const { type, charset } = parseContentType(contentType);
  if (type === JSON_TYPE) return parseSimpleJson(bytes, url);
  if (HTML_TYPES.has(type)) return await parseSimpleHtml(decodeText(bytes, charset), url);
  throw new SafeInstallError({
    code: 'index.content-type',
    message:
      type === ''
        ? 'the answer does not say what it is'
        : `an answer of the type "${printable(type, 80)}" is not a listing of files`,
    subject: redactUrl(url),
    facts: [
      { label: 'expected', value: `${JSON_TYPE} or text/html` },
      { label: 'got', value: type === '' ? 'no content-type' : printable(type, 80) },
    ],
    hint: 'Check the URL of the index; it usually ends in "/simple"',
  });
}

const conditions = (cached: CachedListing | undefined): Record<string, string> => ({
  ...(cached?.etag === undefined ? {} : { 'if-none-match': cached.etag }),
  ...(cached?.lastModified === undefined ? {} : { 'if-modified-since': cached.lastModified }),
});

/** An error about an answer's size names it as a listing. */
function asListingError(error: unknown): unknown {
  if (!(error instanceof SafeInstallError) || error.code !== 'network.too-large') return error;
  return new SafeInstallError({
    code: 'network.too-large',
    message: `the listing has more than the ${MAX_LISTING_BYTES} bytes that are read`,
    subject: error.subject,
    hint: 'Check the URL of the index; no project page known is half that large',
    cause: error,
  });
}

async function ask(
  url: string,
  cached: CachedListing | undefined,
  doors: ListingDoors,
): Promise<BytesResponse> {
  try {
    return await doors.http.fetchBytes({
      url,
      headers: { accept: ACCEPT, ...conditions(cached) },
      authorize: doors.authorize,
      maxBytes: MAX_LISTING_BYTES,
    });
  } catch (error) {
    throw asListingError(error);
  }
}

/** A project's page in a folder, as pip reads it: `index.html` in a folder of the project's name. */
async function readLocalPage(folder: string): Promise<RawPage | undefined> {
  const url = new URL('index.html', folder).href;
  const bytes = await readFileCapped(localPathOf(url), MAX_LISTING_BYTES);
  return bytes === undefined ? undefined : { url, contentType: 'text/html', bytes };
}

/** A page of an index, from the cache where that may be; `undefined` where the server has none (404, 410). */
async function fetchPage(url: string, doors: ListingDoors, isAsked: boolean): Promise<RawPage | undefined> {
  if (url.startsWith('file:')) return await readLocalPage(url);
  const cached = await doors.cache.read(url);
  if (cached !== undefined && ((cached.isFresh && !isAsked) || doors.http.offline)) {
    doors.log.debug(`${redactUrl(url)}: from the cache`);
    return cached.exists ? cached : undefined;
  }
  const response = await ask(url, cached?.exists === true ? cached : undefined, doors);
  const { status, bytes, headers } = response;
  if (status === 304 && cached?.exists === true) {
    const head = { status: 200, url: cached.url, headers: renewed(headers, cached) };
    doors.cache.write(url, head, cached.bytes);
    return cached;
  }
  if (status === 404 || status === 410) {
    doors.cache.write(url, { ...response, status: 404 }, Buffer.alloc(0));
    return undefined;
  }
  if (status !== 200) throw statusError(response, 'this listing');
  doors.cache.write(url, response, bytes);
  return { url: response.url, contentType: headers['content-type'] ?? '', bytes };
}

/** Headers of a 304 laid over what is known: it repeats only what has changed (RFC 9111, section 4.3.4). */
function renewed(
  headers: Readonly<Record<string, string>>,
  { contentType, etag, lastModified }: CachedListing,
): Record<string, string> {
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { 'last-modified': lastModified }),
    ...headers,
    'content-type': contentType,
  };
}

/**
 * The listing at `url`, or `undefined` where there is none.
 *
 * @param isAsked whether the server is asked although what is cached has not aged; offline it never is.
 * @throws SafeInstallError `network.*`, `index.*` and what the parsers throw.
 */
export async function fetchListing(
  url: string,
  doors: ListingDoors,
  isAsked = false,
): Promise<SimplePage | undefined> {
  const page = await fetchPage(url, doors, isAsked);
  return page === undefined ? undefined : await parsePage(page);
}
