import { existsSync } from 'node:fs';

/**
 * Where the entry of a worker thread stands beside the bundle, whether this module ended up in an entry or in one of its
 * chunks; `undefined` where there is no bundle, as when the sources themselves are run.
 *
 * @param name of the entry, without its ending.
 */
export function findWorkerUrl(name: string, here: string = import.meta.url): URL | undefined {
  return [`./${name}.js`, `../${name}.js`]
    .map((path) => new URL(path, here))
    .find((url) => url.protocol === 'file:' && existsSync(url));
}
