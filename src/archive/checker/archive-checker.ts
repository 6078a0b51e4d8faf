import { availableParallelism } from 'node:os';
import type { DownloadedArtifact } from '../../artifact/index.ts';
import { findWorkerUrl, untilIdle } from '../../platform/index.ts';
import { checkSubject, subjectOf } from '../check-archive.ts';
import type { ArchiveSubject, CheckedArchive, CheckOptions } from '../checked-archive.ts';
import { CheckWorker } from './check-worker.ts';
import { keepReading, type ReadingPlace } from './keep-reading.ts';
import type { KnownReadings } from './known-readings.ts';

/** Checks archives, in this thread or in others, whichever is done sooner. */
export interface ArchiveChecker {
  /**
   * As `checkArchive` does, or by what an earlier run found in the very same bytes.
   *
   * @param artifact hashed in this run, as `downloadArtifact` leaves it: a report that is known is given for its digest.
   */
  check(artifact: DownloadedArtifact, options?: CheckOptions): Promise<CheckedArchive>;
  /** Ends its threads; what is still being checked is then checked here. */
  close(): Promise<void>;
}

export interface CheckerOptions {
  /** Threads at most; 0 for none. */
  readonly threads?: number;
  /** Entry of the worker thread; `undefined` for none. */
  readonly workerUrl?: URL | undefined;
  /** Bytes of archives from which on a first thread pays. */
  readonly threadPaysAbove?: number;
  /** What earlier runs have found; without it every file is read. */
  readonly readings?: KnownReadings | undefined;
}

/**
 * A thread takes 50 ms and 12 MB to start, most of it on another core than this thread's, which is the busier one while
 * anything is still being resolved. Smaller installs are over before it could help.
 */
const THREAD_PAYS_ABOVE_BYTES = 1024 * 1024;

/** Bytes of archives for each further thread. */
const FURTHER_THREAD_BYTES = 8 * 1024 * 1024;

/** One core is left to this thread, which downloads and hashes meanwhile; with four, the disk is the limit. */
const MAX_THREADS = 4;

/** Archives that a thread has at once: one that it reads, and one that it goes on with while this thread is busy. */
const ARCHIVES_PER_THREAD = 2;

/** An archive that waits for a thread. */
interface Job {
  readonly subject: ArchiveSubject;
  readonly options: CheckOptions;
  readonly place: ReadingPlace | undefined;
  readonly resolve: (report: CheckedArchive) => void;
  readonly reject: (error: unknown) => void;
}

class QueueingChecker implements ArchiveChecker {
  readonly #options: CheckerOptions;
  readonly #workerUrl: URL | undefined;
  readonly #mostThreads: number;
  readonly #workers: CheckWorker[] = [];
  readonly #waiting: Job[] = [];
  #bytesSeen = 0;
  /** This thread reads an archive, or waits until it has the time to. */
  #isTakenHere = false;

  constructor(options: CheckerOptions) {
    this.#options = options;
    this.#workerUrl = 'workerUrl' in options ? options.workerUrl : findWorkerUrl('archive-worker');
    this.#mostThreads = options.threads ?? Math.min(MAX_THREADS, availableParallelism() - 1);
  }

  async check(artifact: DownloadedArtifact, options: CheckOptions = {}): Promise<CheckedArchive> {
    options.signal?.throwIfAborted();
    const subject = subjectOf(artifact);
    const { readings } = this.#options;
    const place = readings?.placeOf(subject, options);
    const known = place === undefined ? undefined : readings?.read(place);
    if (known !== undefined) return known;
    this.#bytesSeen += artifact.size;
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ subject, options, place, resolve, reject });
      this.#distribute();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
    this.#distribute();
  }

  get #threads(): readonly CheckWorker[] {
    return this.#workers.filter((worker) => !worker.isBroken);
  }

  /** Gives what waits to the threads that have little to do, and to this one where that is the better choice. */
  #distribute(): void {
    this.#startThread();
    const threads = this.#threads;
    for (const thread of threads) {
      while (thread.backlog < ARCHIVES_PER_THREAD && this.#waiting.length > 0)
        void this.#checkThere(thread, this.#waiting.shift());
    }
    if (!this.#isTakenHere && this.#waiting.length > 0) void this.#checkHere(threads.length > 0);
  }

  #startThread(): void {
    const started = this.#workers.length;
    const paysAbove = this.#options.threadPaysAbove ?? THREAD_PAYS_ABOVE_BYTES;
    const pays = this.#bytesSeen > paysAbove + FURTHER_THREAD_BYTES * started;
    if (this.#workerUrl !== undefined && started < this.#mostThreads && pays)
      this.#workers.push(new CheckWorker(this.#workerUrl));
  }

  async #checkThere(thread: CheckWorker, job: Job | undefined): Promise<void> {
    if (job === undefined) return;
    const { subject, options, place } = job;
    try {
      options.signal?.throwIfAborted();
      // what a thread breaks over is told by this one
      job.resolve((await thread.check(subject, options, place)) ?? (await readHere(job)));
    } catch (error) {
      job.reject(error);
    }
    this.#distribute();
  }

  /** @param hasHelp others read as well: this thread does when it has nothing more urgent to do. */
  async #checkHere(hasHelp: boolean): Promise<void> {
    this.#isTakenHere = true;
    if (hasHelp) await untilIdle(() => this.#waiting.length > 0 && this.#threads.length > 0);
    const job = this.#waiting.shift();
    try {
      if (job !== undefined) job.resolve(await readHere(job));
    } catch (error) {
      job?.reject(error);
    }
    this.#isTakenHere = false;
    this.#distribute();
  }
}

async function readHere({ subject, options, place }: Job): Promise<CheckedArchive> {
  const report = await checkSubject(subject, options);
  if (place !== undefined) keepReading(place, report);
  return report;
}

/** A checker for one run. Threads are started as the archives come to be worth them. */
export const createArchiveChecker = (options: CheckerOptions = {}): ArchiveChecker =>
  new QueueingChecker(options);
