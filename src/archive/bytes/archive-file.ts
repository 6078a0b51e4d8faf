import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { isErrno } from '../../platform/index.ts';
import { MAX_ARTIFACT_BYTES } from '../limits.ts';
import { refusal } from '../refusal.ts';

/**
 * An archive on disk, read at any position.
 *
 * Reads are synchronous: a wheel has thousands of headers of a few bytes each, nearly always in the page cache, where a
 * round trip through the thread pool costs a hundred times the read.
 */
export class ArchiveFile {
  readonly path: string;
  /** Bytes, when the file was opened. */
  readonly size: number;
  readonly #descriptor: number;

  private constructor(path: string, descriptor: number, size: number) {
    this.path = path;
    this.#descriptor = descriptor;
    this.size = size;
  }

  /**
   * @throws SafeInstallError `store.unreadable` when there is no such file or it is no regular file,
   *   `archive.too-large` beyond {@link MAX_ARTIFACT_BYTES}.
   */
  static open(path: string): ArchiveFile {
    let descriptor: number;
    try {
      // without O_NONBLOCK, a pipe in the place of the file would hold the open up for ever
      descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      if (!isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EISDIR', 'ELOOP', 'ENXIO')) throw error;
      throw refusal('store.unreadable', 'the file cannot be opened', { subject: path, cause: error });
    }
    let stats: Stats | undefined;
    try {
      stats = fstatSync(descriptor);
      if (!stats.isFile()) throw refusal('store.unreadable', 'it is not a regular file', { subject: path });
      if (stats.size > MAX_ARTIFACT_BYTES)
        throw refusal('archive.too-large', `it has ${stats.size} bytes`, { subject: path });
      return new ArchiveFile(path, descriptor, stats.size);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /**
   * Fills `target` from `position` on.
   *
   * @throws SafeInstallError `hash.changed` when the file is shorter than it was: somebody writes to it.
   */
  readInto(target: Uint8Array, position: number): void {
    let filled = 0;
    while (filled < target.length) {
      const count = readSync(this.#descriptor, target, filled, target.length - filled, position + filled);
      if (count === 0)
        throw refusal('hash.changed', 'the file became shorter while it was read', { subject: this.path });
      filled += count;
    }
  }

  /** The bytes from `position` on; the caller has checked that they lie inside the file. */
  read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    this.readInto(bytes, position);
    return bytes;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
