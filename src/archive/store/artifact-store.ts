import { createHash } from 'node:crypto';
import { closeSync, futimesSync, openSync, readSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha256 } from '../../packaging/index.ts';
import { type Clock, isErrno, makePrivateFolder, systemClock, toDiskError } from '../../platform/index.ts';
import { breather } from '../bytes/breather.ts';
import { KnownReadings } from '../checker/known-readings.ts';
import { READ_BYTES } from '../limits.ts';
import { toSha256 } from '../same-bytes.ts';
import { IncomingFile } from './incoming-file.ts';
import { listStore, type StoredFile } from './list-store.ts';
import { isAbandoned, temporaryName } from './temporary-name.ts';

/** A file of the store whose bytes have just been found to have this digest. */
export interface StoredArtifact {
  readonly path: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
}

export interface StoreInfo {
  readonly folder: string;
  readonly entries: number;
  readonly bytes: number;
}

export interface PruneRules {
  /** Milliseconds: what has not been used for longer goes. */
  readonly unusedFor?: number;
  /** What has not been used for longest goes until no more than this many bytes are left. */
  readonly keepBytes?: number;
}

export interface PruneResult {
  readonly removed: number;
  readonly freedBytes: number;
}

/** A running install may be about to hand over what it took from the store a moment ago. */
const IN_USE_MS = 60 * 60 * 1000;

/**
 * Downloaded files under the sha256 of their bytes, in a private folder. Any number of processes may use it at once:
 * nothing in it is ever changed, only put there whole, and taken away.
 */
export class ArtifactStore {
  readonly folder: string;
  /** What strict readings of the files found. */
  readonly readings: KnownReadings;
  readonly #clock: Clock;

  private constructor(cacheFolder: string, clock: Clock) {
    this.folder = join(cacheFolder, 'artifacts');
    this.readings = new KnownReadings(cacheFolder);
    this.#clock = clock;
  }

  /**
   * The store below the user's cache folder; sweeps out what killed processes have left.
   *
   * @throws SafeInstallError `disk.full`, `disk.read-only`.
   */
  static async open(cacheFolder: string, clock: Clock = systemClock): Promise<ArtifactStore> {
    const store = new ArtifactStore(cacheFolder, clock);
    await makePrivateFolder(store.folder);
    await makePrivateFolder(store.#temporaryFolder);
    await store.#sweep();
    return store;
  }

  /** Where the file of this digest stands, or would stand. */
  pathOf(sha256: Sha256): string {
    return join(this.folder, 'sha256', sha256.slice(0, 2), sha256);
  }

  /**
   * The file of this digest, if it is here and is still what it was.
   *
   * It is hashed each time (0.7 ms for a megabyte): a cache lives on disks that decay and in folders that other programs
   * clean up. What is no longer itself is removed, and counts as absent, so that it is fetched anew.
   */
  async take(sha256: Sha256): Promise<StoredArtifact | undefined> {
    const path = this.pathOf(sha256);
    try {
      const descriptor = openSync(path, 'r');
      try {
        const found = await digestOf(descriptor);
        if (found.sha256 === sha256) {
          this.#touch(descriptor);
          return { path, ...found };
        }
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      // whatever the disk says, the answer is the same: it cannot be had from here
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined;
    }
    await rm(path, { force: true, recursive: true });
    return undefined;
  }

  /** Notes the time of the last use, for `prune`; a cache on a read-only disk is still a cache. */
  #touch(descriptor: number): void {
    const now = this.#clock.now();
    try {
      futimesSync(descriptor, now, now);
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
    }
  }

  /** A file to write a download into. */
  receive(): IncomingFile {
    return IncomingFile.create(join(this.#temporaryFolder, temporaryName()));
  }

  /** Gives a received file its place in the store. */
  async keep(incoming: IncomingFile): Promise<StoredArtifact> {
    const { sha256, size } = incoming;
    const path = this.pathOf(sha256);
    await incoming.keepAs(path);
    return { path, sha256, size };
  }

  async info(): Promise<StoreInfo> {
    const files = await listStore(this.folder);
    return { folder: this.folder, entries: files.length, bytes: bytesOf(files) };
  }

  /** Removes what has not been used for long, the longest unused first; never what was used in the last hour. */
  async prune(rules: PruneRules): Promise<PruneResult> {
    const now = this.#clock.now().getTime();
    const files = (await listStore(this.folder)).toSorted((one, other) => one.usedAt - other.usedAt);
    let left = bytesOf(files);
    const doomed: StoredFile[] = [];
    for (const file of files) {
      const unusedFor = now - file.usedAt;
      if (unusedFor < IN_USE_MS) break;
      if (unusedFor <= (rules.unusedFor ?? Infinity) && left <= (rules.keepBytes ?? Infinity)) continue;
      doomed.push(file);
      left -= file.size;
    }
    await this.#sweep();
    return await this.#removeAll(doomed);
  }

  /** Removes everything but the files that other processes are writing right now. */
  async clear(): Promise<PruneResult> {
    await this.#sweep();
    return await this.#removeAll(await listStore(this.folder));
  }

  /** Removes files, and what is known of files that are not here. */
  async #removeAll(files: readonly StoredFile[]): Promise<PruneResult> {
    try {
      for (const file of files) await rm(file.path, { force: true });
      this.readings.keepOnly(new Set((await listStore(this.folder)).map(({ sha256 }) => sha256)));
    } catch (error) {
      throw toDiskError(error, this.folder);
    }
    return { removed: files.length, freedBytes: bytesOf(files) };
  }

  get #temporaryFolder(): string {
    return join(this.folder, 'incoming');
  }

  async #sweep(): Promise<void> {
    const now = this.#clock.now().getTime();
    for (const name of await readdir(this.#temporaryFolder)) {
      const path = join(this.#temporaryFolder, name);
      try {
        if (isAbandoned(name, now - (await stat(path)).mtimeMs)) await rm(path, { force: true });
      } catch (error) {
        if (!isErrno(error, 'ENOENT', 'EACCES', 'EPERM', 'EBUSY', 'EROFS')) throw error;
      }
    }
  }
}

const bytesOf = (files: readonly StoredFile[]): number => files.reduce((sum, file) => sum + file.size, 0);

/** Hashes in this thread: reading what has been read before takes less time than asking another one to. */
async function digestOf(descriptor: number): Promise<{ readonly sha256: Sha256; readonly size: number }> {
  const hash = createHash('sha256');
  const breathe = breather();
  buffer ??= Buffer.allocUnsafe(READ_BYTES);
  for (let size = 0; ; ) {
    const count = readSync(descriptor, buffer, 0, buffer.length, size);
    if (count === 0) return { sha256: toSha256(hash.digest('hex')), size };
    hash.update(buffer.subarray(0, count)); // before anybody else has their turn with the buffer
    size += count;
    await breathe();
  }
}

/** One for all files. */
let buffer: Buffer | undefined;
