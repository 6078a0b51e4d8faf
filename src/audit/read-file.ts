import { createHash, hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { isErrno } from '../platform/index.ts';
import { type Bytecode, HEADER_BYTES, parseBytecodeHeader } from './bytecode.ts';

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
      /** What its header says; `null` where that is not wanted. */
      readonly bytecode: Bytecode | null;
    }
  | { readonly kind: 'missing' | 'link' | 'other' | 'unreadable' };

/** What is to be found out about a file. */
export interface FileRequest {
  readonly path: string;
  /** As `node:crypto` calls it; `null`: no digest is wanted. */
  readonly algorithm: string | null;
  /** As it is expected; `null` where nobody says. */
  readonly size: number | null;
  /** Whether its header is wanted, which is read as that of bytecode. */
  readonly isBytecode: boolean;
}

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
 * Reads a regular file as far as it is wanted; the size first, since bytes of another number need not be read.
 *
 * Synchronous: most installed files are small, and handing each to a thread takes longer than reading it.
 */
export function readFile({ path, algorithm, size, isBytecode }: FileRequest): FileReading {
  return withFile(path, (file, facts): FileReading => {
    const isOther = size !== null && size !== facts.size;
    const digest = algorithm === null || isOther ? null : digestOf(file, algorithm, facts.size);
    return { kind: 'file', ...facts, digest, bytecode: isBytecode ? headerOf(file) : null };
  });
}

/** As {@link readFile}, for a digest, whatever the size is; without an algorithm the file is looked at, and not read. */
export const readDigest = (path: string, algorithm: string | null): FileReading =>
  readFile({ path, algorithm, size: null, isBytecode: false });

function headerOf(file: number): Bytecode {
  const head = Buffer.alloc(HEADER_BYTES);
  return parseBytecodeHeader(head.subarray(0, readSync(file, head, 0, HEADER_BYTES, 0)));
}

function digestOf(file: number, algorithm: string, size: number): string {
  buffer ??= Buffer.allocUnsafe(BUFFER_BYTES);
  const running = size < BUFFER_BYTES ? undefined : createHash(algorithm);
  let length = 0;
  while (length < size || size === 0) {
    // a file of which the system says that it is empty may be one whose size it does not know
    const start = running === undefined ? length : 0;
    const got = readSync(file, buffer, start, BUFFER_BYTES - start, null);
    if (got === 0) break;
    running?.update(buffer.subarray(0, got));
    length += got;
    if (running === undefined && length === BUFFER_BYTES) return ''; // it grew while it was read: no digest is ''
  }
  return running?.digest('base64url') ?? hash(algorithm, buffer.subarray(0, length), 'base64url');
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
