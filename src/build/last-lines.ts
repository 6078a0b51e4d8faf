import { type FileHandle, open } from 'node:fs/promises';
import { type Fact, printable } from '../errors/index.ts';
import { isErrno } from '../platform/index.ts';

/** Bytes at the end of a log that are looked at. */
const TAIL_BYTES = 64 * 1024;

/** Lines of a log that are shown: with the rest of an error they fill no more than a screen. */
const MOST_LINES = 12;

/** Characters of a line; it is wrapped where it is shown, and compilers write lines of many thousand. */
const LONGEST_LINE = 150;

/** The last lines of a build's log that say something; none where there is no log. */
export async function lastLines(path: string, most = MOST_LINES): Promise<readonly Fact[]> {
  const tail = await tailOf(path);
  return tail
    .split(/[\r\n]/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-most)
    .map((line) => ({ label: 'build', value: printable(line.slice(0, LONGEST_LINE)) }));
}

async function tailOf(path: string): Promise<string> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return '';
    throw error;
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return '';
    const start = Math.max(0, stats.size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(stats.size, TAIL_BYTES)), {
      position: start,
    });
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await handle.close();
  }
}
