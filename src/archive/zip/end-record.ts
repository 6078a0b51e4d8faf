import type { ArchiveFile } from '../bytes/archive-file.ts';
import { refusal } from '../refusal.ts';
import { readZip64End } from './zip64-end.ts';

export const END_RECORD = 0x06054b50;
export const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;

/** Where the central directory stands, as the records behind it say. */
export interface ZipEnd {
  readonly entryCount: number;
  /** Position of the central directory. */
  readonly directoryStart: number;
  /** Position behind it: there the ZIP64 records begin, or else the end record. */
  readonly directoryEnd: number;
}

/**
 * Finds the end record, and refuses every archive in which another reader could find another one.
 *
 * Readers look for it backwards, forwards, at its fixed place only, or trust its offset and not its size; they agree
 * when there is one signature behind the directory, the comment fills the rest of the file, and offset plus size is
 * where the record begins.
 *
 * @throws SafeInstallError `archive.not-zip`, `archive.eocd`, `archive.zip64`.
 * @see APPNOTE.TXT 4.3.16
 */
export function readEnd(file: ArchiveFile): ZipEnd {
  if (file.size < END_RECORD_BYTES) throw refusal('archive.not-zip', `it has ${file.size} bytes`);
  const tailStart = Math.max(0, file.size - END_RECORD_BYTES - MAX_COMMENT_BYTES);
  const tail = file.read(tailStart, file.size - tailStart);
  const at = findEndRecord(tail);
  if (tail.readUInt16LE(at + 20) !== tail.length - at - END_RECORD_BYTES)
    throw refusal('archive.eocd', 'the comment of the archive does not end where the file ends');
  // the search may have passed over a record that has too little room behind it to be one
  if (tail.indexOf(signatureBytes(END_RECORD), at + 1) >= 0)
    throw refusal('archive.eocd', 'there are two end records');
  const record = tail.subarray(at, at + END_RECORD_BYTES);
  const position = tailStart + at;
  const zip64 = readZip64End(file, record, position);
  const end = zip64 ?? plainEnd(record, position);
  if (end.directoryEnd > position || end.directoryStart > end.directoryEnd)
    throw refusal('archive.eocd', 'the central directory does not lie before its end record');
  return end;
}

/** The last signature that has room for a record behind it: what a search from the end of the file finds first. */
function findEndRecord(tail: Buffer): number {
  const at = tail.lastIndexOf(signatureBytes(END_RECORD), tail.length - END_RECORD_BYTES);
  if (at < 0) throw refusal('archive.not-zip', 'there is no end record');
  return at;
}

function plainEnd(record: Buffer, position: number): ZipEnd {
  if (record.readUInt16LE(4) !== 0 || record.readUInt16LE(6) !== 0)
    throw refusal('archive.eocd', 'the archive is one of several disks');
  const entryCount = record.readUInt16LE(10);
  if (record.readUInt16LE(8) !== entryCount)
    throw refusal('archive.eocd', 'the two counts of entries differ');
  const directoryStart = record.readUInt32LE(16);
  const directoryEnd = directoryStart + record.readUInt32LE(12);
  if (directoryEnd !== position)
    throw refusal('archive.eocd', 'the central directory does not end where its end record begins');
  return { entryCount, directoryStart, directoryEnd };
}

export function signatureBytes(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}
