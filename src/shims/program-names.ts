import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type Environment, isErrno } from '../platform/index.ts';
import { isShimFolder } from './search-path.ts';

/** Names that functions stand in for whether or not there is such a program yet: activating an environment brings it. */
export const USUAL_NAMES: readonly string[] = ['pip', 'pip3', 'python', 'python3', 'uv'];

/** `pip`, `pip3`, `pip3.12`, the same of Python, and `uv`. */
const SHIMMED = /^(?:(?:pip|python)(?:3(?:\.[0-9]{1,2})?)?|uv)$/;

/**
 * Names on PATH that a shim has to stand in front of, sorted.
 *
 * Only those that are there: scripts ask `command -v uv` before they install it.
 */
export async function namesOnPath(environment: Environment): Promise<readonly string[]> {
  const folders = (environment.PATH ?? '').split(':').filter((folder) => isAbsolute(folder));
  const names = new Set<string>();
  for (const folder of new Set(folders)) {
    if (isShimFolder(folder)) continue;
    for (const name of await namesIn(folder))
      if (SHIMMED.test(name) && (await isProgram(join(folder, name)))) names.add(name);
  }
  return [...names].sort();
}

const ABSENT = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP'];

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isErrno(error, ...ABSENT)) return [];
    throw error;
  }
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch (error) {
    if (isErrno(error, ...ABSENT)) return false;
    throw error;
  }
}
