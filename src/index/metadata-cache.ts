import type { Sha256 } from '../packaging/index.ts';
import { type DiskCache, sha256Of } from './disk-cache.ts';
import { MAX_METADATA_BYTES } from './listing-limits.ts';

const FOLDER = 'metadata-1';

const DIGEST_BYTES = 32;

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
    const entry = await this.#disk.read(`${FOLDER}/${file}`, DIGEST_BYTES + MAX_METADATA_BYTES);
    if (entry === undefined || entry.length < DIGEST_BYTES) return undefined;
    const bytes = entry.subarray(DIGEST_BYTES);
    const digest = sha256Of(bytes);
    if (digest !== entry.toString('hex', 0, DIGEST_BYTES)) return undefined;
    return announced !== null && announced !== digest ? undefined : bytes;
  }

  write(file: Sha256, bytes: Uint8Array): void {
    this.#disk.write(`${FOLDER}/${file}`, bytes.length, () =>
      Buffer.concat([Buffer.from(sha256Of(bytes), 'hex'), bytes]),
    );
  }

  /** Empties an entry that turned out not to be what the file says. */
  forget(file: Sha256): void {
    this.#disk.write(`${FOLDER}/${file}`, 0, () => Buffer.alloc(0));
  }
}
