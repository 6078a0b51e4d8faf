import { MAX_ENTRIES } from '../limits.ts';
import { refusal } from '../refusal.ts';
import type { NameRules } from './entry-name.ts';

const ASCII = /^[\u0000-\u007f]*$/;

/**
 * The name that a file system may take `path` for: macOS stores names in a normal form of its own, so that two
 * spellings of `é` are one file; the compatibility form (NFKC) also makes one of `ﬁ` and `fi`.
 */
function keyOf(path: string, foldCase: boolean): string {
  const normal = ASCII.test(path) ? path : path.normalize('NFKC');
  // upper case first: "ß" and "ss", "ſ" and "s" are one name where case is folded
  return foldCase ? normal.toUpperCase().toLowerCase() : normal;
}

/**
 * The names of an archive as they come, refusing those of which a file system could keep only one.
 *
 * Python's zipfile keeps the last of two entries with one name, others the first: whoever checks the one may install
 * the other.
 */
export class NameRegister {
  readonly #foldCase: boolean;
  readonly #files = new Set<string>();
  /** Folders that have an entry of their own. */
  readonly #folders = new Set<string>();
  /** Folders that something lies in. */
  readonly #parents = new Set<string>();
  #lastParent = '';

  constructor(rules: NameRules) {
    this.#foldCase = rules.foldCase ?? false;
  }

  /**
   * @param path without a slash at its end; it has passed `checkEntryName`.
   * @throws SafeInstallError `archive.duplicate-entry`, `archive.name-conflict`, `archive.too-many`.
   */
  add(path: string, isFolder: boolean): void {
    const key = keyOf(path, this.#foldCase);
    if (isFolder ? this.#folders.has(key) : this.#files.has(key))
      throw refusal('archive.duplicate-entry', 'there are two entries of one name', { subject: path });
    if (isFolder ? this.#files.has(key) : this.#folders.has(key) || this.#parents.has(key))
      throw refusal('archive.name-conflict', 'one name is both that of a file and of a folder', {
        subject: path,
      });
    (isFolder ? this.#folders : this.#files).add(key);
    this.#addParents(key, path);
  }

  /** Entries of one folder stand side by side nearly always, so the folder of the last one is remembered. */
  #addParents(key: string, path: string): void {
    let slash = key.lastIndexOf('/');
    if (slash < 0 || key.slice(0, slash) === this.#lastParent) return;
    this.#lastParent = key.slice(0, slash);
    for (; slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
      const parent = key.slice(0, slash);
      if (this.#files.has(parent))
        throw refusal('archive.name-conflict', 'it lies below a file', { subject: path });
      if (this.#parents.has(parent)) return;
      this.#parents.add(parent);
      // a path has up to two thousand folders, and 16,000 such paths fit into a directory that is read
      if (this.#parents.size > MAX_ENTRIES)
        throw refusal('archive.too-many', `the archive has more than ${MAX_ENTRIES} folders`);
    }
  }
}
