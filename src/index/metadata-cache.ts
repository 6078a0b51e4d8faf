import type { Sha256 } from '../packaging/index.ts';
import { readDigested, writeDigested } from './digested-entry.ts';
import type { DiskCache } from './disk-cache.ts';
import { MAX_METADATA_BYTES } from './listing-limits.ts';

const FOLDER = 'metadata-1';

/**
 * METADATA on disk by the sha256 of the file that it is of. It never grows old: other metadata means another file.
 *
 * What stands here has been read from the file or from the index, and is held against the wheel's own METADATA, byte
 * for byte, before anything is installed. An entry begins with the digest of the rest, against half-written files.
 */
export class MetadataCache {
  readonly #disk: DiskCache;

  constructor(disk: DiskCache) {
    this.#disk = disk;
  }

  /** @param announced the sha256 of the METADATA that the index states, where it does: another one is a miss. */
  async read(file: Sha256, announced: Sha256 | null): Promise<Buffer | undefined> {
    const entry = await readDigested(this.#disk, `${FOLDER}/${file}`, MAX_METADATA_BYTES);
    if (entry === undefined) return undefined;
    return announced !== null && announced !== entry.digest ? undefined : entry.bytes;
  }

  write(file: Sha256, bytes: Uint8Array): void {
    writeDigested(this.#disk, `${FOLDER}/${file}`, bytes);
  }

  /** Empties an entry that turned out not to be what the file says. */
  forget(file: Sha256): void {
    this.#disk.write(`${FOLDER}/${file}`, 0, () => Buffer.alloc(0));
  }
}
