import { availableParallelism } from 'node:os';
import type { DownloadedArtifact } from '../../artifact/index.ts';
import { checkSubject, subjectOf } from '../check-archive.ts';
import type { CheckedArchive, CheckOptions } from '../checked-archive.ts';
import { CheckWorker } from './check-worker.ts';
import { keepReading } from './keep-reading.ts';
import type { KnownReadings } from './known-readings.ts';
import { findWorkerUrl } from './worker-url.ts';

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

/** A checker for one run. Threads are started as the archives come to be worth them. */
export function createArchiveChecker(options: CheckerOptions = {}): ArchiveChecker {
  const url = 'workerUrl' in options ? options.workerUrl : findWorkerUrl();
  const threads =
    url === undefined ? 0 : (options.threads ?? Math.min(MAX_THREADS, availableParallelism() - 1));
  const paysAbove = options.threadPaysAbove ?? THREAD_PAYS_ABOVE_BYTES;
  const workers: CheckWorker[] = [];
  let bytesSeen = 0;

  /** The thread that will be done first; `undefined` where this one is the better choice. */
  function chooseWorker(): CheckWorker | undefined {
    if (
      url !== undefined &&
      workers.length < threads &&
      bytesSeen > paysAbove + FURTHER_THREAD_BYTES * workers.length
    ) {
      workers.push(new CheckWorker(url));
    }
    return workers
      .filter((worker) => !worker.isBroken)
      .toSorted((one, other) => one.backlog - other.backlog)[0];
  }

  return {
    async check(artifact, checkOptions = {}) {
      checkOptions.signal?.throwIfAborted();
      const subject = subjectOf(artifact);
      const place = options.readings?.placeOf(subject, checkOptions);
      const known = place === undefined ? undefined : await options.readings?.read(place);
      if (known !== undefined) return known;
      bytesSeen += artifact.size;
      const there = await chooseWorker()?.check(subject, { bytes: artifact.size, place, ...checkOptions });
      if (there !== undefined) return there;
      const report = await checkSubject(subject, checkOptions);
      if (place !== undefined) keepReading(place, report);
      return report;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
