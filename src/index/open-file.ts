import { addAbortSignal } from 'node:stream';
import type { DistributionFile } from '../artifact/index.ts';
import type { Authorize, HttpClient } from '../platform/index.ts';
import { statusError } from './index-error.ts';
import { MAX_FILE_BYTES } from './listing-limits.ts';
import { openLocalFile } from './local-file.ts';

/** A file's bytes from `offset` on. */
export interface OpenedFile {
  readonly body: AsyncIterable<Uint8Array>;
  /** Where the body begins: what was asked for, or 0 where the server serves no parts. */
  readonly offset: number;
  /** Bytes of the whole file, where that is known. */
  readonly total: number | null;
}

export interface OpenOptions {
  /** Bytes that are there already. */
  readonly offset?: number;
  readonly signal?: AbortSignal;
}

const CHUNK_BYTES = 256 * 1024;

async function openLocal(file: DistributionFile, { offset = 0, signal }: OpenOptions): Promise<OpenedFile> {
  const { handle, size } = await openLocalFile(file.url);
  const start = offset > size ? 0 : offset;
  const body = handle.createReadStream({ start, highWaterMark: CHUNK_BYTES });
  if (signal !== undefined) addAbortSignal(signal, body);
  return { body, offset: start, total: size };
}

/**
 * Opens a distribution file for a download: credentials, redirects, retries, and resumption where it breaks off.
 *
 * @throws SafeInstallError `network.*`, `index.unauthorized`, `index.file-missing`, `index.unavailable`; while it is
 *   read, too.
 */
export async function openFile(
  file: DistributionFile,
  options: OpenOptions,
  { http, authorize }: { readonly http: HttpClient; readonly authorize: Authorize },
): Promise<OpenedFile> {
  if (file.url.startsWith('file:')) return await openLocal(file, options);
  const response = await http.openStream({
    url: file.url,
    authorize,
    maxBytes: MAX_FILE_BYTES, // a stated size is held by the download, which tells it apart from a fault of the network
    ...(options.offset === undefined ? {} : { offset: options.offset }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (response.status !== 200 && response.status !== 206) throw statusError(response, 'this file');
  const { body, offset, total } = response;
  return { body, offset, total };
}
