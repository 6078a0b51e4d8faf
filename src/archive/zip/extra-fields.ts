import { refusal } from '../refusal.ts';

const ZIP64 = 0x0001;
const STRONG_ENCRYPTION = 0x0017;
const UNICODE_PATH = 0x7075;
const AES_ENCRYPTION = 0x9901;

/**
 * The ZIP64 field of an extra-field block, after a look at all of its fields.
 *
 * Readers disagree on whether a Unicode path (0x7075) replaces the name, on which of two equal fields counts, and on
 * what a few left-over bytes mean.
 *
 * @param subject the entry's name.
 * @returns `undefined` when there is none.
 * @throws SafeInstallError `archive.extra-field`, `archive.unicode-path`, `archive.encrypted`.
 * @see APPNOTE.TXT 4.5.1, 4.6.9
 */
export function zip64FieldOf(block: Buffer, subject: string): Buffer | undefined {
  const seen = new Set<number>();
  let zip64: Buffer | undefined;
  for (let at = 0; at < block.length; ) {
    if (block.length - at < 4) throw refusal('archive.extra-field', 'an extra field is cut off', { subject });
    const id = block.readUInt16LE(at);
    const end = at + 4 + block.readUInt16LE(at + 2);
    if (end > block.length)
      throw refusal('archive.extra-field', 'an extra field is longer than the room for it', { subject });
    if (id === UNICODE_PATH)
      throw refusal('archive.unicode-path', 'a second name stands in a Unicode-path field', { subject });
    if (id === STRONG_ENCRYPTION || id === AES_ENCRYPTION)
      throw refusal('archive.encrypted', 'an extra field is about its encryption', { subject });
    if (seen.has(id)) throw refusal('archive.extra-field', 'an extra field stands there twice', { subject });
    seen.add(id);
    if (id === ZIP64) zip64 = block.subarray(at + 4, end);
    at = end;
  }
  return zip64;
}
