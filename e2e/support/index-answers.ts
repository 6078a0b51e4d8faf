import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { sha256Hex } from '../../test/support/make-wheel.ts';
import type { ServedProject } from './index-content.ts';
import type { Answer } from './index-faults.ts';
import type { IndexSettings } from './index-pages.ts';

export const NOT_FOUND: Answer = {
  status: 404,
  headers: { 'content-type': 'text/plain' },
  body: Buffer.from('no such thing\n'),
};

export const UNAUTHORIZED: Answer = {
  status: 401,
  headers: { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="index"' },
  body: Buffer.from('credentials, please\n'),
};

/** A listing or METADATA with the validators and the encoding that the settings ask for. */
export function cacheable(
  settings: IndexSettings,
  request: IncomingMessage,
  body: Buffer,
  own: Record<string, string>,
): Answer {
  const { etag, maxAge, gzip } = settings;
  const tag = `"${sha256Hex(body).slice(0, 16)}"`;
  const headers: Record<string, string> = {
    ...own,
    ...(etag ? { etag: tag } : {}),
    ...(maxAge === null ? {} : { 'cache-control': `max-age=${maxAge}, public` }),
  };
  if (etag && request.headers['if-none-match'] === tag)
    return { status: 304, headers, body: Buffer.alloc(0) };
  if (!gzip || !(request.headers['accept-encoding'] ?? '').includes('gzip'))
    return { status: 200, headers, body };
  return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(body) };
}

/** The bytes of a file, or the range of them that is asked for (RFC 9110, section 14). */
export function ranged(settings: IndexSettings, request: IncomingMessage, body: Buffer): Answer {
  const { ranges } = settings;
  const tag = `"${sha256Hex(body).slice(0, 16)}"`;
  const headers: Record<string, string> = {
    'content-type': 'application/octet-stream',
    ...(ranges === 'none' ? {} : { 'accept-ranges': 'bytes' }),
    ...(settings.etag ? { etag: tag } : {}),
  };
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  if (match === null || ranges === 'none') return { status: 200, headers, body };
  const [, first = '', last = ''] = match;
  const isSuffix = first === '';
  if (isSuffix && ranges === 'no-suffix') return { status: 200, headers, body };
  const condition = request.headers['if-match'] ?? request.headers['if-range'];
  if (condition !== undefined && condition !== tag)
    return request.headers['if-match'] === undefined
      ? { status: 200, headers, body }
      : { status: 412, headers, body: Buffer.alloc(0) };
  const start = isSuffix ? Math.max(0, body.length - Number(last)) : Number(first);
  const end = isSuffix || last === '' ? body.length : Math.min(body.length, Number(last) + 1);
  if (start >= end)
    return {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${body.length}` },
      body: Buffer.alloc(0),
    };
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end - 1}/${body.length}` },
    body: body.subarray(start, end),
  };
}

export const redirectTo = (location: string): Answer => ({
  status: 301,
  headers: { location },
  body: Buffer.alloc(0),
});

/** The provenance object of a file, as its claims have it. */
export function provenance(project: ServedProject, filename: string): Answer {
  const claim = project.files.find(({ file }) => file.filename === filename)?.claims.provenance;
  if (claim === undefined) return NOT_FOUND;
  return {
    status: 200,
    headers: { 'content-type': 'application/vnd.pypi.integrity.v1+json' },
    body: Buffer.from(typeof claim === 'string' ? claim : JSON.stringify(claim)),
  };
}
