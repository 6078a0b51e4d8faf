import { readDigested, writeDigested } from './digested-entry.ts';
import { type DiskCache, sha256Of } from './disk-cache.ts';
import { MAX_EVIDENCE_BYTES } from './listing-limits.ts';

const FOLDER = 'evidence-1';

/** Which evidence: where it was announced, and for which bytes. */
export interface EvidenceKey {
  readonly url: string;
  readonly sha256: string | null;
}

/**
 * Evidence on disk. What stands here is verified again whenever it is used, so that it proves what it proved when it came;
 * an entry begins with the digest of the rest, against half-written files.
 */
export class EvidenceCache {
  readonly #disk: DiskCache;

  constructor(disk: DiskCache) {
    this.#disk = disk;
  }

  async read(key: EvidenceKey): Promise<Buffer | undefined> {
    return (await readDigested(this.#disk, nameOf(key), MAX_EVIDENCE_BYTES))?.bytes;
  }

  write(key: EvidenceKey, bytes: Uint8Array): void {
    writeDigested(this.#disk, nameOf(key), bytes);
  }
}

/** A digest, without the credentials of the URL: what is on disk tells nobody a password. */
function nameOf({ url, sha256 }: EvidenceKey): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return `${FOLDER}/${sha256Of(JSON.stringify([bare.href, sha256]))}`;
}
