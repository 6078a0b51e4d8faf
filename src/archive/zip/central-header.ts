import { refusal } from '../refusal.ts';
import { zip64FieldOf } from './extra-fields.ts';
import type { ZipMember } from './zip-member.ts';
import { resolveZip64 } from './zip64-field.ts';

const CENTRAL_HEADER = 0x02014b50;
const CENTRAL_HEADER_BYTES = 46;

const FLAG_ENCRYPTED = 1 << 0;
const FLAG_STRONG_ENCRYPTION = 1 << 6;
const FLAG_MASKED_HEADERS = 1 << 13;
const ENCRYPTION_FLAGS = FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS;

/** The size and checksum follow the data (APPNOTE 4.3.9). */
export const FLAG_DATA_DESCRIPTOR = 1 << 3;
/** The name is UTF-8. */
const FLAG_UTF8 = 1 << 11;
/** How hard deflate tried; says nothing about the data. */
const FLAGS_DEFLATE_LEVEL = (1 << 1) | (1 << 2);
const KNOWN_FLAGS = FLAG_DATA_DESCRIPTOR | FLAG_UTF8 | FLAGS_DEFLATE_LEVEL;

const STORED = 0;
export const DEFLATED = 8;

const FILE_TYPE = 0xf000;
const REGULAR_FILE = 0x8000;
const FOLDER = 0x4000;
const SYMBOLIC_LINK = 0xa000;
/** FAT attribute "directory", in the low byte of the external attributes whatever the system. */
const FAT_FOLDER = 0x10;

const asUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What one header of the central directory says, checked by itself. */
export interface CentralHeader {
  /** As it is spelled; a folder's ends with a slash. */
  readonly name: string;
  readonly isFolder: boolean;
  /** Unix permission bits, 0 where the archive has none. */
  readonly mode: number;
  readonly isZip64: boolean;
  readonly sizes: Pick<ZipMember, 'size' | 'packedSize' | 'offset'>;
  /** Bytes of the whole header. */
  readonly length: number;
}

/**
 * Checks those parts of a central header that a zip library does not show, or has overwritten when it shows them.
 *
 * @param directory the central directory.
 * @param at where the header begins in it.
 * @throws SafeInstallError `archive.central-directory`, `.comment`, `.flags`, `.encrypted`, `.method`, `.extra-field`,
 *   `.unicode-path`, `.zip64`, `.unsafe-name`, `.link`, `.device`, `.entry-kind`.
 * @see APPNOTE.TXT 4.3.12, 4.4
 */
export function readCentralHeader(directory: Buffer, at: number): CentralHeader {
  if (at + CENTRAL_HEADER_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL_HEADER)
    throw refusal('archive.central-directory', 'the central directory has no header where one must be');
  const nameLength = directory.readUInt16LE(at + 28);
  const extraLength = directory.readUInt16LE(at + 30);
  const commentLength = directory.readUInt16LE(at + 32);
  const length = CENTRAL_HEADER_BYTES + nameLength + extraLength + commentLength;
  if (at + length > directory.length)
    throw refusal('archive.central-directory', 'the central directory ends inside of a header');
  const nameAt = at + CENTRAL_HEADER_BYTES;
  const flags = directory.readUInt16LE(at + 8);
  const name = decodeName(directory.subarray(nameAt, nameAt + nameLength), flags);
  if (name === '') throw refusal('archive.unsafe-name', 'an entry has no name');
  if (directory.readUInt16LE(at + 34) !== 0)
    throw refusal('archive.central-directory', 'it lies on another disk', { subject: name });
  if (commentLength > 0) throw refusal('archive.comment', 'the entry carries a comment', { subject: name });
  checkFlagsAndMethod(flags, directory.readUInt16LE(at + 10), name);
  const extra = directory.subarray(nameAt + nameLength, nameAt + nameLength + extraLength);
  const zip64 = zip64FieldOf(extra, name);
  const stated = [
    directory.readUInt32LE(at + 24),
    directory.readUInt32LE(at + 20),
    directory.readUInt32LE(at + 42),
  ] as const;
  const [size, packedSize, offset] = resolveZip64(zip64, stated, name);
  const attributes = directory.readUInt32LE(at + 38);
  checkKind(name, attributes);
  return {
    name,
    isFolder: name.endsWith('/'),
    mode: (attributes >>> 16) & 0o7777,
    isZip64: zip64 !== undefined,
    sizes: { size, packedSize, offset },
    length,
  };
}

/** Without the flag a name is in code page 437 by the specification, in UTF-8 or a local one in practice. */
function decodeName(raw: Buffer, flags: number): string {
  if ((flags & FLAG_UTF8) === 0 && raw.some((byte) => byte >= 0x80))
    throw refusal('archive.unsafe-name', 'the name of an entry is not ASCII, and not marked as UTF-8', {
      subject: raw.toString('latin1'),
    });
  try {
    return asUtf8.decode(raw);
  } catch (error) {
    throw refusal('archive.unsafe-name', 'the name of an entry is not UTF-8', {
      subject: raw.toString('latin1'),
      cause: error,
    });
  }
}

function checkFlagsAndMethod(flags: number, method: number, subject: string): void {
  if ((flags & ENCRYPTION_FLAGS) !== 0)
    throw refusal('archive.encrypted', 'the entry is encrypted', { subject });
  if ((flags & ~KNOWN_FLAGS) !== 0)
    throw refusal('archive.flags', `the entry has the flags 0x${flags.toString(16)}`, { subject });
  if (method !== STORED && method !== DEFLATED)
    throw refusal('archive.method', `the entry is compressed by method ${method}`, { subject });
}

/**
 * The Unix file type must be that of a file or folder, and that which the name says. It is looked at whatever system the
 * archive was made on: pip takes the mode bits from there without asking.
 */
function checkKind(name: string, attributes: number): void {
  const type = (attributes >>> 16) & FILE_TYPE;
  const isFolder = name.endsWith('/');
  if (type === SYMBOLIC_LINK)
    throw refusal('archive.link', 'the entry is a symbolic link', { subject: name });
  if (type !== 0 && type !== REGULAR_FILE && type !== FOLDER)
    throw refusal('archive.device', 'the entry is neither file nor folder', { subject: name });
  const saysFolder = type === FOLDER || (type === 0 && (attributes & FAT_FOLDER) !== 0);
  const saysFile = type === REGULAR_FILE;
  if ((isFolder && saysFile) || (!isFolder && saysFolder))
    throw refusal('archive.entry-kind', 'name and attributes disagree on whether it is a folder', {
      subject: name,
    });
}
