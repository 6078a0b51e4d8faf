import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { type Environment, isErrno } from '../platform/index.ts';

/** Endings of programs on Windows when the environment names none. `.bat` and `.cmd` would need a shell. */
const WINDOWS_ENDINGS = ['.exe', '.com'];

/** Whether `path` is a file that may be run. */
async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP')) return false;
    throw error;
  }
}

/** The program of that name in `folder`; `undefined` when there is none. */
export async function programIn(
  folder: string,
  name: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const { join } = platform === 'win32' ? win32 : posix;
  const names = platform === 'win32' ? WINDOWS_ENDINGS.map((ending) => `${name}${ending}`) : [name];
  for (const each of names) {
    const path = join(folder, each);
    if (await isProgram(path)) return path;
  }
  return undefined;
}

/** The first program of that name on PATH. Relative entries are passed over: what they mean depends on where one stands. */
export async function programOnPath(
  name: string,
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const { delimiter, isAbsolute } = platform === 'win32' ? win32 : posix;
  const path = environment.PATH ?? environment.Path ?? '';
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const program = await programIn(folder, name, platform);
    if (program !== undefined) return program;
  }
  return undefined;
}
