/** What the header of a Linux program says, as far as wheels ask for it. */
export interface ElfFacts {
  readonly is32Bit: boolean;
  readonly isLittleEndian: boolean;
  /** `e_machine`, such as 62 for x86-64. */
  readonly machine: number;
  /** `e_flags`; their meaning depends on the machine. */
  readonly flags: number;
  /** The loader that the program asks for (`PT_INTERP`); `null` for a static program. */
  readonly loader: string | null;
}

/** Up to `length` bytes of a file from `offset` on; fewer where it ends. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

const HEADER_BYTES = 64;
const PT_INTERP = 3;

/** Program headers; known programs have about a dozen. */
const MOST_HEADERS = 1000;

/** Bytes of the loader's path. */
const LONGEST_LOADER = 4096;

/** Where the fields of the header and of a program header are. */
const LAYOUTS = {
  32: { headers: 28, flags: 36, entrySize: 42, entryCount: 44, entryBytes: 32, offset: 4, size: 16 },
  64: { headers: 32, flags: 48, entrySize: 54, entryCount: 56, entryBytes: 56, offset: 8, size: 32 },
} as const;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** An address or size in the file's own width and order. */
function wordAt(view: DataView, at: number, is32Bit: boolean, isLittleEndian: boolean): number {
  return is32Bit ? view.getUint32(at, isLittleEndian) : Number(view.getBigUint64(at, isLittleEndian));
}

/**
 * The header of an ELF file.
 *
 * @returns `undefined` when it is not an ELF file, or a broken one.
 * @see https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
 */
export async function readElf(readAt: ReadAt): Promise<ElfFacts | undefined> {
  const header = await readAt(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return undefined;
  const view = viewOf(header);
  const [capacity, encoding] = [header[4], header[5]];
  const isElf = view.getUint32(0) === 0x7f454c46;
  if (!isElf || (capacity !== 1 && capacity !== 2) || (encoding !== 1 && encoding !== 2)) return undefined;
  const is32Bit = capacity === 1;
  const isLittleEndian = encoding === 1;
  const layout = LAYOUTS[is32Bit ? 32 : 64];
  const start = wordAt(view, layout.headers, is32Bit, isLittleEndian);
  const entrySize = view.getUint16(layout.entrySize, isLittleEndian);
  const entryCount = view.getUint16(layout.entryCount, isLittleEndian);
  if (entryCount > MOST_HEADERS || (entryCount > 0 && entrySize < layout.entryBytes)) return undefined;
  const entries = await readAt(start, entryCount * entrySize);
  if (entries.length < entryCount * entrySize) return undefined;
  let loader: string | null = null;
  for (let entry = 0; entry < entries.length; entry += entrySize) {
    const entryView = viewOf(entries.subarray(entry, entry + entrySize));
    if (entryView.getUint32(0, isLittleEndian) !== PT_INTERP) continue;
    const size = wordAt(entryView, layout.size, is32Bit, isLittleEndian);
    if (size > LONGEST_LOADER) return undefined;
    const path = await readAt(wordAt(entryView, layout.offset, is32Bit, isLittleEndian), size);
    loader = Buffer.from(path).toString('utf8').split('\0', 1)[0] ?? '';
    break;
  }
  return {
    is32Bit,
    isLittleEndian,
    machine: view.getUint16(18, isLittleEndian),
    flags: view.getUint32(layout.flags, isLittleEndian),
    loader,
  };
}

const MACHINE_386 = 3;
const MACHINE_ARM = 40;
const ARM_ABI_MASK = 0xff000000;
const ARM_ABI_5 = 0x05000000;
const ARM_HARD_FLOAT = 0x00000400;

/**
 * Whether the program is of the ABI that manylinux wheels for a 32-bit machine are built for: 80386 for `i686`, ARM
 * EABI 5 with hard floats for `armv7l` (PEP 513, PEP 599).
 */
export function hasManylinuxAbi({ is32Bit, isLittleEndian, machine, flags }: ElfFacts): boolean {
  if (!is32Bit || !isLittleEndian) return false;
  if (machine === MACHINE_386) return true;
  // >>> 0, since the bit operations of JavaScript are signed
  const isAbi5 = (flags & ARM_ABI_MASK) >>> 0 === ARM_ABI_5;
  return machine === MACHINE_ARM && isAbi5 && (flags & ARM_HARD_FLOAT) !== 0;
}
