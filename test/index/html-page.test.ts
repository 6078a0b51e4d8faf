import { describe, expect, it } from 'vitest';
import { parseSimpleHtml } from '../../src/index/html-page.ts';

const BASE = 'https://index.example/simple/acme/';
const SHA = 'a'.repeat(64);

const one = async (anchor: string, head = '') => {
  const page = await parseSimpleHtml(
    `<!DOCTYPE html><html><head>${head}</head><body>${anchor}</body></html>`,
    BASE,
  );
  return page.files[0] ?? page.skipped[0];
};

describe('an anchor', () => {
  it.each<[string, string, object]>([
    [
      'bare',
      '<a href="acme-1.0.tar.gz">x</a>',
      { filename: 'acme-1.0.tar.gz', url: `${BASE}acme-1.0.tar.gz`, sha256: null, yanked: false },
    ],
    [
      'with its sha256',
      `<a href="a.whl#sha256=${SHA}">`,
      { url: `${BASE}a.whl`, sha256: SHA, hashes: { sha256: SHA } },
    ],
    ['with sha256 in capitals', `<a href="a.whl#sha256=${SHA.toUpperCase()}">`, { sha256: SHA }],
    ['with egg and sha256', `<a href="a.whl#egg=acme&amp;sha256=${SHA}">`, { sha256: SHA }],
    [
      'with md5',
      '<a href="a.whl#md5=00112233445566778899aabbccddeeff">',
      { sha256: null, hashes: { md5: '00112233445566778899aabbccddeeff' } },
    ],
    ['with an unknown fragment', '<a href="a.whl#top">', { sha256: null, hashes: {}, url: `${BASE}a.whl` }],
    ['with %2B', '<a href="a-1%2Bcpu.whl">', { filename: 'a-1+cpu.whl', url: `${BASE}a-1%2Bcpu.whl` }],
    ['upwards', '<a href="../../files/a.whl">', { url: 'https://index.example/files/a.whl' }],
    ['from the root', '<a href="/files/a.whl">', { url: 'https://index.example/files/a.whl' }],
    ['without a scheme', '<a href="//cdn.example/a.whl">', { url: 'https://cdn.example/a.whl' }],
    ['elsewhere', '<a href="https://cdn.example/a.whl">', { url: 'https://cdn.example/a.whl' }],
    [
      'with a query',
      '<a href="a.whl?token=1&amp;x=2">',
      { filename: 'a.whl', url: `${BASE}a.whl?token=1&x=2` },
    ],
    [
      'of another Python',
      '<a href="a.whl" data-requires-python="&gt;=3.8, &lt;4">',
      { requiresPython: '>=3.8, <4' },
    ],
    [
      'with an empty data-requires-python',
      '<a href="a.whl" data-requires-python="">',
      { requiresPython: null },
    ],
    ['yanked', '<a href="a.whl" data-yanked>', { yanked: '' }],
    ['yanked with a reason', '<a href="a.whl" data-yanked="broken &amp; bad">', { yanked: 'broken & bad' }],
    [
      'with metadata',
      `<a href="a.whl" data-core-metadata="sha256=${SHA}">`,
      { coreMetadata: { sha256: SHA } },
    ],
    [
      'with metadata of any digest',
      '<a href="a.whl" data-core-metadata="true">',
      { coreMetadata: { sha256: null } },
    ],
    [
      'with metadata by its old name',
      `<a href="a.whl" data-dist-info-metadata="sha256=${SHA}">`,
      { coreMetadata: { sha256: SHA } },
    ],
    [
      'with metadata by both names',
      `<a href="a.whl" data-dist-info-metadata="true" data-core-metadata="sha256=${SHA}">`,
      { coreMetadata: { sha256: SHA } },
    ],
    ['without metadata', '<a href="a.whl" data-core-metadata="false">', { coreMetadata: null }],
    [
      'with provenance',
      '<a href="a.whl" data-provenance="/p/a">',
      { provenance: 'https://index.example/p/a' },
    ],
    ['with a signature', '<a href="a.whl" data-gpg-sig="true">', { filename: 'a.whl', provenance: null }],
    ['in capitals', '<A HREF="a.whl" DATA-YANKED="x">', { filename: 'a.whl', yanked: 'x' }],
    ['in single quotes', "<a href='a.whl'>", { filename: 'a.whl' }],
    ['without quotes', '<a href=a.whl>', { filename: 'a.whl' }],
  ])('%s', async (_reason, anchor, expected) => {
    expect(await one(anchor)).toMatchObject(expected);
  });

  it.each<[string, string]>([
    ['leads to a script', '<a href="javascript:alert(1)">'],
    ['leads to data', '<a href="data:,a.whl">'],
    ['leads to a file of ours', '<a href="file:///etc/a.whl">'],
    ['leads to ftp', '<a href="ftp://x/a.whl">'],
    ['leads to no URL', '<a href="http://[/a.whl">'],
    ['hides a folder in its name', '<a href="..%2F..%2Fetc%2Fa.whl">'],
    ['hides a backslash in its name', '<a href="..%5Ca.whl">'],
    ['hides a NUL in its name', '<a href="a%00.whl">'],
    ['has a digest of another length', '<a href="a.whl#sha256=00">'],
    ['has provenance that cannot be followed', '<a href="a.whl" data-provenance="javascript:1">'],
  ])('that %s is passed over, with the reason', async (_reason, anchor) => {
    expect(await one(anchor)).toEqual({ filename: expect.any(String), reason: expect.any(String) });
  });

  it('that leads to no file is nothing', async () => {
    for (const anchor of ['<a href="../">', '<a name="top">', '<a href="https://index.example">'])
      expect(await one(anchor)).toBeUndefined();
  });
});

describe('a page', () => {
  it('has a base, of which the first counts', async () => {
    const head = '<base href="/mirror/"><base href="https://evil.example/">';
    expect(await one('<a href="a.whl">', head)).toMatchObject({ url: 'https://index.example/mirror/a.whl' });
  });

  it('does not follow a base that leads away from http', async () => {
    expect(await one('<a href="a.whl">', '<base href="file:///">')).toMatchObject({ url: `${BASE}a.whl` });
  });

  it('has a status and a version', async () => {
    const head =
      '<meta name="pypi:repository-version" content="1.4"><meta name="pypi:project-status" content="archived"><meta name="pypi:project-status-reason" content="moved">';
    expect(await parseSimpleHtml(`<head>${head}</head>`, BASE)).toMatchObject({
      apiVersion: '1.4',
      status: 'archived',
      statusReason: 'moved',
      name: null,
    });
  });

  it.each([
    ['2.0', 'index.api-version'],
    ['10.1', 'index.api-version'],
    ['x', 'index.malformed'],
    ['', 'index.malformed'],
  ])('of version "%s" is refused', async (version, code) => {
    const html = `<meta name="pypi:repository-version" content="${version}"><a href="a.whl">`;
    await expect(parseSimpleHtml(html, BASE)).toRefuseWith(code);
  });

  it.each([
    ['a login', '<h1>Sign in</h1><form action="/login"><input type="password"></form>'],
    [
      'a network that wants to be signed in to',
      '<meta http-equiv="refresh" content="0; url=http://portal.example/">',
    ],
    ['a program', '<div id="root"></div><script src="/app.js"></script><a href="/about">About</a>'],
  ])('that is %s is told apart from a listing', async (_reason, html) => {
    await expect(parseSimpleHtml(html, BASE)).toRefuseWith('index.content-type');
  });

  it('with a script and files is a listing all the same', async () => {
    const page = await parseSimpleHtml('<script src="/sort.js"></script><a href="acme-1.0.tar.gz">', BASE);
    expect(page.files).toHaveLength(1);
  });

  it('without links is a project without files', async () => {
    expect(await parseSimpleHtml('<html><title>Links for acme</title></html>', BASE)).toMatchObject({
      files: [],
      skipped: [],
    });
    expect(await parseSimpleHtml('', BASE)).toMatchObject({ files: [] });
  });

  it('within comments and text is no link', async () => {
    const page = await parseSimpleHtml(
      '<!-- <a href="a.whl"> --><title><a href="b.whl"></title>&lt;a href="c.whl"&gt;',
      BASE,
    );
    expect(page.files).toEqual([]);
  });

  it('with too many links is refused', async () => {
    await expect(parseSimpleHtml('<a href=a.whl>'.repeat(500_001), BASE)).toRefuseWith('index.malformed');
  });
});
