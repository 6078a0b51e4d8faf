/** What a made ELF file says. */
export interface ElfShape {
  readonly bits: 32 | 64;
  readonly isLittleEndian: boolean;
  readonly machine: number;
  readonly flags: number;
  readonly loader: string | null;
}

/** The smallest file with these headers: a segment to load, then the loader's path, as linkers write it. */
export function makeElf({ bits, isLittleEndian, machine, flags, loader }: ElfShape): Uint8Array {
  const is32 = bits === 32;
  const [headerSize, entrySize] = is32 ? [64, 32] : [64, 56];
  const path = Buffer.from(`${loader ?? ''}\0`);
  const count = loader === null ? 1 : 2;
  const pathAt = headerSize + 2 * entrySize;
  const bytes = Buffer.alloc(pathAt + path.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number, value: number): void =>
    is32 ? view.setUint32(at, value, isLittleEndian) : view.setBigUint64(at, BigInt(value), isLittleEndian);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, is32 ? 1 : 2, isLittleEndian ? 1 : 2]);
  view.setUint16(18, machine, isLittleEndian);
  word(is32 ? 28 : 32, headerSize);
  view.setUint32(is32 ? 36 : 48, flags, isLittleEndian);
  view.setUint16(is32 ? 42 : 54, entrySize, isLittleEndian);
  view.setUint16(is32 ? 44 : 56, count, isLittleEndian);
  view.setUint32(headerSize, 1, isLittleEndian);
  if (loader !== null) {
    const entry = headerSize + entrySize;
    view.setUint32(entry, 3, isLittleEndian);
    word(entry + (is32 ? 4 : 8), pathAt);
    word(entry + (is32 ? 16 : 32), path.length);
    bytes.set(path, pathAt);
  }
  return bytes;
}
