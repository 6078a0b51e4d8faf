import { existsSync } from 'node:fs';

/**
 * Where the entry of the worker thread stands beside the bundle, whether this module ended up in the entry or in one of
 * its chunks; `undefined` where there is no bundle, as when the sources themselves are run.
 */
export function findWorkerUrl(here: string = import.meta.url): URL | undefined {
  return ['./archive-worker.js', '../archive-worker.js']
    .map((path) => new URL(path, here))
    .find((url) => url.protocol === 'file:' && existsSync(url));
}
