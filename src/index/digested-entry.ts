import { type DiskCache, sha256Of } from './disk-cache.ts';

/** Of the digest that an entry begins with. */
const DIGEST_BYTES = 32;

/** An entry with the digest that it was read by: of what follows it. */
export interface DigestedEntry {
  readonly bytes: Buffer;
  /** Hexadecimal sha256. */
  readonly digest: string;
}

/** An entry that begins with the digest of the rest; one that is half written is absent. */
export async function readDigested(
  disk: DiskCache,
  name: string,
  maxBytes: number,
): Promise<DigestedEntry | undefined> {
  const entry = await disk.read(name, DIGEST_BYTES + maxBytes);
  if (entry === undefined || entry.length < DIGEST_BYTES) return undefined;
  const bytes = entry.subarray(DIGEST_BYTES);
  const digest = sha256Of(bytes);
  return digest === entry.toString('hex', 0, DIGEST_BYTES) ? { bytes, digest } : undefined;
}

export const writeDigested = (disk: DiskCache, name: string, bytes: Uint8Array): void =>
  disk.write(name, bytes.length, () => Buffer.concat([Buffer.from(sha256Of(bytes), 'hex'), bytes]));
