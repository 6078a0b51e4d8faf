import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, renameSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Sha256 } from '../../packaging/index.ts';
import { isErrno, toDiskError, withFolder, writeFully } from '../../platform/index.ts';
import { toSha256 } from '../same-bytes.ts';

/**
 * Bytes that are gathered before they are written. They come in pieces of 16 KiB, the records of TLS; a call to the disk
 * for each of them took a tenth of the time of a whole run.
 */
const WRITE_BYTES = 512 * 1024;

/**
 * A file on its way into the store. It has a temporary name until its digest is known, and its own name by one `rename`
 * thereafter: whatever happens to the process, what stands under a digest was whole when it was put there.
 *
 * It is not flushed to the disk first. After a power cut the system may have kept the name and lost the bytes; the store
 * hashes what it gives out, and would fetch the file anew. A flush would cost more than all other work on a small wheel.
 */
export class IncomingFile {
  readonly #path: string;
  readonly #descriptor: number;
  #isOpen = true;
  #hash = createHash('sha256');
  #size = 0;
  /** The last bytes, which are not written yet. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  private constructor(path: string, descriptor: number) {
    this.#path = path;
    this.#descriptor = descriptor;
  }

  /** @throws SafeInstallError `disk.full`, `disk.read-only`. */
  static create(path: string): IncomingFile {
    try {
      return new IncomingFile(path, openSync(path, 'wx', 0o600));
    } catch (error) {
      throw toDiskError(error, path);
    }
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  /** Digest of the bytes so far. */
  get sha256(): Sha256 {
    return toSha256(this.#hash.copy().digest('hex'));
  }

  /**
   * Takes the next bytes; they must stay as they are until the file is kept.
   *
   * @throws SafeInstallError `disk.full`.
   */
  write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#size += bytes.length;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= WRITE_BYTES) this.#flush();
  }

  /** Forgets what has been written. */
  restart(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
    ftruncateSync(this.#descriptor, 0);
    this.#hash = createHash('sha256');
    this.#size = 0;
  }

  /**
   * Gives the file its place; another process may have put the same bytes there meanwhile, which is as good.
   *
   * @throws SafeInstallError `disk.full`, `disk.read-only`.
   */
  async keepAs(path: string): Promise<void> {
    try {
      this.#flush();
    } catch (error) {
      await this.discard();
      throw error;
    }
    try {
      this.#close();
      withFolder(dirname(path), () => renameSync(this.#path, path));
    } catch (error) {
      await rm(this.#path, { force: true });
      // Windows does not replace a file that somebody has open
      if (isErrno(error, 'EPERM', 'EACCES', 'EEXIST', 'EBUSY') && (await isThere(path, this.#size))) return;
      throw toDiskError(error, path);
    }
  }

  async discard(): Promise<void> {
    this.#close();
    await rm(this.#path, { force: true });
  }

  /** Once: the system gives the number of a closed file to the next one. */
  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#descriptor);
  }

  #flush(): void {
    const bytes = this.#waiting.length === 1 ? this.#waiting[0] : Buffer.concat(this.#waiting);
    const start = this.#size - this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (bytes === undefined) return;
    try {
      writeFully(this.#descriptor, bytes, start);
    } catch (error) {
      throw toDiskError(error, this.#path);
    }
  }
}

async function isThere(path: string, size: number): Promise<boolean> {
  try {
    return (await stat(path)).size === size;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}
