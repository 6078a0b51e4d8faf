import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { printable, redactUrl, SafeInstallError } from '../../errors/index.ts';
import { isErrno } from '../errno.ts';
import { tooLarge } from './body.ts';

/** What is offered to servers; each of them is undone below. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

const unreadable = (url: string, message: string, cause?: unknown): SafeInstallError =>
  new SafeInstallError({ code: 'network.protocol', message, subject: redactUrl(url), cause });

/** `deflate` is zlib's format (RFC 9110, section 8.4.1.2); some servers send the bare one. */
const isZlib = (bytes: Uint8Array): boolean => ((bytes[0] ?? 0) & 0x0f) === 8;

function decoderOf(encoding: string, bytes: Uint8Array) {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return promisify(gunzip);
    case 'deflate':
      return promisify(isZlib(bytes) ? inflate : inflateRaw);
    case 'br':
      return promisify(brotliDecompress);
    default:
      return undefined;
  }
}

/**
 * A body without its `content-encoding`. One encoding at most: a second one serves nobody but a decompression bomb.
 *
 * @throws SafeInstallError `network.too-large` for more than `maxBytes` afterwards, `network.protocol` for an encoding
 *   that was not offered or does not hold.
 */
export async function decodeBody(
  bytes: Buffer,
  contentEncoding: string | undefined,
  { url, maxBytes }: { readonly url: string; readonly maxBytes: number },
): Promise<Buffer> {
  const encoding = (contentEncoding ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity' || bytes.length === 0) return bytes;
  const decode = decoderOf(encoding, bytes);
  if (decode === undefined)
    throw unreadable(url, `the answer is encoded as "${printable(encoding, 40)}", which was not asked for`);
  try {
    return await decode(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (isErrno(error, 'ERR_BUFFER_TOO_LARGE')) throw tooLarge(url, maxBytes);
    if (error instanceof Error) throw unreadable(url, `the answer is not valid ${encoding}`, error);
    throw error;
  }
}
