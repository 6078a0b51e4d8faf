import { refusal } from '../refusal.ts';

export const BLOCK_BYTES = 512;

const ZEROS = Buffer.alloc(BLOCK_BYTES);

/** Whether at most a block of bytes are all zero. */
export const isZero = (bytes: Uint8Array): boolean => ZEROS.subarray(0, bytes.length).equals(bytes);

/** A header block, field by field; nothing of it has been judged but its form. */
export interface TarHeader {
  /** Bytes of the name up to the first zero; cut off, perhaps inside of a character, where an extended header has it. */
  readonly name: Buffer;
  /** Bytes of what POSIX puts before the name; the GNU form has other fields in its place, with zeros in them. */
  readonly prefix: Buffer;
  readonly linkName: Buffer;
  /** One character; NUL is given as `0`, which it was before POSIX. */
  readonly type: string;
  /** Bytes of data behind the header. */
  readonly size: number;
  readonly mode: number;
  /** Seconds since 1970; 0 where it is written in GNU's binary form. */
  readonly modified: number;
  readonly form: 'posix' | 'gnu';
}

const MAGIC_POSIX = 'ustar\u000000';
const MAGIC_GNU = 'ustar  \u0000';

/** Offset and length of each field (POSIX.1-2024, pax, "ustar Interchange Format"). */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkName: [157, 100],
  magic: [257, 8],
  deviceMajor: [329, 8],
  deviceMinor: [337, 8],
  prefix: [345, 155],
} as const;

type Field = keyof typeof FIELDS;

const asUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads one header block.
 *
 * @throws SafeInstallError `archive.tar-header` for a wrong checksum, a form that is neither POSIX nor GNU, or a number
 *   that is none.
 */
export function parseTarHeader(block: Buffer): TarHeader {
  checkChecksum(block);
  const magic = slice(block, 'magic').toString('latin1');
  if (magic !== MAGIC_POSIX && magic !== MAGIC_GNU)
    throw fault('a header is neither of the POSIX nor of the GNU form');
  const form = magic === MAGIC_POSIX ? 'posix' : 'gnu';
  for (const field of ['uid', 'gid', 'deviceMajor', 'deviceMinor'] as const) number(block, field);
  const type = slice(block, 'type').toString('latin1');
  return {
    name: text(block, 'name'),
    prefix: form === 'posix' ? text(block, 'prefix') : Buffer.from(slice(block, 'prefix')),
    linkName: text(block, 'linkName'),
    type: type === '\u0000' ? '0' : type,
    size: size(block),
    mode: number(block, 'mode'),
    modified: number(block, 'mtime'),
    form,
  };
}

const slice = (block: Buffer, field: Field): Buffer => {
  const [offset, length] = FIELDS[field];
  return block.subarray(offset, offset + length);
};

/**
 * Up to the first zero byte, or all of it; a copy, since the block is used again. Behind that byte there are only zeros:
 * programs have been seen to read on.
 */
function text(block: Buffer, field: Field): Buffer {
  const bytes = slice(block, field);
  const end = bytes.indexOf(0);
  if (end < 0) return Buffer.from(bytes);
  if (!isZero(bytes.subarray(end))) throw fault(`the field "${field}" of a header goes on behind its end`);
  return Buffer.from(bytes.subarray(0, end));
}

/** @throws SafeInstallError `archive.unsafe-name`: programs decode other encodings as they please. */
export function decodeTarText(bytes: Uint8Array): string {
  try {
    return asUtf8.decode(bytes);
  } catch (error) {
    throw refusal('archive.unsafe-name', 'the name of an entry is not UTF-8', {
      subject: Buffer.from(bytes).toString('latin1'),
      cause: error,
    });
  }
}

const OCTAL = /^ *([0-7]*)[ \u0000]*$/;

/** Owners and times, which nobody here acts upon, may be written in GNU's binary form. */
const MAY_BE_BINARY: ReadonlySet<Field> = new Set(['uid', 'gid', 'mtime', 'deviceMajor', 'deviceMinor']);

/** The value of an octal number; 0 for a binary one. */
function number(block: Buffer, field: Field): number {
  const bytes = slice(block, field);
  if (MAY_BE_BINARY.has(field) && (bytes[0] ?? 0) >= 0x80) {
    if (!isBinaryNumber(bytes)) throw fault(`the field "${field}" of a header is not a number`);
    return 0;
  }
  const digits = OCTAL.exec(bytes.toString('latin1'))?.[1];
  if (digits === undefined) throw fault(`the field "${field}" of a header is not a number`);
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** 0x80 and a positive number, or 0xff and a negative one, in big-endian bytes that no program overflows at. */
function isBinaryNumber(bytes: Buffer): boolean {
  const filler = bytes[0] === 0x80 ? 0 : bytes[0];
  if (filler !== 0 && filler !== 0xff) return false;
  return bytes.subarray(1, -6).every((byte) => byte === filler);
}

/** GNU's binary form is for 8 GiB and more, which is more than is read; below, it would hide a size from others. */
function size(block: Buffer): number {
  if ((slice(block, 'size')[0] ?? 0) >= 0x80)
    throw fault('the size of an entry is not written as an octal number');
  return number(block, 'size');
}

function checkChecksum(block: Buffer): void {
  const [offset, length] = FIELDS.checksum;
  let sum = length * 0x20; // the field itself counts as spaces
  for (let at = 0; at < offset; at += 1) sum += block[at] ?? 0;
  for (let at = offset + length; at < BLOCK_BYTES; at += 1) sum += block[at] ?? 0;
  if (sum !== number(block, 'checksum')) throw fault('the checksum of a header is wrong');
}

const fault = (message: string) => refusal('archive.tar-header', message);
