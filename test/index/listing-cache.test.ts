import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IndexSettings } from '../../e2e/support/index-pages.ts';
import { parseMaxAge } from '../../src/index/listing-cache.ts';
import { makeWheel, sha256Hex } from '../support/make-wheel.ts';
import { keepingLog, localIndex, name, packageIndex, temporaryFolder } from './support.ts';

const ACME = name('acme');

describe('parseMaxAge', () => {
  it.each<[string | undefined, number | undefined]>([
    [undefined, 0],
    ['', 0],
    ['max-age=60', 60],
    ['public, Max-Age=60', 60],
    ['max-age="60"', 60],
    ['max-age=600, public', 600],
    ['max-age=31536000', 600],
    ['s-maxage=60', 0],
    ['max-age=-1', 0],
    ['max-age=1e3', 0],
    ['max-age=60, no-cache', 0],
    ['no-store', undefined],
    ['max-age=60, no-store', undefined],
  ])('%s is %s', (value, expected) => {
    expect(parseMaxAge(value)).toBe(expected);
  });
});

const sealed = (rest: string): string => `${sha256Hex(rest)}${rest}`;

/** A run at a time, in seconds after the first. */
async function setUp(settings: Partial<IndexSettings>) {
  const server = await localIndex(settings);
  server.add(makeWheel({ name: 'acme', version: '1.0' }));
  const cacheFolder = await temporaryFolder();
  const start = Date.parse('2026-01-01T00:00:00Z');
  const run = async (seconds: number, offline = false, refreshes = (_name: string) => false) => {
    const index = packageIndex([server.url], {
      doors: { cacheFolder, clock: { now: () => new Date(start + seconds * 1000) } },
      http: { offline },
      config: { refreshes },
    });
    const { files } = await index.fetchProject(ACME);
    await index.close();
    return files.map(({ filename }) => filename.split('-')[1]);
  };
  const statuses = () => server.requests.map(({ status }) => status);
  return { server, cacheFolder, run, statuses };
}

describe('the cache of listings', () => {
  it('asks each run whether an ETag still holds', async () => {
    const { server, run, statuses } = await setUp({ etag: true, maxAge: null });
    expect([await run(0), await run(1)]).toEqual([['1.0'], ['1.0']]);
    server.add(makeWheel({ name: 'acme', version: '1.1' }));
    expect(await run(2)).toEqual(['1.0', '1.1']);
    expect(statuses()).toEqual([200, 304, 200]);
  });

  it('does not ask for as long as the server says, and for ten minutes at most', async () => {
    const { run, statuses } = await setUp({ etag: true, maxAge: 86_400 });
    await run(0);
    await run(599);
    expect(statuses()).toEqual([200]);
    await run(600);
    expect(statuses()).toEqual([200, 304]);
    await run(1199); // the answer 304 has begun a new ten minutes
    expect(statuses()).toEqual([200, 304]);
  });

  it('asks again whatever its age for a project that is to be refreshed, and for no other one', async () => {
    const { run, statuses } = await setUp({ etag: true, maxAge: 600 });
    await run(0);
    await run(1, false, (name) => name === 'other');
    expect(statuses()).toEqual([200]);
    await run(2, false, (name) => name === 'acme');
    expect(statuses()).toEqual([200, 304]);
    await run(3, true, () => true); // offline nothing is asked
    expect(statuses()).toEqual([200, 304]);
  });

  it('asks for the page anew where it has no validator', async () => {
    const { run, statuses } = await setUp({ etag: false, maxAge: null });
    await run(0);
    await run(1);
    expect(statuses()).toEqual([200, 200]);
  });

  it.each<Partial<IndexSettings>>([{ etag: true }, { etag: false, gzip: false }, { form: 'html' }])(
    'serves an offline run whatever its age, with %j',
    async (settings) => {
      const { run, statuses } = await setUp(settings);
      await run(0);
      expect(await run(1e8, true)).toEqual(['1.0']);
      expect(statuses()).toEqual([200]);
    },
  );

  it('knows offline that a project was not there, and asks for it when it is not', async () => {
    const { server, cacheFolder } = await setUp({ maxAge: 600 });
    const ask = async (offline: boolean, project: string) => {
      const index = packageIndex([server.url], { doors: { cacheFolder }, http: { offline } });
      const { files } = await index.fetchProject(name(project));
      await index.close();
      return files.length;
    };
    expect(await ask(false, 'new')).toBe(0);
    expect(await ask(true, 'new')).toBe(0);
    server.add(makeWheel({ name: 'new' }));
    expect(await ask(false, 'new')).toBe(1);
    await expect(ask(true, 'never-asked')).toRefuseWith('network.offline');
  });

  it.each<[string, (bytes: Buffer) => Buffer | string]>([
    ['cut off', (bytes) => bytes.subarray(0, -1)],
    ['longer', (bytes) => Buffer.concat([bytes, Buffer.from('x')])],
    ['altered', (bytes) => Buffer.from(bytes.toString('latin1').replace('"files"', '"filez"'), 'latin1')],
    ['empty', () => ''],
    ['of another form', () => sealed('not JSON\nbody')],
    ['of another shape', () => sealed('{"url":1}\nbody')],
    ['null', () => sealed('null\nbody')],
    ['a head without end', () => sealed('x'.repeat(20_000))],
    ['of half a shape', (bytes) => sealed(bytes.toString('latin1', 64).replace('"status"', '"statuz"'))],
    [
      'of another URL',
      (bytes) => sealed(bytes.toString('latin1', 64).replace('"request":"', '"request":"0')),
    ],
    ['that of another page', (bytes) => bytes.toString('latin1').replace('/simple/acme/', '/simple/evil/')],
  ])('takes an entry that is %s for none', async (_reason, change) => {
    const { cacheFolder, run, statuses } = await setUp({ etag: true, maxAge: 600 });
    await run(0);
    const folder = join(cacheFolder, 'index', 'listings-1');
    const [entry = ''] = await readdir(folder);
    const path = join(folder, entry);
    await writeFile(path, change(await readFile(path)));
    expect(await run(1)).toEqual(['1.0']);
    expect(statuses()).toEqual([200, 200]);
  });

  it('holds no credentials', async () => {
    const server = await localIndex({ credentials: { user: 'me', password: 's3cret' } });
    server.add(makeWheel({ name: 'acme' }));
    const cacheFolder = await temporaryFolder();
    const index = packageIndex([server.urlWith('me', 's3cret')], { doors: { cacheFolder } });
    await index.fetchProject(ACME);
    await index.close();
    const folder = join(cacheFolder, 'index', 'listings-1');
    const [entry = ''] = await readdir(folder);
    const text = await readFile(join(folder, entry), 'latin1');
    expect(text).toContain('acme-1.0');
    expect(text).not.toContain('s3cret');
  });

  it('is private', async () => {
    const { cacheFolder, run } = await setUp({});
    await run(0);
    const folder = join(cacheFolder, 'index', 'listings-1');
    const [entry = ''] = await readdir(folder);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    expect((await stat(join(folder, entry))).mode & 0o077).toBe(0);
    expect(entry).toMatch(/^[0-9a-f]{64}$/);
  });

  it('does not fail a run where it cannot be written', async () => {
    const server = await localIndex();
    server.add(makeWheel({ name: 'acme' }));
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const log = keepingLog();
    const index = packageIndex([server.url], { doors: { cacheFolder: file, log } });
    expect((await index.fetchProject(ACME)).files).toHaveLength(1);
    await index.close();
    expect(log.lines).toContainEqual(expect.stringContaining('is not kept'));
  });
});
