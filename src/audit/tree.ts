import { type Dirent, readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno } from '../platform/index.ts';
import { Breather } from './breather.ts';

/** What stands at a path, links not followed. */
export type EntryKind = 'file' | 'link' | 'other';

/** Everything below a folder but the folders themselves. */
export interface Tree {
  /** By path, relative to the folder and with forward slashes. */
  readonly entries: ReadonlyMap<string, EntryKind>;
  /** Folders that were gone through, by path. */
  readonly folders: ReadonlySet<string>;
  /** Folders that could not be read, by path; the folder itself is `.`. */
  readonly unreadable: readonly string[];
}

/** Files and folders; the largest environments that were seen have 150,000. Beyond it the memory of a machine is at risk. */
const MOST_ENTRIES = 2_000_000;

const kindOf = (entry: Dirent): EntryKind => {
  if (entry.isSymbolicLink()) return 'link';
  return entry.isFile() ? 'file' : 'other';
};

function read(folder: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // a folder may vanish meanwhile, and a path may be longer than the system takes
    if (isErrno(error, 'EACCES', 'EPERM', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR', 'ELOOP', 'EIO'))
      return undefined;
    throw error;
  }
}

/**
 * Lists everything below a folder. No link is followed: what lies behind one is not in the list.
 *
 * Synchronous piece by piece: to read 1,500 folders one after the other takes half of what it takes through threads.
 *
 * @throws SafeInstallError `audit.too-large`
 */
export async function readTree(folder: string, signal: AbortSignal, most = MOST_ENTRIES): Promise<Tree> {
  const entries = new Map<string, EntryKind>();
  const folders = new Set<string>();
  const unreadable: string[] = [];
  const breather = new Breather(signal);
  const waiting: string[] = [''];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    await breather.breathe();
    const found = read(path === '' ? folder : `${folder}${sep}${path}`);
    if (found === undefined) unreadable.push(path === '' ? '.' : path);
    for (const entry of found ?? []) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        folders.add(inner);
        waiting.push(inner);
      } else {
        entries.set(inner, kindOf(entry));
      }
    }
    if (entries.size + folders.size > most)
      throw new SafeInstallError({
        code: 'audit.too-large',
        message: `there are more than ${most} files and folders`,
        subject: folder,
      });
  }
  return { entries, folders, unreadable };
}
