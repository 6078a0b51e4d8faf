import type { Sha256 } from '../../packaging/index.ts';
import { ArchiveFile } from '../bytes/archive-file.ts';
import { breather } from '../bytes/breather.ts';
import { ForwardReader } from '../bytes/forward-reader.ts';
import { checkEntryName, type NameRules } from '../names/entry-name.ts';
import { NameRegister } from '../names/name-register.ts';
import { refusal } from '../refusal.ts';
import { Totals } from '../totals.ts';
import { readDirectory, type ZipDirectory } from './central-directory.ts';
import { checkDataDescriptor, MAX_DATA_DESCRIPTOR_BYTES } from './data-descriptor.ts';
import { readEnd, type ZipEnd } from './end-record.ts';
import { checkLocalHeader, LOCAL_HEADER_BYTES, localTailLength } from './local-header.ts';
import { isSmall, largeData, smallData, type TakeData } from './member-data.ts';
import type { ZipMember } from './zip-member.ts';

export interface ZipOptions extends NameRules {
  readonly signal?: AbortSignal | undefined;
}

/**
 * A zip archive whose directory has been checked; {@link ZipArchive.readAll} checks the rest in one pass.
 *
 * The verdict holds for every unzipper: one that trusts the end, one that trusts the directory, one that streams from
 * the front, and one that scans for headers all see the same entries, with the same names and the same bytes.
 */
export class ZipArchive {
  /** In the order of the directory. */
  readonly members: readonly ZipMember[];
  /** Bytes that the members unpack to. */
  readonly unpackedSize: number;
  readonly #file: ArchiveFile;
  readonly #end: ZipEnd;
  readonly #directory: Buffer;
  readonly #signal: AbortSignal | undefined;
  /** What was read ahead of the pass, which must find the same. */
  readonly #readAhead = new Map<ZipMember, Buffer>();

  private constructor(
    file: ArchiveFile,
    end: ZipEnd,
    directory: ZipDirectory,
    unpackedSize: number,
    signal: AbortSignal | undefined,
  ) {
    this.#file = file;
    this.#end = end;
    this.#directory = directory.bytes;
    this.#signal = signal;
    this.members = directory.members;
    this.unpackedSize = unpackedSize;
  }

  /**
   * Opens an archive and checks its directory: the records at the end, every header, every name, the sizes together.
   *
   * @throws SafeInstallError `store.unreadable`, `archive.*`.
   */
  static async open(path: string, options: ZipOptions = {}): Promise<ZipArchive> {
    const file = ArchiveFile.open(path);
    try {
      const end = readEnd(file);
      const directory = await readDirectory(file, end);
      const names = new NameRegister(options);
      const totals = new Totals(file.size);
      for (const member of directory.members) {
        checkEntryName(member.name, options);
        names.add(member.isFolder ? member.name.slice(0, -1) : member.name, member.isFolder);
        totals.add(member.size);
        checkFolderIsEmpty(member);
      }
      checkApart(inOrder(directory.members));
      return new ZipArchive(file, end, directory, totals.unpackedSize, options.signal);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /**
   * The data of one small member, ahead of the pass, which checks it again.
   *
   * @throws SafeInstallError `archive.too-large` for more than `cap` bytes; `archive.local-header` and others.
   */
  read(member: ZipMember, cap: number): Buffer {
    if (member.size > cap || member.packedSize > cap)
      throw refusal('archive.too-large', `it has ${member.size} bytes`, { subject: member.name });
    const start = member.offset + LOCAL_HEADER_BYTES;
    if (start > this.#end.directoryStart) throw outOfPlace(member);
    const header = this.#file.read(member.offset, LOCAL_HEADER_BYTES);
    const dataStart = start + localTailLength(header, member);
    if (dataStart + member.packedSize > this.#end.directoryStart) throw outOfPlace(member);
    const data = smallData(this.#file.read(dataStart, member.packedSize), member);
    this.#readAhead.set(member, data);
    return data;
  }

  /**
   * Reads the whole file once, from its first byte to its last, in the order of the members' positions: compares each
   * local header, inflates each member, and makes sure that the members tile the file up to the directory.
   *
   * @param takerOf is asked for each member (folders aside) who wants its data.
   * @returns the sha256 of the file, computed from the bytes that were checked.
   * @throws SafeInstallError `archive.*`.
   */
  async readAll(takerOf?: (member: ZipMember) => TakeData | undefined): Promise<Sha256> {
    const reader = new ForwardReader(this.#file);
    const breathe = breather(this.#signal);
    const ordered = inOrder(this.members);
    let position = 0;
    for (const [index, member] of ordered.entries()) {
      const next = ordered[index + 1]?.offset ?? this.#end.directoryStart;
      checkTiles(position, member);
      if (position + LOCAL_HEADER_BYTES > next) throw overlaps(member);
      const header = reader.view(position, LOCAL_HEADER_BYTES);
      const tail = localTailLength(header, member);
      const dataStart = position + LOCAL_HEADER_BYTES + tail;
      if (dataStart + member.packedSize > next) throw overlaps(member);
      const local = checkLocalHeader(reader.view(position, LOCAL_HEADER_BYTES + tail), member);
      const taker = member.isFolder ? undefined : takerOf?.(member);
      if (isSmall(member)) {
        const data = smallData(reader.view(dataStart, member.packedSize), member);
        this.#checkSame(data, this.#readAhead.get(member));
        taker?.(data, true);
      } else {
        await largeData(reader, dataStart, member, taker);
      }
      position = dataStart + member.packedSize;
      if (local.hasDataDescriptor) {
        const room = Math.min(next - position, MAX_DATA_DESCRIPTOR_BYTES + 1);
        checkDataDescriptor(reader.view(position, room), member, local.isZip64);
        position += room;
      }
      const pause = breathe();
      if (pause !== undefined) await pause;
    }
    if (position !== this.#end.directoryStart)
      throw refusal('archive.hidden-data', 'there are bytes between the last entry and the directory');
    let at = 0;
    for (const piece of reader.pieces(position, this.#directory.length)) {
      this.#checkSame(piece, this.#directory.subarray(at, at + piece.length));
      at += piece.length;
    }
    return reader.finish();
  }

  /** What was looked at before the pass is what stands there in the pass. */
  #checkSame(now: Buffer, before: Buffer | undefined): void {
    if (before !== undefined && !now.equals(before))
      throw refusal('hash.changed', 'the file changed while it was read', { subject: this.#file.path });
  }

  close(): void {
    this.#file.close();
  }
}

/** A folder with data is a folder for one reader and a file for another. */
function checkFolderIsEmpty(member: ZipMember): void {
  if (member.isFolder && (member.size !== 0 || member.packedSize > 2))
    throw refusal('archive.entry-kind', 'a folder has contents', { subject: member.name });
}

/** By their positions in the file. */
const inOrder = (members: readonly ZipMember[]): readonly ZipMember[] =>
  members.toSorted((one, other) => one.offset - other.offset);

/** No two entries can share bytes, as far as the directory tells; the rest is known when the local headers are. */
function checkApart(ordered: readonly ZipMember[]): void {
  let free = 0;
  for (const member of ordered) {
    if (member.offset < free) throw overlaps(member);
    free = member.offset + LOCAL_HEADER_BYTES + member.rawName.length + member.packedSize;
  }
}

function checkTiles(position: number, member: ZipMember): void {
  if (member.offset < position) throw overlaps(member);
  if (member.offset > position)
    throw refusal('archive.hidden-data', 'there are bytes before it that belong to no entry', {
      subject: member.name,
    });
}

const overlaps = (member: ZipMember) =>
  refusal('archive.overlap', 'it shares bytes with another entry or the directory', { subject: member.name });

const outOfPlace = (member: ZipMember) =>
  refusal('archive.overlap', 'it does not lie before the directory', { subject: member.name });
