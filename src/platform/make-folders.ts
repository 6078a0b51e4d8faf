import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isErrno } from './errno.ts';

/**
 * Creates a folder and its parents, readable by the user alone unless told otherwise (Windows keeps its own access list).
 *
 * Not by Node's recursive `mkdir`: below `/proc` that asks again without end, and on a read-only disk it says that the
 * parent is missing.
 *
 * @throws the file system's own error.
 */
export function makeFolders(folder: string, mode = 0o700): void {
  try {
    make(folder, mode);
  } catch (error) {
    if (!isErrno(error, 'ENOENT') || dirname(folder) === folder) throw error;
    makeFolders(dirname(folder), mode);
    make(folder, mode);
  }
}

function make(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // systems differ in what they say of one that is there; another process may have been faster
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
