import { MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_MATTERS_ABOVE_BYTES } from './limits.ts';
import { refusal } from './refusal.ts';

/** Counts what an archive would put on the disk, and stops it where no package would go. */
export class Totals {
  readonly #packedSize: number;
  #entries = 0;
  #unpackedSize = 0;

  /** @param packedSize bytes of the archive file. */
  constructor(packedSize: number) {
    this.#packedSize = packedSize;
  }

  get unpackedSize(): number {
    return this.#unpackedSize;
  }

  /**
   * Counts one entry of `size` bytes.
   *
   * @throws SafeInstallError `archive.too-many`, `archive.too-large`, `archive.ratio`.
   */
  add(size: number): void {
    this.#entries += 1;
    if (this.#entries > MAX_ENTRIES)
      throw refusal('archive.too-many', `the archive has more than ${MAX_ENTRIES} entries`);
    this.#unpackedSize += size;
    const unpacked = this.#unpackedSize;
    if (unpacked > MAX_UNPACKED_BYTES)
      throw refusal('archive.too-large', `the archive unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);
    if (unpacked > RATIO_MATTERS_ABOVE_BYTES && unpacked > MAX_RATIO * this.#packedSize)
      throw refusal('archive.ratio', `the archive unpacks to more than ${MAX_RATIO} times its size`);
  }
}
