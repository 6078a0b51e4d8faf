/** One header block of a tar and what follows it; every field is written as it is told. */
export interface RawTarEntry {
  readonly name?: string | Uint8Array;
  readonly prefix?: string | Uint8Array;
  readonly type?: string;
  readonly mode?: string;
  readonly uid?: string | Uint8Array;
  /** Text of the size field; the length of the data in octal without it. */
  readonly size?: string | Uint8Array;
  readonly linkName?: string | Uint8Array;
  readonly magic?: string;
  /** Text of the checksum field; the right one without it. */
  readonly checksum?: string;
  readonly data?: string | Uint8Array;
  /** Bytes behind the data, in place of zeros up to the next block. */
  readonly padding?: Uint8Array;
}

const POSIX_MAGIC = 'ustar\u000000';
export const GNU_MAGIC = 'ustar  \u0000';

const BLOCK = 512;
const bytesOf = (value: string | Uint8Array): Buffer =>
  typeof value === 'string' ? Buffer.from(value) : Buffer.from(value);
const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\u0000`;

/** The header block of an entry. */
export function tarHeader(entry: RawTarEntry): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (value: string | Uint8Array, at: number): void => {
    block.set(bytesOf(value), at);
  };
  put(entry.name ?? 'acme-1.0/file', 0);
  put(entry.mode ?? octal(0o644, 7), 100);
  put(entry.uid ?? octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(entry.size ?? octal(bytesOf(entry.data ?? '').length, 11), 124);
  put(octal(0, 11), 136);
  put(entry.type ?? '0', 156);
  put(entry.linkName ?? '', 157);
  put(entry.magic ?? POSIX_MAGIC, 257);
  put(entry.prefix ?? '', 345);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(entry.checksum ?? `${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
  return block;
}

/** Zeros up to the next block. */
const tarPadding = (length: number): Buffer => Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);

/** A tar of the entries as they are; `end` is what stands behind them, two blocks of zeros without it. */
export function rawTar(entries: readonly RawTarEntry[], end: Uint8Array = Buffer.alloc(2 * BLOCK)): Buffer {
  const parts = entries.flatMap((entry) => {
    const data = bytesOf(entry.data ?? '');
    return [tarHeader(entry), data, entry.padding ?? tarPadding(data.length)];
  });
  return Buffer.concat([...parts, end]);
}

/** A record of an extended header, with its length before it. */
export function paxRecord(key: string, value: string | Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), bytesOf(value), Buffer.from('\n')]);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** An extended header (`x`) or a global one (`g`). */
export const paxHeader = (records: readonly Uint8Array[], type: 'x' | 'g' = 'x'): RawTarEntry => ({
  name: 'PaxHeaders/file',
  type,
  data: Buffer.concat(records),
});

/** GNU's header for a long name (`L`) or a long target of a link (`K`). */
export const gnuLongName = (name: string, type: 'L' | 'K' = 'L'): RawTarEntry => ({
  name: '././@LongLink',
  type,
  magic: GNU_MAGIC,
  data: `${name}\u0000`,
});
