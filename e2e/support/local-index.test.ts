import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeSdist } from '../../test/support/make-sdist.ts';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { JSON_TYPE } from './index-pages.ts';
import { type LocalIndex, startLocalIndex } from './local-index.ts';
import { makeSandbox } from './sandbox.ts';
import { makeTestAuthority } from './test-authority.ts';
import type { Tool } from './tools.ts';

const acme = makeWheel({
  name: 'acme',
  version: '1.0',
  requires: ['idna>=3'],
  entryPoints: { acme: 'acme:x' },
});
const idna = makeWheel({ name: 'idna', version: '3.7' });
const json = { headers: { accept: JSON_TYPE } };

let index: LocalIndex;
beforeAll(async () => {
  index = await startLocalIndex();
});
beforeEach(() => {
  index.reset();
  index.addAll([acme, idna]);
});
afterAll(() => index.close());

describe('the local index', () => {
  it.each<[Tool, 'json' | 'html', readonly string[]]>([
    ['pip', 'json', ['-m', 'pip', 'install', 'acme']],
    ['pip', 'html', ['-m', 'pip', 'install', 'acme']],
    ['old-pip', 'json', ['-m', 'pip', 'install', 'acme']],
    ['uv', 'json', ['pip', 'install', 'acme']],
    ['uv', 'html', ['pip', 'install', 'acme']],
    ['old-uv', 'json', ['pip', 'install', 'acme']],
  ])('is one that %s installs from, as %s', async (tool, form, args) => {
    index.settings.form = form;
    const sandbox = await makeSandbox({ installer: tool, index: index.url });
    const program = sandbox.installer === 'pip' ? sandbox.python : 'uv';
    const result = await sandbox.program(program, args);
    expect(result.stderr + result.stdout).toMatch(/acme/);
    expect(await sandbox.freeze()).toEqual(['acme==1.0', 'idna==3.7']);
    expect(index.paths).toContain('/files/acme/acme-1.0-py3-none-any.whl');
  });

  it.each(['pip', 'uv'] as const)(
    'speaks TLS that %s trusts when it is told of the authority',
    async (tool) => {
      const authority = makeTestAuthority();
      const secure = await startLocalIndex({}, authority);
      secure.addAll([acme, idna]);
      try {
        const sandbox = await makeSandbox({ installer: tool, index: secure.url });
        const pem = await sandbox.write('authority.pem', authority.authority);
        const env = { PIP_CERT: pem, SSL_CERT_FILE: pem };
        const [program, ...args] = tool === 'pip' ? [sandbox.python, '-m', 'pip'] : ['uv', 'pip'];
        const result = await sandbox.program(program, [...args, 'install', 'acme'], { env });
        expect(result.stderr).not.toMatch(/error/i);
        expect(await sandbox.freeze()).toEqual(['acme==1.0', 'idna==3.7']);
      } finally {
        await secure.close();
      }
    },
  );

  it('states what its settings and the claims say, and no more', async () => {
    index.settings.coreMetadata = 'none';
    index.settings.pep700 = false;
    const sdist = makeSdist({ name: 'acme', version: '0.9' });
    index.add(sdist, { yanked: 'broken', sha256: null, otherHashes: { md5: '0'.repeat(32) } });
    index.project('acme', { status: 'archived' });
    const page = await (await fetch(`${index.url}acme/`, json)).json();
    expect(page).toEqual({
      meta: { 'api-version': '1.1' },
      'project-status': { status: 'archived' },
      name: 'acme',
      files: [
        {
          filename: acme.filename,
          url: `../../files/acme/${acme.filename}`,
          hashes: { sha256: acme.sha256 },
        },
        {
          filename: sdist.filename,
          url: `../../files/acme/${sdist.filename}`,
          hashes: { md5: '0'.repeat(32) },
          yanked: 'broken',
        },
      ],
    });
    expect((await fetch(`${index.fileUrl(acme)}.metadata`)).status).toBe(404);
  });

  it.each([
    ['bytes=0-9', 206, `bytes 0-9/${acme.bytes.length}`, 10],
    ['bytes=-7', 206, `bytes ${acme.bytes.length - 7}-${acme.bytes.length - 1}/${acme.bytes.length}`, 7],
    [`bytes=${acme.bytes.length}-`, 416, `bytes */${acme.bytes.length}`, 0],
    ['bytes=1-2,4-5', 200, null, acme.bytes.length],
  ])('answers the range %s with %i', async (range, status, contentRange, length) => {
    const response = await fetch(index.fileUrl(acme), { headers: { range } });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-range')).toBe(contentRange);
    expect((await response.arrayBuffer()).byteLength).toBe(length);
  });

  it('asks for credentials, and answers an etag with 304', async () => {
    index.settings.credentials = { user: 'me', password: 'secret' };
    expect((await fetch(`${index.url}acme/`, json)).status).toBe(401);
    const headers = { ...json.headers, authorization: `Basic ${btoa('me:secret')}` };
    const first = await fetch(`${index.url}acme/`, { headers });
    const etag = first.headers.get('etag') ?? '';
    expect(
      (await fetch(`${index.url}acme/`, { headers: { ...headers, 'if-none-match': etag } })).status,
    ).toBe(304);
  });

  it('breaks as it is told, as often as it is told', async () => {
    index.faults.add({
      path: '/simple/acme/',
      fault: { kind: 'status', status: 503, retryAfter: '1' },
      times: 1,
    });
    index.faults.add({ path: '/files/', fault: { kind: 'truncated', bytes: 10 }, after: 1 });
    const broken = await fetch(`${index.url}acme/`, json);
    expect([broken.status, broken.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await fetch(`${index.url}acme/`, json)).status).toBe(200);
    expect(Buffer.from(await (await fetch(index.fileUrl(acme))).arrayBuffer())).toEqual(acme.bytes);
    await expect(fetch(index.fileUrl(acme)).then((response) => response.arrayBuffer())).rejects.toThrow();
    expect(index.requests.map((request) => request.status)).toEqual([503, 200, 200, null]);
  });

  it('makes a JSON page of any size while it is sent', async () => {
    index.faults.add({ path: '/simple/acme/', fault: { kind: 'huge-json', bytes: 1_000_000 } });
    const text = await (await fetch(`${index.url}acme/`, json)).text();
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(JSON.parse(text)).toMatchObject({ name: 'acme' });
  });
});
