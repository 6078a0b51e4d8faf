import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTufFetcher, type TufFetcher } from '../../../src/attestation/trust/tuf-fetcher.ts';
import type { HttpClient } from '../../../src/platform/index.ts';

const URL_OF_FILE = 'https://tuf.example/root.json';
const BYTES = Buffer.from('{}');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuf-fetcher-test-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function fetcherThat(answer: () => { status: number }): TufFetcher {
  const fetchBytes = async () => ({ ...answer(), bytes: BYTES });
  const http = { fetchBytes } as unknown as Pick<HttpClient, 'fetchBytes'>;
  return createTufFetcher(http, folder, AbortSignal.timeout(10_000));
}

describe('createTufFetcher', () => {
  it('hands out what the repository sent', async () => {
    const fetcher = fetcherThat(() => ({ status: 200 }));
    expect(await fetcher.downloadBytes(URL_OF_FILE, 10)).toEqual(BYTES);
    expect(fetcher.failure()).toBeUndefined();
  });

  it.each([
    [403, false],
    [404, false],
    [402, true],
    [500, true],
    [204, true],
  ])(
    'takes the status %i for no bytes, and for a failure of the repository: %s',
    async (status, isFailure) => {
      const fetcher = fetcherThat(() => ({ status }));
      await expect(fetcher.downloadBytes(URL_OF_FILE, 10)).rejects.toMatchObject({
        message: `the repository answered ${status}`,
        statusCode: status,
      });
      expect(fetcher.failure() !== undefined).toBe(isFailure);
    },
  );

  it('remembers a failure of the network', async () => {
    const failure = new Error('no route');
    const fetcher = fetcherThat(() => {
      throw failure;
    });
    await expect(fetcher.downloadBytes(URL_OF_FILE, 10)).rejects.toBe(failure);
    expect(fetcher.failure()).toBe(failure);
  });

  it('lets a file lie only while it is checked', async () => {
    const fetcher = fetcherThat(() => ({ status: 200 }));
    const paths: string[] = [];
    const handler = async (path: string) => {
      paths.push(path);
      return await readFile(path);
    };
    expect(await fetcher.downloadFile(URL_OF_FILE, 10, handler)).toEqual(BYTES);
    const failing = fetcher.downloadFile(URL_OF_FILE, 10, async (path) => {
      paths.push(path);
      throw new Error('another length');
    });
    await expect(failing).rejects.toThrow('another length');
    expect(paths.map(existsSync)).toEqual([false, false]);
  });
});
