import yauzl from 'yauzl';
import type { ArchiveFile } from '../bytes/archive-file.ts';
import { MAX_DIRECTORY_BYTES, MAX_ENTRIES } from '../limits.ts';
import { refusal, toRefusal } from '../refusal.ts';
import { type CentralHeader, readCentralHeader } from './central-header.ts';
import type { ZipEnd } from './end-record.ts';
import type { ZipMember } from './zip-member.ts';

/** How far back yauzl looks for the end record: the record, a ZIP64 locator and the longest comment. */
const MAX_END_BYTES = 22 + 20 + 0xffff;

/** Gives yauzl the end of the archive out of memory: it has no need to see more, and nothing to wait for. */
class TailReader extends yauzl.RandomAccessReader {
  readonly #tail: Buffer;
  readonly #start: number;

  constructor(tail: Buffer, start: number) {
    super();
    this.#tail = tail;
    this.#start = start;
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, count?: number) => void,
  ): void {
    const from = position - this.#start;
    if (from < 0) {
      callback(new RangeError('position before the central directory'));
      return;
    }
    callback(null, this.#tail.copy(target, offset, from, Math.min(from + length, this.#tail.length)));
  }
}

export interface ZipDirectory {
  readonly members: readonly ZipMember[];
  /** The central directory as it stands in the file. */
  readonly bytes: Buffer;
}

/**
 * The entries of the central directory. Each header is read twice, by yauzl and by {@link readCentralHeader}, and both
 * must end at the same place: the directory is then exactly its headers, with nothing between or behind.
 *
 * @throws SafeInstallError `archive.central-directory`, `archive.eocd` for a count that is not that of the headers,
 *   `archive.too-large`, `archive.too-many`, and the reasons of {@link readCentralHeader}.
 * @see APPNOTE.TXT 4.3.12
 */
export async function readDirectory(file: ArchiveFile, end: ZipEnd): Promise<ZipDirectory> {
  const tailLength = file.size - end.directoryStart;
  if (end.entryCount > MAX_ENTRIES)
    throw refusal('archive.too-many', `the archive has ${end.entryCount} entries`);
  if (tailLength > MAX_DIRECTORY_BYTES)
    throw refusal('archive.too-large', `the central directory has ${tailLength} bytes`);
  const tailStart = Math.min(end.directoryStart, Math.max(0, file.size - MAX_END_BYTES));
  const tail = file.read(tailStart, file.size - tailStart);
  const directory = tail.subarray(end.directoryStart - tailStart, end.directoryEnd - tailStart);
  const members: ZipMember[] = [];
  let at = 0;
  try {
    const reader = new TailReader(tail, tailStart);
    const zip = await yauzl.fromRandomAccessReaderPromise(reader, file.size, {
      decodeStrings: false,
      validateEntrySizes: false, // by us, with a reason code
    });
    const nextEntry = entriesOf(zip);
    while (members.length < end.entryCount) {
      const header = readCentralHeader(directory, at);
      members.push(toMember(nextEntry(), header));
      at += header.length;
      if (Number(zip.readEntryCursor) !== end.directoryStart + at)
        throw refusal('archive.central-directory', 'two readings of a header end at two places');
    }
  } catch (error) {
    throw toRefusal(error, 'archive.central-directory', 'the central directory cannot be read');
  }
  if (at !== directory.length)
    throw refusal('archive.eocd', 'the central directory has more headers than its end record counts');
  return { members, bytes: directory };
}

/**
 * Gives one entry after the other. yauzl announces an entry, or its error, before `readEntry` returns, since its reader
 * never waits.
 */
function entriesOf(zip: yauzl.ZipFile): () => yauzl.Entry {
  let entry: yauzl.Entry | undefined;
  let failure: unknown = new Error('the entry was not announced');
  zip.on('entry', (announced: yauzl.Entry) => {
    entry = announced;
  });
  zip.on('error', (error: unknown) => {
    failure = error;
  });
  return () => {
    entry = undefined;
    zip.readEntry();
    if (entry === undefined) throw failure;
    return entry;
  };
}

/** One entry, on which both readings must agree. */
function toMember(entry: yauzl.Entry, header: CentralHeader): ZipMember {
  const { name, isFolder, mode, isZip64, sizes } = header;
  if (
    entry.uncompressedSize !== sizes.size ||
    entry.compressedSize !== sizes.packedSize ||
    entry.relativeOffsetOfLocalHeader !== sizes.offset
  )
    throw refusal('archive.zip64', 'two readings of a header give two sizes', { subject: name });
  return {
    name,
    rawName: entry.fileNameRaw,
    isFolder,
    mode,
    flags: entry.generalPurposeBitFlag,
    isZip64,
    method: entry.compressionMethod,
    crc32: entry.crc32,
    ...sizes,
  };
}
