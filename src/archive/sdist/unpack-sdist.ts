import { closeSync, copyFileSync, futimesSync, mkdirSync, openSync, symlinkSync, writeSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { DownloadedArtifact } from '../../artifact/index.ts';
import { isErrno, toDiskError } from '../../platform/index.ts';
import { aboutFile, subjectOf } from '../check-archive.ts';
import type { CheckOptions } from '../checked-archive.ts';
import { refusal } from '../refusal.ts';
import { checkSameBytes } from '../same-bytes.ts';
import { readTarStrictly, type TarReading } from '../tar/read-tar.ts';
import { readZipStrictly } from '../zip/read-zip.ts';
import { findSdistRoot } from './sdist-root.ts';
import { checkLinksStayInside } from './source-tree.ts';

/** Seconds since 1970 of 1980-01-01: wheels are zip archives, which know no earlier time, and builders fail at one. */
const EARLIEST = 315_532_800;

/** What of an archive's entry the disk gets to know. */
interface Entry {
  readonly path: string;
  readonly isExecutable: boolean;
  /** Seconds since 1970; `undefined` for now. */
  readonly modified: number | undefined;
}

/**
 * Unpacks a source distribution that has passed its check, by another strict reading of the same bytes.
 *
 * Nothing of the archive decides about more than contents: files become 0644, or 0755 where they are to be run; times
 * stay, since `make` goes by them; links are made last of all, and only those that stay inside of the one folder, so that
 * nothing is ever written through one.
 *
 * @param folder an empty, private one. What has been written of an archive that is refused stays there, to be removed
 *   with it.
 * @returns the absolute path of the one folder in it.
 * @throws SafeInstallError `archive.*`, `hash.changed`, `disk.full`, `disk.read-only`.
 */
export async function unpackSdist(
  artifact: DownloadedArtifact,
  folder: string,
  options: CheckOptions = {},
): Promise<string> {
  const subject = subjectOf(artifact);
  const { filename } = subject.identity;
  const writer = new TreeWriter(folder);
  try {
    const { paths, sha256 } = filename.endsWith('.zip')
      ? await unpackZip(subject.path, writer, options)
      : await unpackTar(subject.path, writer, options);
    checkSameBytes(subject, sha256);
    return join(folder, findSdistRoot(paths, subject.identity));
  } catch (error) {
    throw aboutFile(error, filename);
  } finally {
    writer.close();
  }
}

async function unpackZip(path: string, writer: TreeWriter, options: CheckOptions) {
  const { members, sha256 } = await readZipStrictly(path, options, ({ name, mode }) =>
    writer.begin({ path: name, isExecutable: isExecutable(mode), modified: undefined }),
  );
  for (const { name, isFolder } of members) if (isFolder) writer.makeFolder(name);
  return { paths: members.map(({ name }) => name.replace(/\/$/, '')), sha256 };
}

async function unpackTar(path: string, writer: TreeWriter, options: CheckOptions) {
  const reading = await readTarStrictly(path, options, (member) =>
    writer.begin({
      path: member.path,
      isExecutable: isExecutable(member.mode),
      modified: member.modified === 0 ? undefined : member.modified,
    }),
  );
  checkLinksStayInside(reading);
  writer.close();
  for (const { kind, path: name } of reading.members) if (kind === 'folder') writer.makeFolder(name);
  makeLinks(reading, writer);
  return { paths: reading.members.map((member) => member.path), sha256: reading.sha256 };
}

function makeLinks({ members, linkTargets }: TarReading, writer: TreeWriter): void {
  for (const kind of ['hard-link', 'symbolic-link'] as const) {
    for (const member of members) {
      const [target] = linkTargets.get(member) ?? [];
      if (member.kind !== kind || target === undefined) continue;
      if (kind === 'hard-link') writer.copy(target, member.path);
      else writer.link(target, member.path);
    }
  }
}

const isExecutable = (mode: number): boolean => (mode & 0o111) !== 0;

/** Writes files below one folder. Names come from a strict reading: plain, relative, each of them once. */
class TreeWriter {
  readonly #folder: string;
  #open: { readonly descriptor: number; readonly entry: Entry } | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  makeFolder(name: string): void {
    const path = join(this.#folder, name);
    writing(path, () => mkdirSync(path, { recursive: true, mode: 0o755 }));
  }

  /** Begins a file, which ends the one before it; what is given to the function are its bytes. */
  begin(entry: Entry): (piece: Buffer) => void {
    this.close();
    const path = join(this.#folder, entry.path);
    this.makeFolder(dirname(entry.path));
    // "wx": whatever stands there already is not what the archive says
    const descriptor = writing(path, () => openSync(path, 'wx', entry.isExecutable ? 0o755 : 0o644));
    this.#open = { descriptor, entry };
    return (piece) => {
      writing(path, () => {
        for (let at = 0; at < piece.length; ) at += writeSync(descriptor, piece, at);
      });
    };
  }

  copy(from: string, to: string): void {
    const path = join(this.#folder, to);
    this.makeFolder(dirname(to));
    writing(path, () => copyFileSync(join(this.#folder, from), path));
  }

  link(target: string, name: string): void {
    const path = join(this.#folder, name);
    this.makeFolder(dirname(name));
    writing(path, () => {
      if (process.platform === 'win32') copyFileSync(join(this.#folder, target), path);
      else symlinkSync(relative(dirname(path), join(this.#folder, target)) || '.', path);
    });
  }

  close(): void {
    if (this.#open === undefined) return;
    const { descriptor, entry } = this.#open;
    this.#open = undefined;
    const now = Date.now() / 1000;
    const { modified } = entry;
    if (modified !== undefined) {
      const time = Math.min(Math.max(modified, EARLIEST), now);
      futimesSync(descriptor, time, time);
    }
    closeSync(descriptor);
  }
}

function writing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    if (isErrno(error, 'EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL', 'ENOENT'))
      throw refusal('archive.name-conflict', 'this file system has no room for two of its names', {
        subject: path,
        cause: error,
      });
    throw toDiskError(error, path);
  }
}
