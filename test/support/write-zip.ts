import { crc32, deflateRawSync } from 'node:zlib';

/**
 * One member of a zip that a test makes. Everything beyond `name` and `data` is a way to lie: the writer puts down what
 * it is told, so that a hostile archive is an honest one with one field changed.
 */
export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array;
  /** `deflate` unless told otherwise; a number is written as it is, over data stored as it is. */
  readonly method?: 'stored' | 'deflate' | number;
  /** Unix mode of the central directory, file type included; a regular file 0644 without it. */
  readonly mode?: number;
  /** Name in the local header, where it differs from that of the central directory. */
  readonly localName?: string;
  readonly crc32?: number;
  /** Uncompressed size to claim. */
  readonly size?: number;
  /** Compressed size to claim. */
  readonly compressedSize?: number;
  /** General purpose bit flag; bit 11 (UTF-8 names) alone without it. */
  readonly flags?: number;
  /** Extra field of the central directory. */
  readonly extra?: Uint8Array;
  /** Extra field of the local header. */
  readonly localExtra?: Uint8Array;
  /** Bytes put before the local header. */
  readonly before?: Uint8Array;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const UTF8_NAMES = 0x0800;
/** 1980-01-01 00:00, the earliest time that the format can tell. */
const DOS_DATE = 0x0021;
const REGULAR_FILE = 0o100644;
const MADE_BY_UNIX = 0x0314;

interface Written {
  readonly method: number;
  readonly body: Uint8Array;
}

function compressed(entry: ZipEntry): Written {
  const method = entry.method ?? 'deflate';
  if (method === 'deflate') return { method: 8, body: deflateRawSync(entry.data) };
  return { method: method === 'stored' ? 0 : method, body: entry.data };
}

/** The 26 bytes that the local and the central header have in common, from "version needed" on. */
function commonFields(entry: ZipEntry, written: Written, nameLength: number, extraLength: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(entry.flags ?? UTF8_NAMES, 2);
  fields.writeUInt16LE(written.method, 4);
  fields.writeUInt16LE(0, 6);
  fields.writeUInt16LE(DOS_DATE, 8);
  fields.writeUInt32LE(entry.crc32 ?? crc32(entry.data), 10);
  fields.writeUInt32LE(entry.compressedSize ?? written.body.length, 14);
  fields.writeUInt32LE(entry.size ?? entry.data.length, 18);
  fields.writeUInt16LE(nameLength, 22);
  fields.writeUInt16LE(extraLength, 24);
  return fields;
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/**
 * A zip of `entries` in their order: no data descriptors, no ZIP64, no comment, every time 1980-01-01. The same entries
 * give the same bytes.
 */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const bodies: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const written = compressed(entry);
    const name = Buffer.from(entry.name);
    const localName = Buffer.from(entry.localName ?? entry.name);
    const extra = entry.extra ?? new Uint8Array();
    const localExtra = entry.localExtra ?? new Uint8Array();
    const before = entry.before ?? new Uint8Array();
    const local = commonFields(entry, written, localName.length, localExtra.length);
    bodies.push(before, uint32(LOCAL_HEADER), local, localName, localExtra, written.body);

    const tail = Buffer.alloc(14); // comment length, disk number, internal and external attributes, offset
    tail.writeUInt32LE(((entry.mode ?? REGULAR_FILE) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset + before.length, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(MADE_BY_UNIX);
    const central = commonFields(entry, written, name.length, extra.length);
    directory.push(uint32(CENTRAL_HEADER), madeBy, central, tail, name, extra);
    offset += before.length + 30 + localName.length + localExtra.length + written.body.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_CENTRAL_DIRECTORY, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directoryBytes, end]);
}
