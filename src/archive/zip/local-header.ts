import { refusal } from '../refusal.ts';
import { FLAG_DATA_DESCRIPTOR } from './central-header.ts';
import { zip64FieldOf } from './extra-fields.ts';
import type { ZipMember } from './zip-member.ts';
import { resolveZip64 } from './zip64-field.ts';

const LOCAL_HEADER = 0x04034b50;
export const LOCAL_HEADER_BYTES = 30;

/** What the local header adds to the central one. */
export interface LocalHeader {
  readonly hasDataDescriptor: boolean;
  /** The sizes in the data descriptor have 8 bytes each. */
  readonly isZip64: boolean;
}

/** Bytes of name and extra field behind a local header. */
export function localTailLength(header: Buffer, member: ZipMember): number {
  if (header.readUInt32LE(0) !== LOCAL_HEADER)
    throw refusal('archive.local-header', 'there is no local header where the directory says', {
      subject: member.name,
    });
  return header.readUInt16LE(26) + header.readUInt16LE(28);
}

/**
 * Compares a local header with the central one, field by field. A reader that streams sees the local headers only, one
 * that seeks the central ones only.
 *
 * @param header its fixed part and, behind it, name and extra field.
 * @throws SafeInstallError `archive.local-header`, `.extra-field`, `.unicode-path`, `.zip64`.
 * @see APPNOTE.TXT 4.3.7, 4.4.4
 */
export function checkLocalHeader(header: Buffer, member: ZipMember): LocalHeader {
  const subject = member.name;
  const nameEnd = LOCAL_HEADER_BYTES + header.readUInt16LE(26);
  if (!header.subarray(LOCAL_HEADER_BYTES, nameEnd).equals(member.rawName)) throw differs('name', subject);
  const flags = header.readUInt16LE(6);
  const hasDataDescriptor = (flags & FLAG_DATA_DESCRIPTOR) !== 0;
  // a directory written when the sizes were known may leave out that the local header was written before
  if (flags !== member.flags && flags !== (member.flags | FLAG_DATA_DESCRIPTOR))
    throw differs('flags', subject);
  if (header.readUInt16LE(8) !== member.method) throw differs('compression method', subject);
  const zip64 = zip64FieldOf(header.subarray(nameEnd), subject);
  const isZip64 = zip64 !== undefined || member.isZip64;
  const crc32 = header.readUInt32LE(14);
  const stated = [header.readUInt32LE(22), header.readUInt32LE(18)] as const;
  const [size, packedSize] = resolveZip64(zip64, stated, subject);
  if (hasDataDescriptor && crc32 === 0 && size === 0 && packedSize === 0)
    return { hasDataDescriptor, isZip64 };
  if (crc32 !== member.crc32) throw differs('checksum', subject);
  if (size !== member.size) throw differs('size', subject);
  if (packedSize !== member.packedSize) throw differs('compressed size', subject);
  return { hasDataDescriptor, isZip64 };
}

const differs = (what: string, subject: string) =>
  refusal('archive.local-header', `local header and central directory disagree on the ${what}`, { subject });
