import { type FileHandle, open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno } from '../platform/index.ts';

/**
 * Path of a `file:` URL on this machine.
 *
 * @throws SafeInstallError `index.url` for one that names another host or no path.
 */
export function localPathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new SafeInstallError({
      code: 'index.url',
      message: 'the file URL does not name a path of this machine',
      subject: url,
      hint: 'Write it as "file:///path", or give the path itself',
      cause,
    });
  }
}

/**
 * Opens a local distribution file.
 *
 * @throws SafeInstallError `index.file-missing` for what cannot be read or is no regular file.
 */
export async function openLocalFile(
  url: string,
): Promise<{ readonly handle: FileHandle; readonly size: number }> {
  const path = localPathOf(url);
  const unreadable = (message: string, cause?: unknown) =>
    new SafeInstallError({ code: 'index.file-missing', message, subject: path, cause });
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (cause) {
    if (!isErrno(cause, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EISDIR', 'ELOOP')) throw cause;
    throw unreadable('the file cannot be read', cause);
  }
  const found = await handle.stat();
  if (found.isFile()) return { handle, size: found.size };
  await handle.close();
  throw unreadable('it is not a regular file');
}
