import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isErrno, toDiskError } from '../platform/index.ts';
import type { TargetArguments } from './arguments.ts';
import type { InstallPaths, TargetPython } from './target-python.ts';

/**
 * Stops before the installer is started where it could not write: half an installation is worse than none.
 *
 * Outside of a virtual environment pip falls back to the user's own folder by itself, and is left to.
 *
 * @throws SafeInstallError `disk.read-only`.
 */
export async function checkWritable(
  python: Pick<TargetPython, 'isVirtual'>,
  target: Pick<TargetArguments, 'folder' | 'prefix' | 'root'>,
  paths: InstallPaths,
): Promise<void> {
  const isElsewhere = target.folder !== null || target.prefix !== null || target.root !== null;
  if (!python.isVirtual && !isElsewhere) return;
  for (const folder of new Set([paths.purelib, paths.platlib])) await checkFolder(folder);
}

/** What does not exist yet is made by the installer, in the nearest folder that does. */
async function checkFolder(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    if (isErrno(error, 'ENOENT') && dirname(folder) !== folder) return await checkFolder(dirname(folder));
    throw toDiskError(error, folder);
  }
}
