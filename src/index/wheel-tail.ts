import { crc32, inflateRawSync } from 'node:zlib';
import type { NormalizedName, Version } from '../packaging/index.ts';
import { MAX_RECORD_BYTES, normalizeName, tryParseVersion } from '../packaging/index.ts';
import { MAX_METADATA_BYTES } from './listing-limits.ts';

/** Bytes of the records of a zip file (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16) without their variable parts. */
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_FLAGS = 0x2041; // encrypted, strongly encrypted, masked headers

/** A stretch of bytes of a file: `start` up to but without `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The files of a `.dist-info` that are read out of a wheel, with the most bytes that they have. */
const LARGEST = { METADATA: MAX_METADATA_BYTES, RECORD: MAX_RECORD_BYTES } as const;

/** Which of them. */
export type InfoFile = keyof typeof LARGEST;

/** Where such a file stands in a wheel, as its central directory says. */
export interface InfoEntry {
  readonly name: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
  /** Where its bytes end at the latest: the next entry, or the central directory. */
  readonly limit: number;
}

/**
 * Where the central directory stands, from the last bytes of a file; `undefined` for what a wheel has no need of
 * (a comment, several disks, ZIP64, bytes between directory and end). Such a file is read as a whole, and strictly.
 *
 * @param tail the last bytes of the file, at least 22.
 * @param size of the whole file, in bytes.
 */
export function findDirectory(
  tail: Buffer,
  size: number,
): (Stretch & { readonly count: number }) | undefined {
  if (tail.length < END_SIZE) return undefined;
  const end = tail.subarray(tail.length - END_SIZE);
  if (end.readUInt32LE(0) !== END_SIGNATURE || end.readUInt16LE(20) !== 0) return undefined;
  const count = end.readUInt16LE(10);
  const length = end.readUInt32LE(12);
  const start = end.readUInt32LE(16);
  const isOneDisk = end.readUInt16LE(4) === 0 && end.readUInt16LE(6) === 0 && end.readUInt16LE(8) === count;
  if (!isOneDisk || count === 0xffff || length === 0xffffffff || start === 0xffffffff) return undefined;
  if (start + length !== size - END_SIZE || length < count * CENTRAL_SIZE) return undefined;
  return { start, end: start + length, count };
}

/** Whether `path` lies in the top-level `.dist-info` of this very distribution. */
function isInfoOf(path: string, name: NormalizedName, version: Version): boolean {
  const match = /^([^/-]+)-([^/-]+)\.dist-info\/[^/]+$/.exec(path);
  if (match === null) return false;
  return normalizeName(match[1] ?? '') === name && tryParseVersion(match[2] ?? '')?.equals(version) === true;
}

/**
 * The entry of METADATA, or of RECORD; `undefined` where the directory is malformed, or the file missing, doubled or out
 * of place.
 *
 * @param directory the bytes of the central directory.
 */
export function findInfoEntry(
  directory: Buffer,
  { start, count }: { readonly start: number; readonly count: number },
  { name, version }: { readonly name: NormalizedName; readonly version: Version },
  wanted: InfoFile,
): InfoEntry | undefined {
  const offsets: number[] = [];
  let found: Omit<InfoEntry, 'limit'> | undefined;
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_SIZE > directory.length || directory.readUInt32LE(at) !== CENTRAL_SIGNATURE)
      return undefined;
    const nameLength = directory.readUInt16LE(at + 28);
    const next =
      at + CENTRAL_SIZE + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.length) return undefined;
    const offset = directory.readUInt32LE(at + 42);
    offsets.push(offset);
    const entryName = directory.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameLength);
    // `latin1` so that no two spellings become one; a name beyond ASCII is not the one that is looked for.
    const path = entryName.toString('latin1');
    if (path.endsWith(`.dist-info/${wanted}`) && path.indexOf('/') === path.lastIndexOf('/')) {
      if (found !== undefined || !isInfoOf(path, name, version)) return undefined;
      if ((directory.readUInt16LE(at + 8) & ENCRYPTED_FLAGS) !== 0) return undefined;
      found = {
        name: entryName,
        method: directory.readUInt16LE(at + 10),
        crc: directory.readUInt32LE(at + 16),
        compressedSize: directory.readUInt32LE(at + 20),
        size: directory.readUInt32LE(at + 24),
        offset,
      };
    }
    at = next;
  }
  if (at !== directory.length || found === undefined) return undefined;
  const { offset, method, size } = found;
  if (size > LARGEST[wanted] || (method !== STORED && method !== DEFLATED)) return undefined;
  const limit = offsets.reduce((least, other) => (other > offset && other < least ? other : least), start);
  return limit - offset < LOCAL_SIZE + found.name.length + found.compressedSize
    ? undefined
    : { ...found, limit };
}

/**
 * The file itself, from the bytes between its local header and the next entry; `undefined` where the local header says
 * something else than the directory, or the bytes are not what both say.
 */
export function readInfoEntry(stretch: Buffer, entry: InfoEntry): Buffer | undefined {
  if (stretch.length < LOCAL_SIZE || stretch.readUInt32LE(0) !== LOCAL_SIGNATURE) return undefined;
  const nameLength = stretch.readUInt16LE(26);
  const start = LOCAL_SIZE + nameLength + stretch.readUInt16LE(28);
  const isSame =
    stretch.readUInt16LE(8) === entry.method &&
    stretch.subarray(LOCAL_SIZE, LOCAL_SIZE + nameLength).equals(entry.name);
  if (!isSame || start + entry.compressedSize > stretch.length) return undefined;
  const data = stretch.subarray(start, start + entry.compressedSize);
  const bytes = entry.method === STORED ? data : inflated(data, entry.size);
  if (bytes === undefined || bytes.length !== entry.size || crc32(bytes) !== entry.crc) return undefined;
  return bytes;
}

function inflated(data: Buffer, size: number): Buffer | undefined {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    if (error instanceof Error) return undefined; // zlib names a dozen ways of being malformed or too long
    throw error;
  }
}
