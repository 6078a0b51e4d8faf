import { refusal } from '../refusal.ts';
import type { ZipMember } from './zip-member.ts';

const DATA_DESCRIPTOR = 0x08074b50;

/**
 * The four forms of the record behind the data: with or without its signature, with sizes of 4 or of 8 bytes. Which one
 * it is follows from the room between the data and what comes next, since every byte must belong to something.
 */
const FORMS = [
  { length: 12, signed: false, wide: false },
  { length: 16, signed: true, wide: false },
  { length: 20, signed: false, wide: true },
  { length: 24, signed: true, wide: true },
] as const;

/**
 * Checks the record behind the data of an entry whose header did not know its size.
 *
 * @param descriptor all bytes between the entry's data and the next entry or the central directory.
 * @param isZip64 one of the entry's headers has a ZIP64 field, which makes the sizes 8 bytes wide.
 * @throws SafeInstallError `archive.data-descriptor`.
 * @see APPNOTE.TXT 4.3.9
 */
export function checkDataDescriptor(descriptor: Buffer, member: ZipMember, isZip64: boolean): void {
  const subject = member.name;
  const form = FORMS.find((each) => each.length === descriptor.length && each.wide === isZip64);
  if (form === undefined)
    throw refusal('archive.data-descriptor', `the record behind the data has ${descriptor.length} bytes`, {
      subject,
    });
  if (form.signed && descriptor.readUInt32LE(0) !== DATA_DESCRIPTOR)
    throw refusal('archive.data-descriptor', 'the record behind the data has no signature', { subject });
  const at = form.signed ? 4 : 0;
  const packedSize = form.wide ? Number(descriptor.readBigUInt64LE(at + 4)) : descriptor.readUInt32LE(at + 4);
  const size = form.wide ? Number(descriptor.readBigUInt64LE(at + 12)) : descriptor.readUInt32LE(at + 8);
  if (
    descriptor.readUInt32LE(at) !== member.crc32 ||
    packedSize !== member.packedSize ||
    size !== member.size
  )
    throw refusal('archive.data-descriptor', 'the record behind the data contradicts the directory', {
      subject,
    });
}

/** Bytes of the longest form; more room than that is not looked at. */
export const MAX_DATA_DESCRIPTOR_BYTES = 24;
