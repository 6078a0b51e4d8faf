import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { findWorkerUrl } from '../platform/index.ts';
import type { FileReading, FileRequest } from './read-file.ts';

/** A thread that reads files beside this one. */
export interface ReadingThread {
  /** @returns `undefined` when the thread broke, which says nothing about the files. */
  read(requests: readonly FileRequest[]): Promise<readonly FileReading[] | undefined>;
  close(): Promise<unknown>;
}

export type ReadingThreads = readonly ReadingThread[];

/** A thread takes 40 ms to start, on a core of its own: about what two thousand files take. */
const FILES_PER_THREAD = 2_000;

/** With more, the system's own locks are the limit. */
const MAX_THREADS = 3;

/** As many threads as pay for a number of files; this one reads as well. */
export function startThreads(files: number): ReadingThreads {
  const url = findWorkerUrl('audit-worker');
  if (url === undefined) return [];
  const count = Math.min(MAX_THREADS, availableParallelism() - 1, Math.floor(files / FILES_PER_THREAD));
  return Array.from({ length: Math.max(count, 0) }, () => startThread(url));
}

/** @param url of a module that answers each message, a list of requests, with a list of answers. */
export function startThread(url: URL): ReadingThread {
  const worker = new Worker(url);
  let settle: ((answers: readonly FileReading[] | undefined) => void) | undefined;
  let isBroken = false;
  const giveUp = (): void => {
    isBroken = true;
    settle?.(undefined);
  };
  worker.on('message', (answers: readonly FileReading[]) => settle?.(answers));
  worker.on('error', giveUp);
  worker.on('messageerror', giveUp);
  worker.on('exit', giveUp);
  return {
    read: (requests) =>
      new Promise((resolve) => {
        if (isBroken) return resolve(undefined);
        settle = resolve;
        worker.postMessage(requests);
      }),
    close: () => worker.terminate(),
  };
}
