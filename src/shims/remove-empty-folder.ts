import { rmdir } from 'node:fs/promises';
import { isErrno } from '../platform/index.ts';

/** Removes a folder that has nothing in it; any other stays. */
export async function removeEmptyFolder(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'EACCES', 'EPERM', 'EBUSY', 'EROFS')) throw error;
  }
}
