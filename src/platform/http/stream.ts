import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import { guarded } from './body.ts';
import { parseContentLength, parseContentRange, parseUnsatisfiedRange } from './content-range.ts';
import { discard, type Exchange } from './exchange.ts';
import { isTransient, toNetworkError } from './network-error.ts';
import type { HttpSettings } from './options.ts';
import { backoff } from './retry.ts';
import type { StreamRequest, StreamResponse } from './types.ts';

/** Sends the request with these headers added, with retries up to the head of the answer. */
export type Ask = (headers: Readonly<Record<string, string>>) => Promise<Exchange>;

/** Bytes since the last break after which the next one counts as the first again. */
const PROGRESS = 1024 * 1024;

/** What says that two answers are parts of one file. */
interface Identity {
  readonly total: number | null;
  /** For `If-Range`: a strong ETag, else the date (RFC 9110, section 13.1.5). */
  readonly validator: string | undefined;
}

function validatorOf({ headers }: Exchange): string | undefined {
  const { etag, 'last-modified': modified } = headers;
  return etag?.startsWith('"') === true ? etag : modified;
}

const changed = (url: string): SafeInstallError =>
  new SafeInstallError({
    code: 'network.changed',
    message: 'the file is another one than when its download began',
    subject: redactUrl(url),
    hint: 'Try again',
  });

const senseless = (url: string, message: string): SafeInstallError =>
  new SafeInstallError({ code: 'network.protocol', message, subject: redactUrl(url) });

/** Where an answer's body begins, and the size of the file. @throws SafeInstallError `network.protocol`. */
function positionOf(
  exchange: Exchange,
  asked: number,
): { readonly offset: number; readonly total: number | null } {
  const { status, headers, url } = exchange;
  const length = parseContentLength(headers['content-length']);
  if (status !== 206) return { offset: 0, total: length };
  const range = parseContentRange(headers['content-range']);
  if (range === undefined || range.start !== asked)
    throw senseless(url, 'the server sent another part of the file than it was asked for');
  // The rest of the file was asked for: an end before the file's own would read as a whole file.
  if (range.total !== null && range.end !== range.total - 1)
    throw senseless(url, 'the server sent less of the file than it was asked for');
  return { offset: range.start, total: range.total ?? (length === null ? null : range.start + length) };
}

const rangeFrom = (offset: number): Record<string, string> =>
  offset === 0 ? {} : { range: `bytes=${offset}-` };

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

/** Asks for the rest after `position` bytes, and makes sure that it is the rest of the same file. */
async function askForRest(
  ask: Ask,
  position: number,
  identity: Identity,
): Promise<{ readonly exchange: Exchange; readonly skip: number }> {
  const { validator, total } = identity;
  const exchange = await ask({
    ...rangeFrom(position),
    ...(validator === undefined || position === 0 ? {} : { 'if-range': validator }),
  });
  if (exchange.status !== 200 && exchange.status !== 206) {
    await discard(exchange);
    throw changed(exchange.url);
  }
  const found = positionOf(exchange, position);
  if (validatorOf(exchange) !== validator || found.total !== total) {
    await discard(exchange);
    throw changed(exchange.url);
  }
  return { exchange, skip: position - found.offset };
}

/** Drops the first `count` bytes. */
async function* skipping(body: AsyncIterable<Uint8Array>, count: number) {
  let left = count;
  for await (const chunk of body) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      yield left === 0 ? chunk : chunk.subarray(left);
      left = 0;
    }
  }
}

async function* resuming(
  first: Exchange,
  start: { readonly offset: number; readonly total: number | null },
  request: StreamRequest,
  ask: Ask,
  settings: HttpSettings,
): AsyncGenerator<Uint8Array, void, undefined> {
  const identity = { total: start.total, validator: validatorOf(first) };
  let exchange = first;
  let position = start.offset;
  let skip = 0;
  let breaks = 0;
  let sinceBreak = 0;
  for (;;) {
    const { total } = identity;
    const from = position - skip;
    try {
      const rules = {
        url: request.url,
        expected: total === null ? null : total - from,
        maxBytes: request.maxBytes - from,
        slowest: settings.slowest,
      };
      for await (const chunk of skipping(guarded(exchange.body, rules), skip)) {
        position += chunk.length;
        sinceBreak += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      const told = toNetworkError(error, request.url);
      if (sinceBreak >= PROGRESS) breaks = 0;
      breaks += 1;
      if (!isTransient(error) || breaks > settings.retries || request.signal?.aborted === true) throw told;
      settings.log.debug(`${redactUrl(request.url)}: broke off after ${position} bytes, going on from there`);
      await settings.sleep(backoff(breaks, settings.random), request.signal);
      sinceBreak = 0;
    }
    ({ exchange, skip } = await askForRest(ask, position, identity));
  }
}

/** Opens a file from `request.offset` on; see {@link HttpClient.openStream}. */
export async function openStream(
  request: StreamRequest,
  ask: Ask,
  settings: HttpSettings,
): Promise<StreamResponse> {
  const asked = request.offset ?? 0;
  const exchange = await ask(rangeFrom(asked));
  const { status, url, headers } = exchange;
  const head = { status, url, headers };
  if (status === 416 && parseUnsatisfiedRange(headers['content-range']) === asked) {
    await discard(exchange);
    return { ...head, status: 206, offset: asked, total: asked, body: nothing() };
  }
  if (status !== 200 && status !== 206) {
    await discard(exchange);
    return { ...head, offset: 0, total: null, body: nothing() };
  }
  let start: ReturnType<typeof positionOf>;
  try {
    start = positionOf(exchange, asked);
  } catch (error) {
    await discard(exchange);
    throw error;
  }
  return { ...head, ...start, body: resuming(exchange, start, request, ask, settings) };
}
