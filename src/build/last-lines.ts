import { type FileHandle, open } from 'node:fs/promises';
import { type Fact, printable } from '../errors/index.ts';
import { isErrno } from '../platform/index.ts';

/** Bytes at the end of a log that are looked at. */
const TAIL_BYTES = 64 * 1024;

/** Rows of a narrow terminal that a log may fill: with the rest of an error it is one screen. */
const MOST_ROWS = 12;

/** Lines of a log that are shown, however short. */
const MOST_LINES = 9;

/** Characters of a row, behind the label. */
const ROW = 66;

/** Characters of a line that are shown; compilers write lines of many thousand. */
const LONGEST_LINE = 3 * ROW;

/** The last lines of a build's log that say something; none where there is no log. */
export async function lastLines(path: string, most = MOST_LINES): Promise<readonly Fact[]> {
  const lines = (await tailOf(path))
    .split(/[\r\n]/)
    .map((line) => printable(line.trimEnd().slice(0, LONGEST_LINE)))
    .filter((line) => line !== '')
    .slice(-most);
  let rows = 0;
  const fitting = lines.toReversed().filter((line) => {
    rows += Math.ceil(line.length / ROW);
    return rows <= MOST_ROWS;
  });
  return fitting.toReversed().map((value) => ({ label: 'build', value }));
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
