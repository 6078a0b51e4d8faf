import { join } from 'node:path';
import type { Fetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { type HttpClient, removePath, writeFileAtomic } from '../../platform/index.ts';

/** A fetcher that also remembers what the network did, since the client tells some failures as text. */
export type TufFetcher = Fetcher & { readonly failure: () => unknown };

/**
 * Lets the TUF client fetch through our own HTTP client: with the user's proxy and certificates, and with caps that hold
 * while the bytes arrive.
 *
 * @param folder where a file lies while it is checked.
 */
export function createTufFetcher(
  http: Pick<HttpClient, 'fetchBytes'>,
  folder: string,
  signal: AbortSignal,
): TufFetcher {
  let failure: unknown;
  const fetch = async (url: string, maxBytes: number): Promise<Buffer> => {
    const { status, bytes } = await http.fetchBytes({ url, maxBytes, signal }).catch((error: unknown) => {
      failure = error;
      throw error;
    });
    if (status === 200) return bytes;
    const refused = new DownloadHTTPError(`the repository answered ${status}`, status);
    // 403 and 404 are how a repository says that there is no newer root; anything else is its failure.
    if (status !== 404 && status !== 403) failure = refused;
    throw refused;
  };
  return {
    failure: () => failure,
    downloadBytes: fetch,
    downloadFile: async (url, maxLength, handler) => {
      const path = join(folder, 'download');
      await writeFileAtomic(path, await fetch(url, maxLength));
      try {
        return await handler(path);
      } finally {
        await removePath(path);
      }
    },
  };
}
