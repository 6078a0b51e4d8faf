import { writeOwnFile } from '../../platform/index.ts';
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
  const bytes = Buffer.from(formatReading(key, report));
  if (bytes.length > MAX_READING_BYTES) return;
  try {
    writeOwnFile(path, bytes);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}
