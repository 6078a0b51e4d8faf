import { availableParallelism } from 'node:os';
import type { DownloadedArtifact } from '../../artifact/index.ts';
import { checkSubject, subjectOf } from '../check-archive.ts';
import type { CheckedArchive, CheckOptions } from '../checked-archive.ts';
import { CheckWorker } from './check-worker.ts';
import { findWorkerUrl } from './worker-url.ts';

/** Checks archives, in this thread or in others, whichever is done sooner. */
export interface ArchiveChecker {
  /** As `checkArchive` does. */
  check(artifact: DownloadedArtifact, options?: CheckOptions): Promise<CheckedArchive>;
  /** Ends its threads; what is still being checked is then checked here. */
  close(): Promise<void>;
}

export interface CheckerOptions {
  /** Threads at most; 0 for none. */
  readonly threads?: number;
  /** Entry of the worker thread; `undefined` for none. */
  readonly workerUrl?: URL | undefined;
  /** Bytes of archives from which on a first thread pays, and again for each further one. */
  readonly threadPaysAbove?: number;
}

/**
 * A thread takes 50 ms and 12 MB to start; this thread checks that much in as long. Smaller installs are over before it
 * could help.
 */
const THREAD_PAYS_ABOVE_BYTES = 8 * 1024 * 1024;

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
    if (url !== undefined && workers.length < threads && bytesSeen > paysAbove * (workers.length + 1)) {
      workers.push(new CheckWorker(url));
    }
    return workers
      .filter((worker) => !worker.isBroken)
      .toSorted((one, other) => one.backlog - other.backlog)[0];
  }

  return {
    async check(artifact, checkOptions = {}) {
      checkOptions.signal?.throwIfAborted();
      bytesSeen += artifact.size;
      const subject = subjectOf(artifact);
      const there = await chooseWorker()?.check(subject, artifact.size, checkOptions);
      return there ?? (await checkSubject(subject, checkOptions));
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
