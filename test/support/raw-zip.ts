import { crc32, deflateRawSync } from 'node:zlib';

/** Fields of a header that may lie; each is written as it is told, whatever the data is. */
export interface RawHeader {
  readonly signature?: number;
  readonly name?: string | Uint8Array;
  readonly flags?: number;
  readonly method?: number;
  readonly crc32?: number;
  readonly size?: number;
  readonly packedSize?: number;
  readonly extra?: Uint8Array;
}

/** One entry of a zip, honest unless told otherwise. */
export interface RawEntry extends RawHeader {
  readonly name: string | Uint8Array;
  /** What it unpacks to. */
  readonly data?: string | Uint8Array;
  /** Bytes that stand in the archive, in place of the compressed data. */
  readonly packed?: Uint8Array;
  /** What the local header says otherwise than the central one; the fields above are for both. */
  readonly local?: RawHeader;
  /** Bytes behind the data. */
  readonly descriptor?: Uint8Array;
  /** Bytes before the local header. */
  readonly before?: Uint8Array;
  /** Position to claim for the local header. */
  readonly offset?: number;
  readonly madeBy?: number;
  readonly attributes?: number;
  readonly disk?: number;
  readonly comment?: string;
  /** Where the entry is left out. */
  readonly only?: 'local' | 'central';
}

/** Fields of the end record that may lie. */
interface RawEnd {
  readonly disk?: number;
  readonly directoryDisk?: number;
  readonly countHere?: number;
  readonly count?: number;
  readonly size?: number;
  readonly offset?: number;
  readonly comment?: string | Uint8Array;
  readonly commentLength?: number;
}

/** Fields of the ZIP64 records that may lie; an empty object for honest ones. */
interface RawZip64 {
  readonly recordSize?: bigint;
  readonly disk?: number;
  readonly directoryDisk?: number;
  readonly countHere?: bigint;
  readonly count?: bigint;
  readonly size?: bigint;
  readonly offset?: bigint;
  /** "Extensible data sector", between the record and its locator. */
  readonly sector?: Uint8Array;
  readonly recordSignature?: number;
  readonly locatorDisk?: number;
  readonly locatorOffset?: bigint;
  readonly disks?: number;
}

export interface RawZip {
  readonly entries: readonly RawEntry[];
  /** Bytes between the last entry and the central directory. */
  readonly beforeDirectory?: Uint8Array;
  /** Bytes between the central directory and the records behind it. */
  readonly behindDirectory?: Uint8Array;
  readonly zip64?: RawZip64;
  readonly end?: RawEnd;
  /** Bytes behind everything. */
  readonly behind?: Uint8Array;
}

export const UTF8_FLAG = 0x0800;
export const DESCRIPTOR_FLAG = 0x0008;
const REGULAR_FILE = (0o100644 << 16) >>> 0;

/** Little-endian numbers, one after the other. */
export function numbers(
  ...values: readonly (readonly [width: 1 | 2 | 4 | 8, value: number | bigint])[]
): Buffer {
  return Buffer.concat(
    values.map(([width, value]) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(value));
      return bytes.subarray(0, width);
    }),
  );
}

/** An extra field. */
export const extraField = (id: number, data: Uint8Array): Buffer =>
  Buffer.concat([numbers([2, id], [2, data.length]), data]);

const bytesOf = (value: string | Uint8Array): Buffer =>
  typeof value === 'string' ? Buffer.from(value) : Buffer.from(value);

interface Facts {
  readonly method: number;
  readonly crc32: number;
  readonly size: number;
  readonly packed: Uint8Array;
}

function factsOf(entry: RawEntry): Facts {
  const data = bytesOf(entry.data ?? '');
  const method = entry.method ?? 8;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(data) : data);
  return { method, crc32: crc32(data), size: data.length, packed };
}

/** The fields from "flags" to "extra length", which both kinds of header have in the same order. */
function commonFields(header: RawHeader, facts: Facts, name: Buffer, extra: Uint8Array): Buffer {
  return numbers(
    [2, header.flags ?? UTF8_FLAG],
    [2, header.method ?? facts.method],
    [2, 0],
    [2, 0x21],
    [4, header.crc32 ?? facts.crc32],
    [4, header.packedSize ?? facts.packed.length],
    [4, header.size ?? facts.size],
    [2, name.length],
    [2, extra.length],
  );
}

function localHeader(entry: RawEntry, facts: Facts): Buffer {
  const header: RawHeader = { ...entry, extra: new Uint8Array(), ...entry.local };
  const name = bytesOf(header.name ?? entry.name);
  const extra = header.extra ?? new Uint8Array();
  return Buffer.concat([
    numbers([4, entry.local?.signature ?? 0x04034b50], [2, 20]),
    commonFields(header, facts, name, extra),
    name,
    extra,
  ]);
}

function centralHeader(entry: RawEntry, facts: Facts, offset: number): Buffer {
  const name = bytesOf(entry.name);
  const extra = entry.extra ?? new Uint8Array();
  const comment = bytesOf(entry.comment ?? '');
  return Buffer.concat([
    numbers([4, entry.signature ?? 0x02014b50], [2, entry.madeBy ?? 0x0314], [2, 20]),
    commonFields(entry, facts, name, extra),
    numbers(
      [2, comment.length],
      [2, entry.disk ?? 0],
      [2, 0],
      [4, entry.attributes ?? REGULAR_FILE],
      [4, entry.offset ?? offset],
    ),
    name,
    extra,
    comment,
  ]);
}

function zip64Records(lies: RawZip64, count: number, size: number, offset: number): Buffer {
  const sector = lies.sector ?? new Uint8Array();
  const recordAt = offset + size;
  return Buffer.concat([
    numbers(
      [4, lies.recordSignature ?? 0x06064b50],
      [8, lies.recordSize ?? BigInt(44 + sector.length)],
      [2, 45],
      [2, 45],
      [4, lies.disk ?? 0],
      [4, lies.directoryDisk ?? 0],
      [8, lies.countHere ?? BigInt(count)],
      [8, lies.count ?? BigInt(count)],
      [8, lies.size ?? BigInt(size)],
      [8, lies.offset ?? BigInt(offset)],
    ),
    sector,
    numbers(
      [4, 0x07064b50],
      [4, lies.locatorDisk ?? 0],
      [8, lies.locatorOffset ?? BigInt(recordAt)],
      [4, lies.disks ?? 1],
    ),
  ]);
}

/** A zip that says what it is told to say, byte for byte. */
export function rawZip(zip: RawZip): Buffer {
  const bodies: Uint8Array[] = [];
  const headers: Buffer[] = [];
  let position = 0;
  for (const entry of zip.entries) {
    const facts = factsOf(entry);
    const before = entry.before ?? new Uint8Array();
    if (entry.only !== 'local') headers.push(centralHeader(entry, facts, position + before.length));
    if (entry.only === 'central') continue;
    const body = [before, localHeader(entry, facts), facts.packed, entry.descriptor ?? new Uint8Array()];
    bodies.push(...body);
    position += body.reduce((sum, part) => sum + part.length, 0);
  }
  const offset = position + (zip.beforeDirectory?.length ?? 0);
  const directory = Buffer.concat(headers);
  const records =
    zip.zip64 === undefined
      ? new Uint8Array()
      : zip64Records(zip.zip64, headers.length, directory.length, offset);
  const end = zip.end ?? {};
  const comment = bytesOf(end.comment ?? '');
  return Buffer.concat([
    ...bodies,
    zip.beforeDirectory ?? new Uint8Array(),
    directory,
    zip.behindDirectory ?? new Uint8Array(),
    records,
    numbers(
      [4, 0x06054b50],
      [2, end.disk ?? 0],
      [2, end.directoryDisk ?? 0],
      [2, end.countHere ?? headers.length],
      [2, end.count ?? headers.length],
      [4, end.size ?? directory.length],
      [4, end.offset ?? offset],
      [2, end.commentLength ?? comment.length],
    ),
    comment,
    zip.behind ?? new Uint8Array(),
  ]);
}

/** A record behind the data of an entry (APPNOTE 4.3.9), in one of its four forms. */
export function dataDescriptor(
  facts: { readonly crc32: number; readonly packedSize: number; readonly size: number },
  form: { readonly signed?: boolean; readonly wide?: boolean } = {},
): Buffer {
  const width = form.wide === true ? 8 : 4;
  return Buffer.concat([
    form.signed === false ? new Uint8Array() : numbers([4, 0x08074b50]),
    numbers([4, facts.crc32], [width, facts.packedSize], [width, facts.size]),
  ]);
}
