import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../e2e/support/index-faults.ts';
import { JSON_TYPE } from '../../e2e/support/index-pages.ts';
import { serve } from '../platform/http/server.ts';
import { makeSdist } from '../support/make-sdist.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { localIndex, name, packageIndex, temporaryFolder } from './support.ts';

const ACME = name('acme');
const ONE = makeWheel({ name: 'acme', version: '1.0', requiresPython: '>=3.8' });
const TWO = makeWheel({ name: 'acme', version: '2.0' });
const EVIL = makeWheel({ name: 'acme', version: '99.0' });
const MIB = 1024 * 1024;

const versions = (files: readonly { readonly version: { toString(): string } }[]) =>
  files.map(({ version }) => version.toString());

describe('fetchProject', () => {
  it('gives the files with all that the index says of them', async () => {
    const index = await localIndex();
    index.add(ONE, { yanked: 'broken', provenance: {}, uploadTime: '2024-05-06T07:08:09Z' });
    index.add(makeSdist({ name: 'acme', version: '1.0' }));
    index.add(makeWheel({ name: 'other' }));
    const project = await packageIndex([index.url]).fetchProject(ACME);
    expect(project).toMatchObject({ name: 'acme', status: 'active', statusReason: null, skipped: [] });
    expect(project.files[0]).toMatchObject({
      kind: 'wheel',
      filename: ONE.filename,
      url: `${index.origin}/files/acme/${ONE.filename}`,
      origin: { kind: 'index', location: index.url },
      sha256: ONE.sha256,
      size: ONE.bytes.length,
      uploadTime: new Date('2024-05-06T07:08:09Z'),
      yanked: 'broken',
      coreMetadata: { sha256: ONE.metadataSha256 },
      provenance: `${index.origin}/provenance/acme/${ONE.filename}`,
    });
    expect(project.files[0]?.requiresPython?.toString()).toBe('>=3.8');
    expect(project.files.map(({ kind }) => kind)).toEqual(['wheel', 'sdist']);
  });

  it('asks for the normalized name, with a slash at its end, in the words of PEP 691', async () => {
    const index = await localIndex();
    await packageIndex([index.url.replace(/\/$/, '')]).fetchProject(name('Acme._Tools'));
    expect(index.requests).toMatchObject([
      { path: '/simple/acme-tools/', accept: expect.stringContaining(JSON_TYPE) },
    ]);
    expect(index.requests[0]?.accept).toMatch(
      /^application\/vnd\.pypi\.simple\.v1\+json, .*html;q=0\.2, text\/html;q=0\.01$/,
    );
  });

  it('knows nothing of a project that is not there', async () => {
    const index = await localIndex();
    expect(await packageIndex([index.url]).fetchProject(ACME)).toMatchObject({ files: [], status: 'active' });
    expect(await packageIndex([]).fetchProject(ACME)).toMatchObject({ files: [] });
  });

  it('asks once, however often it is asked', async () => {
    const index = await localIndex();
    index.add(ONE);
    const packages = packageIndex([index.url, index.url]);
    packages.prefetch(ACME);
    const [one, two] = await Promise.all([packages.fetchProject(ACME), packages.fetchProject(ACME)]);
    expect(one).toBe(two);
    expect(index.requests).toHaveLength(1);
  });

  it('tells a failure of a prefetch to whoever needs the project', async () => {
    const index = await localIndex();
    index.faults.add({ path: '/simple/', fault: { kind: 'status', status: 500 } });
    const packages = packageIndex([index.url]);
    packages.prefetch(ACME);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(packages.fetchProject(ACME)).toRefuseWith('index.unavailable');
  });

  it('resolves relative links from where a redirect has led', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/deep/er/acme/')
        response.writeHead(200, { 'content-type': 'text/html' }).end('<a href="acme-1.0.tar.gz">x</a>');
      else response.writeHead(302, { location: '/deep/er/acme/' }).end();
    });
    const { files } = await packageIndex([`${server.origin}/simple`]).fetchProject(ACME);
    expect(files).toMatchObject([{ url: `${server.origin}/deep/er/acme/acme-1.0.tar.gz` }]);
  });

  it('reads an index in a folder', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'acme'));
    await writeFile(
      join(folder, 'acme', 'index.html'),
      `<a href="${ONE.filename}#sha256=${ONE.sha256}">x</a>`,
    );
    const packages = packageIndex([pathToFileURL(folder).href]);
    expect((await packages.fetchProject(ACME)).files).toMatchObject([
      { url: pathToFileURL(join(folder, 'acme', ONE.filename)).href, sha256: ONE.sha256 },
    ]);
    expect((await packages.fetchProject(name('other'))).files).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['no URL', 'simple', 'index.url'],
    ['no URL with a scheme', 'https://[/', 'index.url'],
    ['another scheme', 'ftp://index.example/simple', 'index.url'],
    ['plain http elsewhere', 'http://index.example/simple', 'network.insecure'],
  ])('refuses an index that is %s', async (_reason, url, code) => {
    await expect(packageIndex([url]).fetchProject(ACME)).toRefuseWith(code);
  });

  it('sends credentials of the index URL, and shows them to nobody', async () => {
    const index = await localIndex({ credentials: { user: 'me', password: 'p@ss/word' } });
    index.add(ONE);
    const packages = packageIndex([index.urlWith('me', 'p@ss/word')]);
    const { files } = await packages.fetchProject(ACME);
    expect(files[0]?.url).not.toContain('p%40ss');
    expect(index.requests[0]?.authorization).toMatch(/^Basic /);
    const wrong = packageIndex([index.urlWith('me', 'wr0ng')]).fetchProject(ACME);
    await expect(wrong).rejects.toMatchObject({
      code: 'index.unauthorized',
      subject: expect.not.stringContaining('wr0ng'),
      hint: expect.stringContaining('netrc'),
    });
  });
});

describe('an index that', () => {
  it.each<[string, Fault, string]>([
    ['answers 401', { kind: 'status', status: 401 }, 'index.unauthorized'],
    ['answers 403', { kind: 'status', status: 403 }, 'index.unauthorized'],
    ['answers 407', { kind: 'status', status: 407 }, 'network.proxy'],
    ['answers 400', { kind: 'status', status: 400 }, 'index.unavailable'],
    ['answers 429', { kind: 'status', status: 429 }, 'index.unavailable'],
    ['answers 500', { kind: 'status', status: 500 }, 'index.unavailable'],
    ['answers 503', { kind: 'status', status: 503, retryAfter: '0' }, 'index.unavailable'],
    ['answers 204', { kind: 'status', status: 204 }, 'index.unavailable'],
    ['never ends its page', { kind: 'endless' }, 'network.too-large'],
    ['sends 200 MB of JSON', { kind: 'huge-json', bytes: 200 * MIB }, 'network.too-large'],
    ['breaks its page off', { kind: 'truncated', bytes: 100 }, 'network.truncated'],
    ['resets the connection', { kind: 'reset' }, 'network.unreachable'],
    ['is silent', { kind: 'silence' }, 'network.timeout'],
    ['drips', { kind: 'drip', bytesPerSecond: 50 }, 'network.slow'],
    ['redirects for ever', { kind: 'redirect', location: '/simple/acme/' }, 'network.redirect'],
    ['sends text', { kind: 'body', contentType: 'text/plain', body: 'Welcome' }, 'index.content-type'],
    [
      'sends JSON of no kind',
      { kind: 'body', contentType: 'application/json', body: '{}' },
      'index.content-type',
    ],
    [
      'sends version 2 of JSON',
      { kind: 'body', contentType: 'application/vnd.pypi.simple.v2+json', body: '{}' },
      'index.content-type',
    ],
    ['does not say what it sends', { kind: 'body', contentType: '', body: '{}' }, 'index.content-type'],
    [
      'sends a login',
      { kind: 'body', contentType: 'text/html', body: '<form><input type=password>' },
      'index.content-type',
    ],
    [
      'sends HTML as JSON',
      { kind: 'body', contentType: JSON_TYPE, body: '<!DOCTYPE html>' },
      'index.malformed',
    ],
    ['sends half a JSON', { kind: 'body', contentType: JSON_TYPE, body: '{"meta":' }, 'index.malformed'],
    [
      'sends JSON a million deep',
      { kind: 'body', contentType: JSON_TYPE, body: '['.repeat(1_000_000) },
      'index.malformed',
    ],
    [
      'speaks 2.0',
      {
        kind: 'body',
        contentType: JSON_TYPE,
        body: '{"meta":{"api-version":"2.0"},"name":"acme","files":[]}',
      },
      'index.api-version',
    ],
    [
      'speaks 2.0 in HTML',
      { kind: 'body', contentType: 'text/html', body: '<meta name="pypi:repository-version" content="2.0">' },
      'index.api-version',
    ],
  ])('%s is told apart', async (_reason, fault, code) => {
    const index = await localIndex({ gzip: false });
    for (let at = 0; at < 30; at += 1) index.add(makeWheel({ name: 'acme', version: `1.${at}` }));
    index.faults.add({ path: '/simple/acme/', fault });
    const packages = packageIndex([index.url], {
      http: {
        timeout: fault.kind === 'silence' ? 300 : 10_000,
        retries: 0,
        slowest: { bytes: 1000, window: 400 },
      },
    });
    await expect(packages.fetchProject(ACME)).toRefuseWith(code);
  });

  it('has put the project in quarantine is heeded', async () => {
    for (const form of ['json', 'html'] as const) {
      const index = await localIndex({ form });
      index.project('acme', { status: 'quarantined', statusReason: 'malware' });
      await expect(packageIndex([index.url]).fetchProject(ACME)).rejects.toMatchObject({
        code: 'index.quarantined',
        message: expect.stringContaining('malware'),
      });
      index.add(ONE);
      await expect(packageIndex([index.url]).fetchProject(ACME)).toRefuseWith('index.quarantined');
    }
  });

  it.each(['archived', 'deprecated'])('calls the project %s is passed on', async (status) => {
    const index = await localIndex();
    index.add(ONE).project('acme', { status, statusReason: 'use another' });
    expect(await packageIndex([index.url]).fetchProject(ACME)).toMatchObject({
      status,
      statusReason: 'use another',
      files: [{}],
    });
  });

  it('calls the project something unknown is taken for active', async () => {
    const index = await localIndex();
    index.add(ONE).project('acme', { status: 'splendid' });
    expect(await packageIndex([index.url]).fetchProject(ACME)).toMatchObject({ status: 'active' });
  });
});

describe('several indexes', () => {
  async function setUp() {
    const [own, other] = [await localIndex(), await localIndex()];
    own.add(ONE).add(TWO);
    return { own, other, urls: [own.url, other.url] };
  }

  it('with the same files are one', async () => {
    const { other, urls } = await setUp();
    other.add(TWO).add(ONE);
    const { files } = await packageIndex(urls).fetchProject(ACME);
    expect(versions(files)).toEqual(['1.0', '2.0']);
  });

  it('with different files are refused, in whatever order', async () => {
    const { other, urls } = await setUp();
    other.add(EVIL);
    await expect(packageIndex(urls).fetchProject(ACME)).toRefuseWith('index.confusion');
    await expect(packageIndex(urls.toReversed()).fetchProject(ACME)).toRefuseWith('index.confusion');
  });

  it('of which one fails are not the other alone', async () => {
    const { other, urls } = await setUp();
    other.faults.add({ path: '/simple/', fault: { kind: 'status', status: 503 } });
    await expect(packageIndex(urls).fetchProject(ACME)).toRefuseWith('index.unavailable');
    await expect(packageIndex(urls.toReversed()).fetchProject(ACME)).toRefuseWith('index.unavailable');
  });

  it('by first-index are the first that knows the project; no other one is asked', async () => {
    const { other, urls } = await setUp();
    other.add(EVIL);
    const config = { strategy: 'first-index' } as const;
    expect(versions((await packageIndex(urls, { config }).fetchProject(ACME)).files)).toEqual(['1.0', '2.0']);
    expect(other.requests).toEqual([]);
    expect(versions((await packageIndex(urls.toReversed(), { config }).fetchProject(ACME)).files)).toEqual([
      '99.0',
    ]);
    other.reset();
    expect(versions((await packageIndex(urls.toReversed(), { config }).fetchProject(ACME)).files)).toEqual([
      '1.0',
      '2.0',
    ]);
  });

  it('by first-index do not go past one that fails', async () => {
    const { own, other, urls } = await setUp();
    other.add(EVIL);
    own.faults.add({ path: '/simple/', fault: { kind: 'status', status: 503 } });
    await expect(packageIndex(urls, { config: { strategy: 'first-index' } }).fetchProject(ACME)).toRefuseWith(
      'index.unavailable',
    );
  });

  it('by unsafe-best-match are all of them', async () => {
    const { other, urls } = await setUp();
    other.add(EVIL).add(ONE);
    const { files } = await packageIndex(urls, { config: { strategy: 'unsafe-best-match' } }).fetchProject(
      ACME,
    );
    expect(versions(files)).toEqual(['1.0', '2.0', '99.0']);
  });

  it('of which one is pinned are that one alone, under every strategy', async () => {
    const { own, other, urls } = await setUp();
    other.add(EVIL);
    for (const strategy of ['refuse', 'first-index', 'unsafe-best-match'] as const) {
      const pins = { indexOf: (name: string) => (name === ACME ? own.url : null), indexes: [own.url] };
      const { files } = await packageIndex(urls.slice(1), { config: { pins, strategy } }).fetchProject(ACME);
      expect(versions(files)).toEqual(['1.0', '2.0']);
    }
    expect(other.requests).toEqual([]);
  });

  it('by first-index do not go past a quarantine', async () => {
    const { own, other, urls } = await setUp();
    own.reset();
    own.project('acme', { status: 'quarantined' });
    other.add(EVIL);
    const config = { strategy: 'first-index' } as const;
    await expect(packageIndex(urls, { config }).fetchProject(ACME)).toRefuseWith('index.quarantined');
  });

  it('heed a quarantine by any of them', async () => {
    const { other, urls } = await setUp();
    other.add(ONE).add(TWO).project('acme', { status: 'quarantined' });
    await expect(packageIndex(urls).fetchProject(ACME)).toRefuseWith('index.quarantined');
  });
});
