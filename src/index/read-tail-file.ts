import type { WheelFile } from '../artifact/index.ts';
import type { ByteSource } from './byte-source.ts';
import { findDirectory, findInfoEntry, type InfoFile, readInfoEntry, type Stretch } from './wheel-tail.ts';

/**
 * Bytes of a wheel's end that are asked for first: enough for directory and METADATA of 88 of the 91 wheels that
 * jupyterlab takes. The directory grows with the wheel, most of all where there are many small files.
 */
const tailLength = (size: number | null): number => 32 * 1024 + Math.ceil((size ?? 0) / 64);

/** Bytes. A directory of 65,535 entries with long paths has some 10 MB; beyond that a wheel is read as a whole. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;

/** Bytes that local header, extras and the compressed file take at most; the rest up to the next entry is not read. */
const MAX_ENTRY_BYTES = 16 * 1024 * 1024;

/** The end of a file as it has been read so far, and how to read what lies before it. */
class Tail {
  readonly #source: ByteSource;
  readonly #bytes: Buffer;
  readonly #start: number;

  constructor(source: ByteSource, bytes: Buffer, size: number) {
    this.#source = source;
    this.#bytes = bytes;
    this.#start = size - bytes.length;
  }

  async read(stretch: Stretch): Promise<Buffer | undefined> {
    const { start, end } = stretch;
    if (start >= this.#start) return this.#bytes.subarray(start - this.#start, end - this.#start);
    return await this.#source.read(stretch);
  }
}

/**
 * METADATA (or RECORD) of a wheel from its last bytes, in one request where they are enough.
 *
 * @returns `undefined` where the server serves no parts, or where the file is in any way unusual. It is then read as a
 *   whole, by the strict reader, which has the last word; nothing that is found here is believed for longer.
 */
export async function readTailFile(
  file: WheelFile,
  source: ByteSource,
  wanted: InfoFile,
): Promise<Buffer | undefined> {
  const last = await source.readTail(tailLength(file.size));
  if (last === undefined) return undefined;
  const tail = new Tail(source, last.bytes, last.size);
  const directory = findDirectory(last.bytes, last.size);
  if (directory === undefined || directory.end - directory.start > MAX_DIRECTORY_BYTES) return undefined;
  const bytes = await tail.read(directory);
  const entry = bytes === undefined ? undefined : findInfoEntry(bytes, directory, file, wanted);
  if (entry === undefined || entry.limit - entry.offset > MAX_ENTRY_BYTES) return undefined;
  const stretch = await tail.read({ start: entry.offset, end: entry.limit });
  return stretch === undefined ? undefined : readInfoEntry(stretch, entry);
}
