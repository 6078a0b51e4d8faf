import { createHash } from 'node:crypto';
import type { Sha256 } from '../../packaging/index.ts';
import { READ_BYTES } from '../limits.ts';
import { refusal } from '../refusal.ts';
import { toSha256 } from '../same-bytes.ts';
import type { ArchiveFile } from './archive-file.ts';

/**
 * A file from its first byte to its last, through a window of bounded size, with the sha256 of everything that passed.
 *
 * Since each byte is hashed as it enters the window and is looked at inside the window, the digest is that of the very
 * bytes that were checked, even if somebody exchanges the file meanwhile.
 */
export class ForwardReader {
  readonly #file: ArchiveFile;
  readonly #hash = createHash('sha256');
  #window = Buffer.allocUnsafe(READ_BYTES);
  /** Position in the file of the window's first byte. */
  #start = 0;
  /** Bytes of the window that are filled. */
  #filled = 0;

  constructor(file: ArchiveFile) {
    this.#file = file;
  }

  /**
   * The bytes `[position, position + length)` of the file, which must not lie before those of an earlier call. The view
   * is overwritten by the next call.
   *
   * @throws SafeInstallError `archive.hidden-data` when they do not lie inside the file.
   */
  view(position: number, length: number): Buffer {
    if (position + length > this.#file.size)
      throw refusal('archive.hidden-data', 'the archive ends inside of one of its entries');
    while (position > this.#start + this.#filled) this.#advance(this.#start + this.#filled, 1);
    this.#advance(position, length);
    const from = position - this.#start;
    return this.#window.subarray(from, from + length);
  }

  /** The bytes `[position, position + length)`, in pieces that stay as they are. */
  *pieces(position: number, length: number): Generator<Buffer> {
    for (let at = position; at < position + length; at += READ_BYTES) {
      yield Buffer.from(this.view(at, Math.min(READ_BYTES, position + length - at)));
    }
  }

  /** Reads what is left of the file, and gives the digest of all of it. */
  finish(): Sha256 {
    while (this.#start + this.#filled < this.#file.size) this.#advance(this.#start + this.#filled, 1);
    return toSha256(this.#hash.digest('hex'));
  }

  /** Makes the window hold `[position, position + length)`, where `position` lies in or right behind it. */
  #advance(position: number, length: number): void {
    const end = this.#start + this.#filled;
    if (position + length <= end) return;
    const kept = this.#window.subarray(position - this.#start, this.#filled);
    const capacity = Math.max(READ_BYTES, length);
    const target = capacity > this.#window.length ? Buffer.allocUnsafe(capacity) : this.#window;
    kept.copy(target);
    this.#window = target;
    this.#start = position;
    this.#filled = kept.length;
    const wanted = Math.min(target.length, this.#file.size - position);
    const fresh = target.subarray(kept.length, wanted);
    this.#file.readInto(fresh, position + kept.length);
    this.#hash.update(fresh);
    this.#filled = wanted;
  }
}
