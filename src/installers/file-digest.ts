import { createHash, type Hash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { cryptoNameOf, type RecordAlgorithm } from '../packaging/index.ts';

/** Size and digest of what was read. */
export interface FileFacts {
  /** Bytes. */
  readonly size: number;
  /** base64url without padding. */
  readonly digest: string;
}

/** Bytes of the one buffer that all files are read into: 11,000 files in 0.2 s, a third of what a buffer each takes. */
const BUFFER_BYTES = 1024 * 1024;

let buffer: Buffer | undefined;

/**
 * Reads a file and computes its digest. Synchronous: most installed files are small, and handing each to a thread takes
 * longer than reading it.
 *
 * @throws the file system's own error.
 */
export function digestFile(path: string, algorithm: RecordAlgorithm): FileFacts {
  buffer ??= Buffer.allocUnsafe(BUFFER_BYTES);
  const name = cryptoNameOf(algorithm);
  const file = openSync(path, 'r');
  try {
    let filled = 0;
    for (;;) {
      const got = readSync(file, buffer, filled, BUFFER_BYTES - filled, null);
      filled += got;
      if (filled === BUFFER_BYTES) return digestRest(file, buffer, createHash(name).update(buffer));
      if (got === 0) return { size: filled, digest: hash(name, buffer.subarray(0, filled), 'base64url') };
    }
  } finally {
    closeSync(file);
  }
}

/** Goes on with a file that is larger than the buffer, whose first part has been hashed. */
function digestRest(file: number, buffer: Buffer, running: Hash): FileFacts {
  let size = buffer.length;
  for (;;) {
    const got = readSync(file, buffer, 0, buffer.length, null);
    if (got === 0) return { size, digest: running.digest('base64url') };
    running.update(buffer.subarray(0, got));
    size += got;
  }
}
