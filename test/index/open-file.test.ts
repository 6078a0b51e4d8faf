import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWheel, sha256Hex } from '../support/make-wheel.ts';
import { localIndex, name, packageIndex, temporaryFolder } from './support.ts';

const ACME = name('acme');
const WHEEL = makeWheel({
  name: 'acme',
  method: 'stored',
  files: { 'acme/data.bin': Buffer.alloc(100_000, 'x') },
});

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function setUp(settings: Parameters<typeof localIndex>[0] = {}) {
  const server = await localIndex(settings);
  server.add(WHEEL);
  const url = settings.credentials
    ? server.urlWith(settings.credentials.user, settings.credentials.password)
    : server.url;
  const index = packageIndex([url], { http: { retries: 2 } });
  const [file] = (await index.fetchProject(ACME)).files;
  if (file === undefined) throw new TypeError('the index lists no file');
  server.requests.length = 0;
  return { server, index, file };
}

describe('openFile', () => {
  it('streams a file', async () => {
    const { index, file } = await setUp();
    const { body, offset, total } = await index.openFile(file);
    expect([offset, total]).toEqual([0, WHEEL.bytes.length]);
    expect(sha256Hex(await bytesOf(body))).toBe(WHEEL.sha256);
  });

  it('streams from where the caller is', async () => {
    const { index, file } = await setUp();
    const { body, offset } = await index.openFile(file, { offset: 50_000 });
    expect(offset).toBe(50_000);
    expect((await bytesOf(body)).equals(WHEEL.bytes.subarray(50_000))).toBe(true);
  });

  it('begins at 0 where the server serves no parts', async () => {
    const { index, file } = await setUp({ ranges: 'none' });
    const { body, offset } = await index.openFile(file, { offset: 50_000 });
    expect(offset).toBe(0);
    expect(sha256Hex(await bytesOf(body))).toBe(WHEEL.sha256);
  });

  it.each(['truncated', 'reset'] as const)('goes on after a connection that was %s', async (kind) => {
    const { server, index, file } = await setUp();
    server.faults.add({ path: '/files/', fault: { kind, bytes: 40_000 }, times: 2 });
    expect(sha256Hex(await bytesOf((await index.openFile(file)).body))).toBe(WHEEL.sha256);
    expect(server.requests.map(({ range }) => range?.startsWith('bytes=') ?? false)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('brings the credentials of the index, and follows redirects', async () => {
    const { server, index, file } = await setUp({
      credentials: { user: 'me', password: 'x' },
      redirectFiles: true,
    });
    expect(sha256Hex(await bytesOf((await index.openFile(file)).body))).toBe(WHEEL.sha256);
    expect(server.requests.map(({ status, authorization }) => [status, authorization !== null])).toEqual([
      [301, true],
      [200, true],
    ]);
  });

  it.each<[number, string]>([
    [401, 'index.unauthorized'],
    [403, 'index.unauthorized'],
    [404, 'index.file-missing'],
    [410, 'index.file-missing'],
    [500, 'index.unavailable'],
  ])('tells %i apart', async (status, code) => {
    const { server, index, file } = await setUp();
    server.faults.add({ path: '/files/', fault: { kind: 'status', status } });
    await expect(index.openFile(file)).toRefuseWith(code);
  });

  it('leaves a size that is stated to the download, which tells it apart from a fault of the network', async () => {
    const { index, file } = await setUp();
    const opened = await index.openFile({ ...file, size: 1 });
    expect(opened.total).toBe(WHEEL.bytes.length);
    expect(sha256Hex(await bytesOf(opened.body))).toBe(WHEEL.sha256);
  });

  it('lets go when it is aborted', async () => {
    const { server, index, file } = await setUp();
    server.faults.add({ path: '/files/', fault: { kind: 'drip', bytesPerSecond: 1000 } });
    const controller = new AbortController();
    const { body } = await index.openFile(file, { signal: controller.signal });
    const reading = bytesOf(body);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a local file', () => {
  async function local() {
    const folder = await temporaryFolder();
    const path = join(folder, WHEEL.filename);
    await writeFile(path, WHEEL.bytes);
    const index = packageIndex([], { config: { findLinks: [folder] } });
    const [file] = (await index.fetchProject(ACME)).files;
    if (file === undefined) throw new TypeError('the folder has no file');
    return { index, file, path };
  }

  it('is streamed, from any place', async () => {
    const { index, file } = await local();
    const size = WHEEL.bytes.length;
    for (const [asked, offset] of [
      [0, 0],
      [50_000, 50_000],
      [size, size],
      [size + 1, 0],
    ]) {
      const opened = await index.openFile(file, { offset: asked ?? 0 });
      expect([opened.offset, opened.total]).toEqual([offset, size]);
      expect((await bytesOf(opened.body)).equals(WHEEL.bytes.subarray(offset))).toBe(true);
    }
  });

  it('that has gone, or is a folder now, is told of', async () => {
    const { index, file, path } = await local();
    await rm(path);
    await expect(index.openFile(file)).toRefuseWith('index.file-missing');
    await expect(index.fetchMetadata(file)).toRefuseWith('index.file-missing');
    await mkdir(path);
    await expect(index.openFile(file)).toRefuseWith('index.file-missing');
  });
});
