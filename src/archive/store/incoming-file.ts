import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Sha256 } from '../../packaging/index.ts';
import { isErrno, toDiskError } from '../../platform/index.ts';
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
  readonly #handle: FileHandle;
  #hash = createHash('sha256');
  #size = 0;
  /** The last bytes, which are not written yet. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** @throws SafeInstallError `disk.full`, `disk.read-only`. */
  static async create(path: string): Promise<IncomingFile> {
    try {
      return new IncomingFile(path, await open(path, 'wx', 0o600));
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
  async write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#size += bytes.length;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= WRITE_BYTES) await this.#flush();
  }

  /** Forgets what has been written. */
  async restart(): Promise<void> {
    this.#waiting = [];
    this.#waitingBytes = 0;
    await this.#handle.truncate(0);
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
      await this.#flush();
    } catch (error) {
      await this.discard();
      throw error;
    }
    try {
      await this.#handle.close();
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(this.#path, path);
    } catch (error) {
      await rm(this.#path, { force: true });
      // Windows does not replace a file that somebody has open
      if (isErrno(error, 'EPERM', 'EACCES', 'EEXIST', 'EBUSY') && (await isThere(path, this.#size))) return;
      throw toDiskError(error, path);
    }
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#path, { force: true });
  }

  async #flush(): Promise<void> {
    const bytes = this.#waiting.length === 1 ? this.#waiting[0] : Buffer.concat(this.#waiting);
    const start = this.#size - this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (bytes === undefined) return;
    try {
      for (let written = 0; written < bytes.length; ) {
        const result = await this.#handle.write(bytes, written, bytes.length - written, start + written);
        written += result.bytesWritten;
      }
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
