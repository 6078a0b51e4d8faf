import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno, type Log, readFileCapped, writeFileAtomic } from '../platform/index.ts';

/** Hexadecimal sha256 of bytes or text. */
export const sha256Of = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/**
 * A private folder of small files that may vanish at any time. A file that cannot be read is absent, and one that
 * cannot be written is not written: a cache never fails a run.
 */
export class DiskCache {
  readonly #folder: string | null;
  readonly #log: Log;
  readonly #writes = new Set<Promise<void>>();

  constructor(folder: string | null, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  async read(name: string, maxBytes: number): Promise<Buffer | undefined> {
    if (this.#folder === null) return undefined;
    const path = join(this.#folder, name);
    try {
      return await readFileCapped(path, maxBytes);
    } catch (error) {
      this.#tell(`${path} is not used`, error);
      return undefined;
    }
  }

  /** Begins to write, atomically, and does not wait; see {@link settled}. */
  write(name: string, data: string | Uint8Array): void {
    if (this.#folder === null) return;
    const path = join(this.#folder, name);
    const writing = writeFileAtomic(path, data)
      .catch((error: unknown) => this.#tell(`${path} is not kept`, error))
      .finally(() => this.#writes.delete(writing));
    this.#writes.add(writing);
  }

  /** Waits until what was begun is on disk. */
  async settled(): Promise<void> {
    await Promise.all(this.#writes);
  }

  #tell(what: string, error: unknown): void {
    const isExpected =
      error instanceof SafeInstallError ||
      (error instanceof Error && 'code' in error && isErrno(error, String(error.code)));
    if (!isExpected) throw error;
    this.#log.debug(`${what}: ${error.message}`);
  }
}
