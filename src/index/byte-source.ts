import type { DistributionFile } from '../artifact/index.ts';
import { type Authorize, type HttpClient, parseContentRange } from '../platform/index.ts';
import { statusError } from './index-error.ts';
import { openLocalFile } from './local-file.ts';
import type { Stretch } from './wheel-tail.ts';

/** Bytes from anywhere in a file. `undefined` where its server serves no parts. */
export interface ByteSource {
  read(stretch: Stretch): Promise<Buffer | undefined>;
  /** The last `length` bytes, with the size of the whole file. */
  readTail(length: number): Promise<{ readonly bytes: Buffer; readonly size: number } | undefined>;
}

/** A file on this machine. */
export class LocalSource implements ByteSource {
  readonly #url: string;

  constructor(file: DistributionFile) {
    this.#url = file.url;
  }

  async read({ start, end }: Stretch): Promise<Buffer | undefined> {
    return (await this.#readFrom(() => ({ start, end })))?.bytes;
  }

  async readTail(length: number): Promise<{ readonly bytes: Buffer; readonly size: number } | undefined> {
    return await this.#readFrom((size) => ({ start: Math.max(0, size - length), end: size }));
  }

  async #readFrom(stretchOf: (size: number) => Stretch) {
    const { handle, size } = await openLocalFile(this.#url);
    try {
      const { start, end } = stretchOf(size);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      return bytesRead === end - start ? { bytes: buffer, size } : undefined;
    } finally {
      await handle.close();
    }
  }
}

/**
 * A file at a server that serves parts of it (RFC 9110, section 14). Absolute ranges are asked for where the index
 * states the size, since some servers answer `bytes=-N` with the whole file.
 */
export class RemoteSource implements ByteSource {
  readonly #file: DistributionFile;
  readonly #http: HttpClient;
  readonly #authorize: Authorize;
  readonly #signal: AbortSignal | undefined;

  constructor(
    file: DistributionFile,
    doors: {
      readonly http: HttpClient;
      readonly authorize: Authorize;
      readonly signal?: AbortSignal | undefined;
    },
  ) {
    this.#file = file;
    this.#http = doors.http;
    this.#authorize = doors.authorize;
    this.#signal = doors.signal;
  }

  async read({ start, end }: Stretch): Promise<Buffer | undefined> {
    const part = await this.#ask(`bytes=${start}-${end - 1}`, end - start);
    return part?.start === start && part.bytes.length === end - start ? part.bytes : undefined;
  }

  async readTail(length: number): Promise<{ readonly bytes: Buffer; readonly size: number } | undefined> {
    const { size } = this.#file;
    const start = size === null ? null : Math.max(0, size - length);
    const part = await this.#ask(
      start === null ? `bytes=-${length}` : `bytes=${start}-`,
      start === null || size === null ? length : size - start,
    );
    if (part === undefined || part.total === null || part.start + part.bytes.length !== part.total)
      return undefined;
    return size !== null && part.total !== size ? undefined : { bytes: part.bytes, size: part.total };
  }

  async #ask(range: string, maxBytes: number) {
    const response = await this.#http.fetchBytes({
      url: this.#file.url,
      headers: { range, 'accept-encoding': 'identity' },
      authorize: this.#authorize,
      signal: this.#signal,
      maxBytes,
      wants: ({ status }) => status === 206, // a 200 is the whole file: not what was asked for, and not read
    });
    const { status, headers, bytes } = response;
    if (status === 200 || status === 416 || status === 501) return undefined;
    if (status !== 206) throw statusError(response, 'this file');
    const found = parseContentRange(headers['content-range']);
    if (found === undefined || found.end - found.start + 1 !== bytes.length) return undefined;
    return { start: found.start, total: found.total, bytes };
  }
}
