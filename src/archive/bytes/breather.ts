import { setImmediate } from 'node:timers/promises';
import { MAX_UNINTERRUPTED_MS } from '../limits.ts';

/**
 * Gives the thread to others from time to time, so that downloads go on while an archive is read.
 *
 * @returns a function to be awaited often; nearly always it has nothing to wait for.
 */
export function breather(signal?: AbortSignal): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < MAX_UNINTERRUPTED_MS) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
      signal?.throwIfAborted();
    });
  };
}
