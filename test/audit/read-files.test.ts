import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type FileReading, type FileRequest, readFile } from '../../src/audit/read-file.ts';
import { readFiles } from '../../src/audit/read-files.ts';
import { type ReadingThread, startThread } from '../../src/audit/reading-threads.ts';
import { temporaryFolder } from '../index/support.ts';

const NO_SIGNAL = new AbortController().signal;
const FILES = 700;

/** Some files that are there, and some that are not. */
async function requestsInFolder(): Promise<readonly FileRequest[]> {
  const folder = await temporaryFolder();
  return Array.from({ length: FILES }, (_, at) => {
    const path = join(folder, `${at}.txt`);
    if (at % 7 > 0) writeFileSync(path, `text ${at}`);
    return { path, algorithm: 'sha256', size: null, isBytecode: false };
  });
}

/** A thread that is none, and counts what it is asked for. */
class Reader implements ReadingThread {
  readonly asked: number[] = [];
  isClosed = false;
  readonly #lists: number;

  /** @param lists that it answers before it breaks. */
  constructor(lists = Number.POSITIVE_INFINITY) {
    this.#lists = lists;
  }

  read(requests: readonly FileRequest[]): Promise<readonly FileReading[] | undefined> {
    this.asked.push(requests.length);
    return Promise.resolve(this.asked.length > this.#lists ? undefined : requests.map(readFile));
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

describe('readFiles', () => {
  it.each<[string, readonly Reader[]]>([
    ['by itself', []],
    ['with others', [new Reader(), new Reader()]],
    ['with one that breaks at once', [new Reader(0)]],
    ['with one that breaks later, and one that does not', [new Reader(1), new Reader()]],
  ])('answers each request in its place, %s', async (_reason, readers) => {
    const requests = await requestsInFolder();
    expect(await readFiles(requests, NO_SIGNAL, () => readers)).toEqual(requests.map(readFile));
    for (const reader of readers) expect(reader).toMatchObject({ isClosed: true });
  });

  it('gives a thread that broke nothing more', async () => {
    const reader = new Reader(1);
    await readFiles(await requestsInFolder(), NO_SIGNAL, () => [reader]);
    expect(reader.asked).toHaveLength(2);
  });

  it('ends where the user wants that, and leaves no thread behind', async () => {
    const reader = new Reader();
    const reason = new Error('interrupted');
    const reading = readFiles(await requestsInFolder(), AbortSignal.abort(reason), () => [reader]);
    await expect(reading).rejects.toBe(reason);
    expect(reader.isClosed).toBe(true);
  });

  it('reads nothing where there is nothing', async () => {
    expect(await readFiles([], NO_SIGNAL)).toEqual([]);
  });
});

describe('a thread that reads', () => {
  /** @param body of a module that gets each message as `requests`. */
  async function threadOf(body: string): Promise<ReadingThread> {
    const path = join(await temporaryFolder(), 'thread.mjs');
    writeFileSync(
      path,
      `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', (requests) => { ${body} });\n`,
    );
    return startThread(pathToFileURL(path));
  }

  it('answers list by list', async () => {
    const thread = await threadOf(
      "parentPort.postMessage(requests.map(({ path }) => ({ kind: 'missing', path })))",
    );
    const request = { path: '/a', algorithm: null, size: null, isBytecode: false };
    expect(await thread.read([request])).toEqual([{ kind: 'missing', path: '/a' }]);
    expect(await thread.read([request, { ...request, path: '/b' }])).toHaveLength(2);
    await thread.close();
  });

  it.each([
    ['fails', "throw new Error('broken')"],
    ['ends', 'process.exit(3)'],
  ])('answers nothing when it %s, now and later', async (_reason, body) => {
    const thread = await threadOf(body);
    expect(await thread.read([])).toBeUndefined();
    expect(await thread.read([])).toBeUndefined();
    await thread.close();
  });
});
