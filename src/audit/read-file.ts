import { createHash, hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { isErrno } from '../platform/index.ts';

/**
 * A link that took the place of a file since the folder was listed is not followed, and a pipe does not make us wait for
 * its other end. Windows knows neither flag.
 */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Bytes of the one buffer that all files are read into; a buffer for each would take three times as long. */
const BUFFER_BYTES = 1024 * 1024;

let buffer: Buffer | undefined;

/** What was found at a path. */
export type FileReading =
  | {
      readonly kind: 'file';
      /** Bytes. */
      readonly size: number;
      /** Seconds since 1970, rounded down. */
      readonly modified: number;
      /** base64url without padding; `null` where the size alone shows that it is not the file that was expected. */
      readonly digest: string | null;
    }
  | { readonly kind: 'missing' | 'link' | 'other' | 'unreadable' };

/** Runs `work` on an open regular file, whatever stands at the path. */
function withFile<T>(
  path: string,
  work: (file: number, facts: { readonly size: number; readonly modified: number }) => T,
): T | Exclude<FileReading, { kind: 'file' }> {
  let file: number;
  try {
    file = openSync(path, FLAGS);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG')) return { kind: 'missing' };
    if (isErrno(error, 'ELOOP')) return { kind: 'link' };
    if (isErrno(error, 'EISDIR', 'ENXIO', 'ENODEV')) return { kind: 'other' };
    if (isErrno(error, 'EACCES', 'EPERM')) return { kind: 'unreadable' };
    throw error;
  }
  try {
    const facts = fstatSync(file);
    if (!facts.isFile()) return { kind: 'other' };
    return work(file, { size: facts.size, modified: Math.floor(facts.mtimeMs / 1000) });
  } catch (error) {
    if (isErrno(error, 'EIO', 'EACCES', 'EPERM', 'EISDIR')) return { kind: 'unreadable' };
    throw error;
  } finally {
    closeSync(file);
  }
}

/**
 * Reads a regular file and computes its digest; the size first, since bytes of another number need not be read.
 *
 * Synchronous: most installed files are small, and handing each to a thread takes longer than reading it.
 *
 * @param algorithm as `node:crypto` calls it; `null`: the file is looked at, and not read.
 * @param size as it is expected; `null` where nobody says.
 */
export function readDigest(path: string, algorithm: string | null, size: number | null): FileReading {
  return withFile(path, (file, facts): FileReading => {
    const isOther = size !== null && size !== facts.size;
    if (algorithm === null || isOther) return { kind: 'file', ...facts, digest: null };
    return { kind: 'file', ...facts, digest: digestOf(file, algorithm, facts.size) };
  });
}

function digestOf(file: number, algorithm: string, size: number): string {
  buffer ??= Buffer.allocUnsafe(BUFFER_BYTES);
  const running = size < BUFFER_BYTES ? undefined : createHash(algorithm);
  let length = 0;
  for (;;) {
    const start = running === undefined ? length : 0;
    const got = readSync(file, buffer, start, BUFFER_BYTES - start, null);
    if (got === 0) break;
    running?.update(buffer.subarray(0, got));
    length += got;
    if (running === undefined && length === BUFFER_BYTES) return ''; // it grew while it was read: no digest is ''
  }
  return running?.digest('base64url') ?? hash(algorithm, buffer.subarray(0, length), 'base64url');
}

/** The first bytes of a regular file; what stands there where it is none. */
export function readHead(
  path: string,
  bytes: number,
): { readonly kind: 'head'; readonly head: Buffer } | Exclude<FileReading, { kind: 'file' }> {
  return withFile(path, (file) => {
    const head = Buffer.alloc(bytes);
    return { kind: 'head' as const, head: head.subarray(0, readSync(file, head, 0, bytes, 0)) };
  });
}

/** A small regular file whole; `undefined` where there is none, it cannot be read, or it has more than `cap` bytes. */
export function readSmall(path: string, cap: number): Buffer | undefined {
  const read = withFile(path, (file, { size }) => {
    if (size > cap) return { kind: 'other' as const };
    const bytes = Buffer.alloc(size);
    let length = 0;
    while (length < size) {
      const got = readSync(file, bytes, length, size - length, null);
      if (got === 0) break;
      length += got;
    }
    return bytes.subarray(0, length);
  });
  return Buffer.isBuffer(read) ? read : undefined;
}
