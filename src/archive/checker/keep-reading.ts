import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isErrno } from '../../platform/index.ts';
import type { CheckedArchive } from '../checked-archive.ts';
import { formatReading } from './reading-format.ts';

/** Bytes of a kept report. RECORDs of the largest known wheels have four megabytes. */
export const MAX_READING_BYTES = 32 * 1024 * 1024;

/** Where the report of a reading is to be kept, and what it is the report of: plain data, for another thread. */
export interface ReadingPlace {
  readonly path: string;
  readonly key: string;
}

/** Keeps a report, by whichever thread has made it. A cache that cannot be written to costs time, and nothing else. */
export function keepReading({ path, key }: ReadingPlace, { waived, ...report }: CheckedArchive): void {
  if (waived.length > 0) return;
  const text = formatReading(key, report);
  if (text.length > MAX_READING_BYTES) return;
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, text, { flag: 'wx', mode: 0o600 });
    renameSync(temporary, path);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    try {
      rmSync(temporary, { force: true });
    } catch (second) {
      if (!isErrno(second, 'EACCES', 'EPERM', 'EBUSY', 'EROFS', 'ENOTDIR')) throw second;
    }
  }
}
