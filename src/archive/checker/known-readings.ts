import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseSha256, type Sha256 } from '../../packaging/index.ts';
import { isErrno, readOwnFile } from '../../platform/index.ts';
import type { ArchiveSubject, CheckedArchive, CheckOptions } from '../checked-archive.ts';
import { CHECKER_DIGEST } from './checker-digest.ts';
import { MAX_READING_BYTES, type ReadingPlace } from './keep-reading.ts';
import { parseReading } from './reading-format.ts';

/** Characters of the key that the name of a file carries, beside the digest of what was read. */
const KEY_IN_NAME = 32;

/**
 * Reports of strict readings that ended well, below the user's cache folder (private, mode 0700).
 *
 * What a strict reading finds follows from the bytes, the filename, the rules for names and the code that reads. All of
 * them make up the key, so that nothing is read twice, and other code never believes an answer of this one. A refusal is
 * not kept, nor a report that needed a waiver.
 */
export class KnownReadings {
  readonly #folder: string;
  readonly #checker: string | null;

  /** @param checker digest of the code that reads; `null`: nothing is kept, and nothing believed. */
  constructor(cacheFolder: string, checker: string | null = CHECKER_DIGEST) {
    this.#folder = join(cacheFolder, 'readings');
    this.#checker = checker;
  }

  /** Where the report of this reading stands, or would stand; `undefined` where none is kept. */
  placeOf(subject: ArchiveSubject, { foldCase, windows }: CheckOptions): ReadingPlace | undefined {
    if (this.#checker === null) return undefined;
    const { kind, sha256, identity } = subject;
    const { filename, name, version } = identity;
    const rules = [foldCase === true, windows === true];
    const parts = [
      this.#checker,
      process.version,
      sha256,
      kind,
      filename,
      name,
      version.toString(),
      ...rules,
    ];
    const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    return { key, path: join(this.#folder, sha256.slice(0, 2), `${sha256}-${key.slice(0, KEY_IN_NAME)}`) };
  }

  /** The report that is kept there; `undefined` for none, and for whatever cannot be read or is not one. */
  read({ path, key }: ReadingPlace): CheckedArchive | undefined {
    try {
      const bytes = readOwnFile(path, MAX_READING_BYTES);
      return bytes === undefined ? undefined : parseReading(key, bytes);
    } catch (error) {
      // whatever the disk says, the file is then read strictly
      if (error instanceof Error && 'syscall' in error) return undefined;
      throw error;
    }
  }

  /** Removes the reports of files that are not in the store any more. */
  keepOnly(files: ReadonlySet<Sha256>): void {
    for (const shelf of namesIn(this.#folder)) {
      for (const name of namesIn(join(this.#folder, shelf))) {
        const file = parseSha256(name.slice(0, name.indexOf('-')));
        if (file === undefined || !files.has(file))
          rmSync(join(this.#folder, shelf, name), { force: true, recursive: true });
      }
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
