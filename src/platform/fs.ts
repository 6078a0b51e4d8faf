import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import {
  appendFile,
  chmod,
  copyFile,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno } from './errno.ts';
import { makeFolders } from './make-folders.ts';

/** The errors of a disk that does not take what it is given, told as one of ours; anything else is returned as it is. */
export function toDiskError(error: unknown, path: string): unknown {
  if (isErrno(error, 'ENOSPC', 'EDQUOT')) {
    return new SafeInstallError({
      code: 'disk.full',
      message: 'the disk is full',
      subject: path,
      hint: 'Free some space, or point SAFE_INSTALL_CACHE_DIR at another disk',
      cause: error,
    });
  }
  return isErrno(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST')
    ? cannotBeWritten(path, error)
    : error;
}

const cannotBeWritten = (path: string, cause: unknown): SafeInstallError =>
  new SafeInstallError({
    code: 'disk.read-only',
    message: isErrno(cause, 'ENOTDIR', 'EEXIST')
      ? 'a file stands where a folder is needed'
      : 'the folder cannot be written to',
    subject: path,
    hint: 'Choose another folder, or another environment to install into',
    cause,
  });

/** Creates `folder` and its parents, readable by the user alone. @throws SafeInstallError `disk.*` */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    makeFolders(folder);
  } catch (error) {
    throw toFolderError(error, folder);
  }
}

/** Why a folder cannot be made, told as one of ours: {@link toDiskError}, and what a system says of such below `/proc`. */
export const toFolderError = (error: unknown, folder: string): unknown =>
  isErrno(error, 'ENOENT') ? cannotBeWritten(folder, error) : toDiskError(error, folder);

/** A new private folder (mode 0700) below `parent`, or below the system's folder for temporary files. */
export async function makeTemporaryFolder(
  prefix = 'safe-install-',
  parent: string = tmpdir(),
): Promise<string> {
  try {
    await makePrivateFolder(parent);
    const folder = await mkdtemp(join(parent, prefix));
    await chmod(folder, 0o700);
    return folder;
  } catch (error) {
    throw toDiskError(error, parent);
  }
}

/** Removes a file or a folder with all that is in it; absent is fine. */
export async function removePath(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

/** What the thread of {@link removeAside} runs; it needs no module of ours. */
const REMOVAL = `
const { rmSync } = require('node:fs');
const { workerData } = require('node:worker_threads');
rmSync(workerData, { recursive: true, force: true, maxRetries: 3 });
`;

/** As {@link removePath}, in a thread of its own: for folders of many thousand files, while this one has other work. */
export async function removeAside(path: string): Promise<void> {
  const worker = new Worker(REMOVAL, { eval: true, workerData: path, env: {}, execArgv: [] });
  await once(worker, 'exit'); // rejects with what the thread has thrown
}

/** Writes a file so that readers see the old bytes or the new ones, never a part: temporary name, then rename. */
export async function writeFileAtomic(path: string, data: string | Uint8Array, mode = 0o600): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    await makePrivateFolder(dirname(path));
    await writeFile(temporary, data, { mode, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // what went wrong before is told
    throw toDiskError(error, path);
  }
}

/** Copies a file so that readers of the new path see nothing or the whole: temporary name, then rename. */
export async function copyFileAtomic(from: string, to: string): Promise<void> {
  const temporary = join(dirname(to), `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    makeFolders(dirname(to), 0o777);
    await copyFile(from, temporary);
    await chmod(temporary, 0o644);
    await rename(temporary, to);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw toDiskError(error, to);
  }
}

/**
 * Reads a file that may be anybody's, refusing more than `cap` bytes.
 *
 * @returns `undefined` when there is no such file.
 * @throws SafeInstallError `disk.too-large` beyond the cap.
 */
export async function readFileCapped(path: string, cap: number): Promise<Buffer | undefined> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    if (size > cap)
      throw new SafeInstallError({
        code: 'disk.too-large',
        message: `the file has ${size} bytes, more than the ${cap} that are read`,
        subject: path,
      });
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** The sha256 of a file, in lower-case hexadecimal, and its size in bytes. */
export async function digestOfFile(
  path: string,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    hash.update(piece as Buffer);
    size += (piece as Buffer).length;
  }
  return { sha256: hash.digest('hex'), size };
}

/**
 * Adds to the end of a file that others write to as well.
 *
 * @throws SafeInstallError `disk.*`.
 */
export async function appendToFile(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    throw toDiskError(error, path);
  }
}

/** The bytes of a file, piece by piece. */
export const readPieces = (path: string): AsyncIterable<Uint8Array> =>
  createReadStream(path, { highWaterMark: 1024 * 1024 });

/** Names in a folder, sorted. */
export const listFolder = async (path: string): Promise<readonly string[]> => (await readdir(path)).sort();

/** What stands at a path, links followed. */
export async function kindOfPath(path: string): Promise<'file' | 'folder' | 'other' | 'none'> {
  try {
    const found = await stat(path);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP')) return 'none';
    throw error;
  }
}

/**
 * Whether a file belongs to another user, who is not the administrator: what stands in a folder that everybody may write
 * to may be anybody's. Never so for the administrator himself, nor where files have no owners (Windows).
 */
export async function isOwnedByAnother(path: string, self = process.getuid?.() ?? 0): Promise<boolean> {
  const { uid } = await stat(path);
  return self !== 0 && uid !== self && uid !== 0;
}

export async function pathExists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}
