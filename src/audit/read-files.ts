import { setImmediate } from 'node:timers/promises';
import { type FileReading, type FileRequest, readFile } from './read-file.ts';
import { type ReadingThreads, startThreads } from './reading-threads.ts';

/** Files that are read in one go: a millisecond or two of work, so that what waits for the network waits no longer. */
const BATCH = 32;

/** Files that a thread is given at once. */
const BATCH_ELSEWHERE = 128;

/** Requests from `start` up to but without `end`. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads files, in this thread and in others beside it: whoever is done takes the next ones. What a thread breaks over is
 * read here.
 *
 * @param start what starts the other threads; a test has its own.
 * @returns an answer for each request, in their order.
 * @throws the signal's reason
 */
export async function readFiles(
  requests: readonly FileRequest[],
  signal: AbortSignal,
  start: (files: number) => ReadingThreads = startThreads,
): Promise<readonly FileReading[]> {
  const answers: FileReading[] = new Array(requests.length);
  const threads = start(requests.length);
  const broken: Stretch[] = [];
  let next = 0;
  const take = (count: number): Stretch => {
    const start = next;
    next += count;
    return { start, end: next };
  };
  const keep = ({ start }: Stretch, found: readonly FileReading[]): void => {
    for (const [at, answer] of found.entries()) answers[start + at] = answer;
  };
  const of = ({ start, end }: Stretch): readonly FileRequest[] => requests.slice(start, end);
  try {
    const elsewhere = threads.map(async (thread) => {
      while (next < requests.length) {
        const stretch = take(BATCH_ELSEWHERE);
        const found = await thread.read(of(stretch));
        if (found === undefined) {
          broken.push(stretch);
          return;
        }
        keep(stretch, found);
      }
    });
    while (next < requests.length) {
      signal.throwIfAborted();
      const stretch = take(BATCH);
      keep(stretch, of(stretch).map(readFile));
      await setImmediate();
    }
    await Promise.all(elsewhere);
    signal.throwIfAborted();
    for (const stretch of broken) keep(stretch, of(stretch).map(readFile));
    return answers;
  } finally {
    for (const thread of threads) void thread.close();
  }
}
