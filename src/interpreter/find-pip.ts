import { join } from 'node:path';
import { isErrno, readFileCapped } from '../platform/index.ts';
import type { InstalledPip } from './interpreter.ts';

/** Bytes. pip's own file has a dozen lines. */
const LONGEST_MODULE = 64 * 1024;

const VERSION = /^__version__ = ["']([0-9A-Za-z.+!-]{1,100})["']/m;

/** The pip that a Python with this search path would import, found without importing it. */
export async function findPip(folders: readonly string[]): Promise<InstalledPip | null> {
  for (const folder of folders) {
    const location = join(folder, 'pip');
    let source: Buffer | undefined;
    try {
      source = await readFileCapped(join(location, '__init__.py'), LONGEST_MODULE);
    } catch (error) {
      if (!isErrno(error, 'EACCES', 'EPERM')) throw error;
    }
    if (source !== undefined)
      return { location, version: VERSION.exec(source.toString('utf8'))?.[1] ?? null };
  }
  return null;
}
