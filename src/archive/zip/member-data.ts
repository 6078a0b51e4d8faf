import { crc32 } from 'node:zlib';
import type { ForwardReader } from '../bytes/forward-reader.ts';
import { STREAM_ABOVE_PACKED_BYTES, STREAM_ABOVE_UNPACKED_BYTES } from '../limits.ts';
import { refusal } from '../refusal.ts';
import { DEFLATED } from './central-header.ts';
import { inflateExactly, inflateStream, sizeRefusal } from './inflate.ts';
import type { ZipMember } from './zip-member.ts';

/** Gets the data of an entry, piece by piece or whole; a piece is overwritten after the call. */
export type TakeData = (piece: Buffer, isWhole: boolean) => void;

/**
 * The data of an entry that is small enough for the memory, with size and checksum checked.
 *
 * @throws SafeInstallError `archive.deflate`, `archive.size`, `archive.crc`.
 */
export function smallData(packed: Buffer, member: ZipMember): Buffer {
  checkStoredSize(member);
  const data = member.method === DEFLATED ? inflateExactly(packed, member.size, member.name) : packed;
  checkCrc(crc32(data), member);
  return data;
}

/** Whether the data of an entry is read as a whole. */
export const isSmall = (member: ZipMember): boolean =>
  member.packedSize <= STREAM_ABOVE_PACKED_BYTES && member.size <= STREAM_ABOVE_UNPACKED_BYTES;

/** The same as {@link smallData} for an entry of any size, in pieces. */
export async function largeData(
  reader: ForwardReader,
  start: number,
  member: ZipMember,
  take: TakeData | undefined,
): Promise<void> {
  checkStoredSize(member);
  let sum = 0;
  let size = 0;
  const pieces = reader.pieces(start, member.packedSize);
  const data =
    member.method === DEFLATED
      ? inflateStream(pieces, member.packedSize, 'archive.deflate', member.name)
      : pieces;
  for await (const piece of data) {
    size += piece.length;
    if (size > member.size) throw sizeRefusal(member.size, 'more', member.name);
    sum = crc32(piece, sum);
    take?.(piece, false);
  }
  if (size !== member.size) throw sizeRefusal(member.size, size, member.name);
  checkCrc(sum, member);
}

/** APPNOTE 4.4.8: what is stored is as long as it is. */
function checkStoredSize(member: ZipMember): void {
  if (member.method !== DEFLATED && member.packedSize !== member.size)
    throw refusal('archive.size', 'it is stored, and states two sizes', { subject: member.name });
}

function checkCrc(sum: number, member: ZipMember): void {
  if (sum !== member.crc32)
    throw refusal('archive.crc', 'its checksum is not the one that the archive states', {
      subject: member.name,
    });
}
