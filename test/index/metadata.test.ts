import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IndexSettings } from '../../e2e/support/index-pages.ts';
import type { LocalIndex } from '../../e2e/support/local-index.ts';
import { makeSdist } from '../support/make-sdist.ts';
import { type MadeFile, makeWheel, sha256Hex } from '../support/make-wheel.ts';
import { localIndex, name, packageIndex, temporaryFolder } from './support.ts';

const ACME = name('acme');
const SMALL = makeWheel({ name: 'acme', requires: ['idna>=3'] });
const LARGE = makeWheel({
  name: 'acme',
  requires: ['idna>=3'],
  method: 'stored',
  files: { 'acme/data.bin': Buffer.alloc(300_000, 'x') },
});

async function setUp(
  file: MadeFile,
  settings: Partial<IndexSettings>,
  options: Parameters<typeof packageIndex>[1] = {},
) {
  const server = await localIndex(settings);
  server.add(file);
  const index = packageIndex([server.url], options);
  const { files } = await index.fetchProject(ACME);
  const [listed] = files;
  if (listed === undefined) throw new TypeError('the index lists no file');
  server.requests.length = 0;
  return { server, index, listed };
}

/** What was asked of the server, as `STATUS NAME RANGE`. */
const asked = (server: LocalIndex) =>
  server.requests.map(({ status, path, range }) =>
    [status, path.split('/').at(-1), ...(range === null ? [] : ['range'])].join(' '),
  );

describe('fetchMetadata', () => {
  it.each(['with-hash', 'without-hash'] as const)(
    'takes what the index serves by itself, %s',
    async (coreMetadata) => {
      const { server, index, listed } = await setUp(LARGE, { coreMetadata });
      const { metadata, sha256 } = await index.fetchMetadata(listed);
      expect(metadata.requiresDist.map(String)).toEqual(['idna>=3']);
      expect(sha256).toBe(LARGE.metadataSha256);
      expect(asked(server)).toEqual([`200 ${LARGE.filename}.metadata`]);
      expect(index.whole).toEqual([]);
    },
  );

  it('refuses what is not what the index says it is', async () => {
    const server = await localIndex();
    server.add(LARGE, { metadataSha256: 'b'.repeat(64) });
    const index = packageIndex([server.url]);
    const { files } = await index.fetchProject(ACME);
    for (const file of files) await expect(index.fetchMetadata(file)).toRefuseWith('metadata.mismatch');
    expect(files).toHaveLength(1);
  });

  it('goes on by itself where what is announced is not there', async () => {
    const { server, index, listed } = await setUp(LARGE, {});
    server.settings.coreMetadata = 'none';
    expect((await index.fetchMetadata(listed)).sha256).toBe(LARGE.metadataSha256);
    expect(asked(server)).toEqual([`404 ${LARGE.filename}.metadata`, `206 ${LARGE.filename} range`]);
  });

  it.each(['all', 'no-suffix'] as const)(
    'reads the end of a large wheel in one request, ranges: %s',
    async (ranges) => {
      const { server, index, listed } = await setUp(LARGE, { coreMetadata: 'none', ranges });
      expect((await index.fetchMetadata(listed)).sha256).toBe(LARGE.metadataSha256);
      expect(asked(server)).toEqual([`206 ${LARGE.filename} range`]);
      expect(server.requests[0]?.bytes).toBeLessThan(50_000);
    },
  );

  it('reads the end where the index states no size', async () => {
    const { server, index, listed } = await setUp(LARGE, { coreMetadata: 'none', pep700: false });
    expect((await index.fetchMetadata(listed)).sha256).toBe(LARGE.metadataSha256);
    expect(asked(server)).toEqual([`206 ${LARGE.filename} range`]);
  });

  it.each<[string, Partial<IndexSettings>]>([
    ['serves no parts', { ranges: 'none' }],
    ['serves no parts of unknown size', { ranges: 'no-suffix', pep700: false }],
  ])('reads the whole file of a server that %s', async (_reason, settings) => {
    const { server, index, listed } = await setUp(LARGE, { coreMetadata: 'none', ...settings });
    const { metadata } = await index.fetchMetadata(listed);
    expect(metadata.summary).toBe('whole');
    expect(index.whole).toEqual([listed]);
    expect(asked(server)).toEqual([`200 ${LARGE.filename} range`]);
  });

  it('takes a small wheel as a whole', async () => {
    const { server, index, listed } = await setUp(SMALL, { coreMetadata: 'none' });
    await index.fetchMetadata(listed);
    expect(index.whole).toEqual([listed]);
    expect(asked(server)).toEqual([]);
    const eager = packageIndex([server.url], { config: { wholeFileBytes: 1_000_000 } });
    const [large] = (await eager.fetchProject(ACME)).files;
    expect(large).toEqual(listed);
  });

  it('takes what is named by its address alone as a whole, however large: two answers may be of two files', async () => {
    const { server, index, listed } = await setUp(LARGE, { coreMetadata: 'none' });
    const byAddress: typeof listed = { ...listed, size: null, origin: { kind: 'url', location: listed.url } };
    const alone = { ...byAddress, sha256: null };
    await index.fetchMetadata(alone);
    expect(index.whole).toEqual([alone]);
    expect(asked(server)).toEqual([]);
    await index.fetchMetadata(byAddress);
    expect(index.whole).toEqual([alone]);
  });

  it('reads the whole of a wheel that is in any way unusual', async () => {
    const odd = { ...LARGE, bytes: Buffer.concat([LARGE.bytes, Buffer.from('x')]) };
    const { index, listed } = await setUp({ ...odd, sha256: sha256Hex(odd.bytes) }, { coreMetadata: 'none' });
    await index.fetchMetadata(listed);
    expect(index.whole).toEqual([listed]);
  });

  it('reads a local wheel where it lies', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, SMALL.filename), SMALL.bytes);
    const index = packageIndex([], { config: { findLinks: [folder] } });
    const { files } = await index.fetchProject(ACME);
    const read = await Promise.all(files.map((file) => index.fetchMetadata(file)));
    expect(read.map(({ sha256 }) => sha256)).toEqual([SMALL.metadataSha256]);
    expect(index.whole).toEqual([]);
  });

  it('asks once for the same file', async () => {
    const { server, index, listed } = await setUp(LARGE, {});
    const [one, two] = await Promise.all([index.fetchMetadata(listed), index.fetchMetadata({ ...listed })]);
    expect(one).toBe(two);
    expect(server.requests).toHaveLength(1);
  });

  it('asks again after a failure', async () => {
    const { server, index, listed } = await setUp(LARGE, {}, { http: { retries: 0 } });
    server.faults.add({ path: '.metadata', fault: { kind: 'status', status: 503 }, times: 1 });
    await expect(index.fetchMetadata(listed)).toRefuseWith('index.unavailable');
    expect((await index.fetchMetadata(listed)).sha256).toBe(LARGE.metadataSha256);
  });

  it.each<[number, string]>([
    [401, 'index.unauthorized'],
    [403, 'index.unauthorized'],
    [500, 'index.unavailable'],
  ])('tells a server apart that answers %i', async (status, code) => {
    for (const coreMetadata of ['with-hash', 'none'] as const) {
      const { server, index, listed } = await setUp(LARGE, { coreMetadata });
      server.faults.add({ path: '/files/', fault: { kind: 'status', status } });
      await expect(index.fetchMetadata(listed)).toRefuseWith(code);
    }
  });

  it('tells of a file that the server does not have', async () => {
    const { server, index, listed } = await setUp(LARGE, { coreMetadata: 'none' });
    server.faults.add({ path: '/files/', fault: { kind: 'status', status: 404 } });
    await expect(index.fetchMetadata(listed)).toRefuseWith('index.file-missing');
  });

  it('names the file whose metadata is malformed', async () => {
    const broken = makeWheel({ name: 'acme', metadataText: 'Name: acme\n' });
    const { index, listed } = await setUp(broken, {});
    await expect(index.fetchMetadata(listed)).rejects.toMatchObject({
      code: 'metadata.malformed',
      subject: broken.filename,
    });
  });
});

describe('an sdist', () => {
  const pkgInfo = (version: string, ...lines: string[]) => ({
    readMetadataFromWholeFile: () =>
      Promise.resolve(
        Buffer.from([`Metadata-Version: ${version}`, 'Name: acme', 'Version: 1.0', ...lines, ''].join('\n')),
      ),
  });

  it.each<[string, string, string[]]>([
    ['2.2', '2.2', ['Requires-Dist: idna']],
    ['2.4', '2.4', []],
    ['2.2 with a version that is dynamic', '2.2', ['Dynamic: Version', 'Dynamic: Classifier']],
  ])('of version %s is read', async (_reason, version, lines) => {
    const { index, listed } = await setUp(
      makeSdist({ name: 'acme' }),
      {},
      { doors: pkgInfo(version, ...lines) },
    );
    expect((await index.fetchMetadata(listed)).metadata.version.toString()).toBe('1.0');
    expect(index.whole).toEqual([listed]);
  });

  it.each<[string, string, string[]]>([
    ['is of version 2.1', '2.1', ['Requires-Dist: idna']],
    ['is of version 1.2', '1.2', []],
    ['decides what it needs', '2.2', ['Dynamic: Requires-Dist']],
    ['decides what it needs, in capitals', '2.2', ['Dynamic: REQUIRES-DIST']],
    ['decides for which Python it is', '2.3', ['Dynamic: Requires-Python']],
    ['decides its extras', '2.3', ['Dynamic: Provides-Extra']],
  ])('that %s would have to be built', async (_reason, version, lines) => {
    const { index, listed } = await setUp(
      makeSdist({ name: 'acme' }),
      {},
      { doors: pkgInfo(version, ...lines) },
    );
    await expect(index.fetchMetadata(listed)).toRefuseWith('sdist.needs-build');
  });
});

describe('the cache of metadata', () => {
  it('serves a later run, also offline, without asking', async () => {
    const cacheFolder = await temporaryFolder();
    const first = await setUp(LARGE, { coreMetadata: 'none' }, { doors: { cacheFolder } });
    await first.index.fetchMetadata(first.listed);
    await first.index.close();
    for (const offline of [false, true]) {
      const later = packageIndex([first.server.url], { doors: { cacheFolder }, http: { offline } });
      expect((await later.fetchMetadata(first.listed)).sha256).toBe(LARGE.metadataSha256);
    }
    expect(first.server.requests).toHaveLength(1);
  });

  it('does not serve what the index now says is otherwise', async () => {
    const cacheFolder = await temporaryFolder();
    const { server, index, listed } = await setUp(
      LARGE,
      { coreMetadata: 'none' },
      { doors: { cacheFolder } },
    );
    await index.fetchMetadata(listed);
    await index.close();
    server.settings.coreMetadata = 'with-hash';
    const later = packageIndex([], { doors: { cacheFolder } });
    const announced = { ...listed, coreMetadata: { sha256: listed.sha256 } };
    await expect(later.fetchMetadata(announced)).toRefuseWith('metadata.mismatch');
  });

  it('forgets what proved to be wrong', async () => {
    const cacheFolder = await temporaryFolder();
    const { server, index, listed } = await setUp(LARGE, {}, { doors: { cacheFolder } });
    await index.fetchMetadata(listed);
    index.forgetMetadata(listed);
    await index.close();
    const later = packageIndex([server.url], { doors: { cacheFolder } });
    await later.fetchMetadata(listed);
    expect(server.requests).toHaveLength(2);
  });
});
