import type { ArchiveFile } from '../bytes/archive-file.ts';
import { refusal } from '../refusal.ts';
import type { ZipEnd } from './end-record.ts';

const LOCATOR = 0x07064b50;
const LOCATOR_BYTES = 20;
const RECORD = 0x06064b50;
const RECORD_BYTES = 56;
/** "Size of this record" does not count the signature and itself. */
const RECORD_LEAD_BYTES = 12;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/**
 * The ZIP64 end record, where there is one before the end record at `position`.
 *
 * Some readers (Python) use it whenever its locator stands there, some only where the end record says "see there" (all
 * bits one), some only for the fields that do: so each field of the end record must be all ones or equal.
 *
 * @returns `undefined` when the archive is a plain one.
 * @throws SafeInstallError `archive.zip64`.
 * @see APPNOTE.TXT 4.3.14, 4.3.15, 4.4.1.4
 */
export function readZip64End(file: ArchiveFile, endRecord: Buffer, position: number): ZipEnd | undefined {
  const locatorAt = position - LOCATOR_BYTES;
  const locator = locatorAt < 0 ? undefined : file.read(locatorAt, LOCATOR_BYTES);
  if (locator === undefined || locator.readUInt32LE(0) !== LOCATOR) {
    checkNeedsNone(endRecord);
    return undefined;
  }
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) !== 1)
    throw refusal('archive.zip64', 'the archive is one of several disks');
  const recordAt = locatorAt - RECORD_BYTES;
  // an "extensible data sector" between record and locator hides bytes, and moves the record for readers without it
  if (recordAt < 0 || number64(locator, 8) !== recordAt)
    throw refusal('archive.zip64', 'the ZIP64 end record does not stand right before its locator');
  const record = file.read(recordAt, RECORD_BYTES);
  if (record.readUInt32LE(0) !== RECORD || number64(record, 4) !== RECORD_BYTES - RECORD_LEAD_BYTES)
    throw refusal('archive.zip64', 'the ZIP64 end record is not of version 1');
  return checkedEnd(record, recordAt, endRecord);
}

function checkedEnd(record: Buffer, recordAt: number, endRecord: Buffer): ZipEnd {
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0)
    throw refusal('archive.zip64', 'the archive is one of several disks');
  const entryCount = number64(record, 32);
  const size = number64(record, 40);
  const directoryStart = number64(record, 48);
  if (number64(record, 24) !== entryCount) throw refusal('archive.zip64', 'the two counts of entries differ');
  if (directoryStart + size !== recordAt)
    throw refusal('archive.zip64', 'the central directory does not end where its ZIP64 end record begins');
  const pairs = [
    [endRecord.readUInt16LE(4), FULL_16, 0],
    [endRecord.readUInt16LE(6), FULL_16, 0],
    [endRecord.readUInt16LE(8), FULL_16, entryCount],
    [endRecord.readUInt16LE(10), FULL_16, entryCount],
    [endRecord.readUInt32LE(12), FULL_32, size],
    [endRecord.readUInt32LE(16), FULL_32, directoryStart],
  ] as const;
  if (pairs.some(([stated, full, real]) => stated !== full && stated !== real))
    throw refusal('archive.zip64', 'the end record and the ZIP64 end record contradict each other');
  return { entryCount, directoryStart, directoryEnd: recordAt };
}

/** "See the ZIP64 record" without such a record. */
function checkNeedsNone(endRecord: Buffer): void {
  const full =
    endRecord.readUInt16LE(10) === FULL_16 ||
    endRecord.readUInt32LE(12) === FULL_32 ||
    endRecord.readUInt32LE(16) === FULL_32;
  if (full) throw refusal('archive.zip64', 'the end record points at a ZIP64 record that is not there');
}

/** Exact below 2^53; above, too large to be equal to any position in a file that is read. */
function number64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}
