import { gzipSync } from 'node:zlib';

/** One member of a tar that a test makes; what it says beyond `name` and `data` is written down unchecked. */
export interface TarEntry {
  /** At most 100 bytes, or 255 with a slash in a place that ustar can split it at. */
  readonly name: string;
  readonly data?: Uint8Array;
  /** ustar type flag: `0` file (the default), `1` hard link, `2` symbolic link, `3`/`4` devices, `5` folder, `x` PAX header. */
  readonly type?: string;
  readonly mode?: number;
  /** Seconds since 1970; 0 without it. */
  readonly modified?: number;
  readonly linkName?: string;
  /** Size to claim in the header. */
  readonly size?: number;
}

const BLOCK = 512;

/** ustar splits a long path at a slash into `prefix` (155 bytes) and `name` (100 bytes). */
function splitName(path: string): { name: string; prefix: string } {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: '' };
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const prefix = path.slice(0, at);
    const name = path.slice(at + 1);
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100) return { name, prefix };
  }
  throw new RangeError(`a ustar header cannot hold the path "${path}"`);
}

function header(entry: TarEntry): Buffer {
  const { name, prefix } = splitName(entry.name);
  const type = entry.type ?? '0';
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) =>
    block.write(`${value.toString(8).padStart(digits, '0')}\0`, at, 'latin1');
  block.write(name, 0);
  octal(entry.mode ?? (type === '5' ? 0o755 : 0o644), 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(entry.size ?? entry.data?.length ?? 0, 124, 11);
  octal(entry.modified ?? 0, 136, 11);
  block.fill(' ', 148, 156); // the checksum counts its own field as spaces
  block.write(type, 156);
  block.write(entry.linkName ?? '', 157);
  block.write('ustar\u000000', 257, 'latin1');
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** A ustar archive of `entries` in their order; every owner is 0, so the same entries give the same bytes. */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const data = entry.data ?? new Uint8Array();
    return [header(entry), data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** `bytes` in gzip with the time 0 and no system named in the header. */
export function writeGzip(bytes: Uint8Array): Buffer {
  const packed = gzipSync(bytes);
  packed[9] = 0xff; // RFC 1952, OS "unknown": the same bytes on every system
  return packed;
}
