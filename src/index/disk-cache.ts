import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno, type Log, readOwnFile, untilIdle, writeOwnFile } from '../platform/index.ts';

/** Hexadecimal sha256 of bytes or text. */
export const sha256Of = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** Milliseconds without a new entry after which the entries so far are written. */
const QUIET_TIME = 1000;

/** Bytes that may wait to be written. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/** What a folder that cannot be looked into has. */
const NOTHING: ReadonlySet<string> = new Set();

/**
 * A private folder of small files that may vanish at any time. A file that cannot be read is absent, and one that
 * cannot be written is not written: a cache never fails a run.
 *
 * It keeps out of the way while listings arrive: each folder is looked into once, and what is to be kept is written
 * when nothing new has come for a moment and there is nothing else to do, as while an installer works. Some thousand
 * calls to the disk took half a second of a resolution otherwise.
 */
export class DiskCache {
  readonly #folder: string | null;
  readonly #log: Log;
  readonly #names = new Map<string, Promise<ReadonlySet<string>>>();
  readonly #waiting = new Map<string, () => Uint8Array>();
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string | null, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** @param name `FOLDER/FILE`. */
  async read(name: string, maxBytes: number): Promise<Buffer | undefined> {
    if (this.#folder === null) return undefined;
    const path = join(this.#folder, name);
    const names = await this.#namesIn(dirname(name));
    if (!names.has(name.slice(dirname(name).length + 1))) return undefined;
    try {
      return readOwnFile(path, maxBytes);
    } catch (error) {
      this.#tell(`${path} is not used`, error);
      return undefined;
    }
  }

  /**
   * Keeps an entry, on disk a little later; see {@link settled}.
   *
   * @param size about how many bytes `make` will give, which is called when they are written.
   */
  write(name: string, size: number, make: () => Uint8Array): void {
    if (this.#folder === null) return;
    this.#waiting.set(name, make);
    this.#waitingBytes += size;
    clearTimeout(this.#timer);
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.#flush();
    else this.#timer = setTimeout(() => void this.#flushWhenIdle(), QUIET_TIME).unref();
  }

  /** Waits until everything that is to be kept is on disk. */
  async settled(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flush();
    await this.#writing;
  }

  async #flushWhenIdle(): Promise<void> {
    await untilIdle(() => this.#waiting.size > 0);
    this.#flush();
  }

  #flush(): void {
    const entries = [...this.#waiting];
    this.#waiting.clear();
    this.#waitingBytes = 0;
    this.#writing = this.#writing.then(async () => {
      for (const [name, make] of entries) {
        this.#writeOne(name, make());
        await setImmediate(); // between them others have their turn
      }
    });
  }

  #writeOne(name: string, data: Uint8Array): void {
    const path = join(this.#folder ?? '', name);
    try {
      writeOwnFile(path, data);
    } catch (error) {
      this.#tell(`${path} is not kept`, error);
    }
  }

  #namesIn(folder: string): Promise<ReadonlySet<string>> {
    let names = this.#names.get(folder);
    if (names === undefined) {
      names = this.#list(join(this.#folder ?? '', folder));
      this.#names.set(folder, names);
    }
    return names;
  }

  async #list(folder: string): Promise<ReadonlySet<string>> {
    try {
      return new Set(await readdir(folder));
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) this.#tell(`${folder} is not used`, error);
      return NOTHING;
    }
  }

  /** Errors of the disk are told in passing; anything else is a bug, and thrown. */
  #tell(what: string, error: unknown): void {
    const isOfTheDisk =
      error instanceof SafeInstallError ||
      (error instanceof Error && 'syscall' in error && typeof error.syscall === 'string');
    if (!isOfTheDisk) throw error;
    this.#log.debug(`${what}: ${error.message}`);
  }
}
