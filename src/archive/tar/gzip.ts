import { crc32 } from 'node:zlib';
import type { Sha256 } from '../../packaging/index.ts';
import type { ArchiveFile } from '../bytes/archive-file.ts';
import { ForwardReader } from '../bytes/forward-reader.ts';
import { MAX_GZIP_HEADER_BYTES } from '../limits.ts';
import { refusal } from '../refusal.ts';
import { inflateStream } from '../zip/inflate.ts';

const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const DEFLATE = 8;

const FLAG_HEADER_CRC = 1 << 1;
const FLAG_EXTRA = 1 << 2;
const FLAG_NAME = 1 << 3;
const FLAG_COMMENT = 1 << 4;
const RESERVED_FLAGS = 0xe0;

/** Whether a file begins as a gzip stream does. */
export const isGzip = (file: ArchiveFile): boolean =>
  file.size > FIXED_HEADER_BYTES + TRAILER_BYTES && file.read(0, 2).equals(Buffer.from([0x1f, 0x8b]));

/**
 * Reads a file that is one gzip stream from its first byte to its last.
 *
 * A second stream behind the first is read by some programs and not by others, and so is anything else that stands
 * there.
 *
 * @param take gets the data, piece by piece, and may have the next one wait.
 * @returns the sha256 of the file.
 * @throws SafeInstallError `archive.gzip`.
 * @see RFC 1952
 */
export async function gunzip(
  file: ArchiveFile,
  take: (piece: Buffer) => Promise<void> | undefined,
): Promise<Sha256> {
  const start = headerLength(file);
  const packedSize = file.size - start - TRAILER_BYTES;
  if (packedSize <= 0) throw fault('the gzip stream is cut off');
  const reader = new ForwardReader(file);
  let sum = 0;
  let size = 0;
  for await (const piece of inflateStream(reader.pieces(start, packedSize), packedSize, 'archive.gzip')) {
    sum = crc32(piece, sum);
    size += piece.length;
    const pause = take(piece);
    if (pause !== undefined) await pause;
  }
  const trailer = reader.view(file.size - TRAILER_BYTES, TRAILER_BYTES);
  if (trailer.readUInt32LE(0) !== sum) throw fault('the checksum of the gzip stream is wrong');
  if (trailer.readUInt32LE(4) !== size % 2 ** 32) throw fault('the size of the gzip stream is wrong');
  return reader.finish();
}

function headerLength(file: ArchiveFile): number {
  const bytes = file.read(0, Math.min(file.size, MAX_GZIP_HEADER_BYTES));
  if (!isGzip(file) || bytes.readUInt8(2) !== DEFLATE) throw fault('it is not a gzip stream');
  const flags = bytes.readUInt8(3);
  if ((flags & RESERVED_FLAGS) !== 0) throw fault('a reserved flag of the gzip header is set');
  let at = FIXED_HEADER_BYTES;
  if ((flags & FLAG_EXTRA) !== 0) at += 2 + (at + 2 <= bytes.length ? bytes.readUInt16LE(at) : 0);
  if ((flags & FLAG_NAME) !== 0) at = endOfText(bytes, at);
  if ((flags & FLAG_COMMENT) !== 0) at = endOfText(bytes, at);
  if ((flags & FLAG_HEADER_CRC) !== 0) {
    if (at + 2 > bytes.length) throw fault('the gzip header is cut off');
    if (bytes.readUInt16LE(at) !== (crc32(bytes.subarray(0, at)) & 0xffff))
      throw fault('the checksum of the gzip header is wrong');
    at += 2;
  }
  return at;
}

/** The position behind a text that ends with a zero byte. */
function endOfText(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(0, at);
  if (at > bytes.length || end < 0) throw fault('the gzip header does not end');
  return end + 1;
}

const fault = (message: string) => refusal('archive.gzip', message);
