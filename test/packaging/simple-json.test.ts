import { describe, expect, it } from 'vitest';
import { parseSimpleJson, type SimpleFile } from '../../src/packaging/index.ts';

const BASE = 'https://index.example/simple/acme/';
const SHA = 'a'.repeat(64);

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const WHEEL = {
  filename: 'acme-1.0-py3-none-any.whl',
  url: 'acme-1.0-py3-none-any.whl',
  hashes: { sha256: SHA },
};

const page = (file: object, rest: object = {}) =>
  parseSimpleJson(
    encode({ meta: { 'api-version': '1.4' }, name: 'acme', files: [{ ...WHEEL, ...file }], ...rest }),
    BASE,
  );

describe('one file of a page', () => {
  it.each<[string, object, Partial<SimpleFile>]>([
    ['a relative URL', {}, { url: `${BASE}acme-1.0-py3-none-any.whl` }],
    [
      'an absolute URL',
      { url: 'https://files.example/a/acme-1.0-py3-none-any.whl' },
      { url: 'https://files.example/a/acme-1.0-py3-none-any.whl' },
    ],
    [
      'a URL with a path that climbs',
      { url: '../../files/acme-1.0-py3-none-any.whl' },
      { url: 'https://index.example/files/acme-1.0-py3-none-any.whl' },
    ],
    [
      'dots in an absolute URL',
      { url: 'https://files.example/a/../b.whl' },
      { url: 'https://files.example/b.whl' },
    ],
    [
      'its digests',
      { hashes: { sha256: SHA, md5: 'b' } },
      { sha256: SHA as SimpleFile['sha256'], hashes: { sha256: SHA, md5: 'b' } },
    ],
    [
      'a digest in capitals',
      { hashes: { sha256: SHA.toUpperCase() } },
      { sha256: SHA as SimpleFile['sha256'] },
    ],
    ['no sha256', { hashes: { md5: 'b' } }, { sha256: null }],
    ['no hashes at all', { hashes: undefined }, { sha256: null, hashes: {} }],
    ['a size', { size: 17 }, { size: 17 }],
    ['an unknown size', { size: null }, { size: null }],
    ['Requires-Python', { 'requires-python': '>=3.8' }, { requiresPython: '>=3.8' }],
    ['an empty Requires-Python', { 'requires-python': '' }, { requiresPython: null }],
    ['a file that is not yanked', { yanked: false }, { yanked: false }],
    ['an empty reason, which pip takes for not yanked', { yanked: '' }, { yanked: false }],
    ['a yanked file', { yanked: true }, { yanked: '' }],
    ['a yanked file with its reason', { yanked: 'broken' }, { yanked: 'broken' }],
    ['metadata beside it', { 'core-metadata': true }, { coreMetadata: { sha256: null } }],
    [
      'metadata with its digest',
      { 'core-metadata': { sha256: SHA } },
      { coreMetadata: { sha256: SHA as SimpleFile['sha256'] } },
    ],
    ['metadata with another digest', { 'core-metadata': { md5: 'b' } }, { coreMetadata: { sha256: null } }],
    [
      'metadata under the older key',
      { 'dist-info-metadata': { sha256: SHA } },
      { coreMetadata: { sha256: SHA as SimpleFile['sha256'] } },
    ],
    [
      'the newer key before the older',
      { 'core-metadata': false, 'dist-info-metadata': true },
      { coreMetadata: null },
    ],
    ['no metadata beside it', {}, { coreMetadata: null }],
    [
      'a provenance',
      { provenance: 'https://index.example/integrity/acme/provenance' },
      { provenance: 'https://index.example/integrity/acme/provenance' },
    ],
    ['no provenance', { provenance: null }, { provenance: null }],
    ['members that nobody knows', { 'gpg-sig': true, _private: [] }, { filename: WHEEL.filename }],
  ])('takes %s', (_what, file, expected) => {
    const { files, skipped } = page(file);
    expect(skipped).toEqual([]);
    expect(files[0]).toMatchObject(expected);
  });

  it.each([
    ['the form of PEP 700', '2024-03-01T10:11:12.123456Z', '2024-03-01T10:11:12.123Z'],
    ['no part of a second', '2024-03-01T10:11:12Z', '2024-03-01T10:11:12.000Z'],
    ['a zone', '2024-03-01T10:11:12+02:00', '2024-03-01T08:11:12.000Z'],
    ['a zone without a colon', '2024-03-01T10:11:12.000+0200', '2024-03-01T08:11:12.000Z'],
    ['no zone: whose morning is that', '2024-03-01T10:11:12', undefined],
    ['a day that does not exist', '2024-13-01T10:11:12Z', undefined],
    ['other text', 'yesterday', undefined],
  ])('reads an upload time: %s', (_what, text, expected) => {
    expect(page({ 'upload-time': text }).files[0]?.uploadTime?.toISOString()).toBe(expected);
  });

  it.each<[string, unknown, RegExp]>([
    ['a text in place of an object', 'acme-1.0.tar.gz', /not a JSON object/],
    ['null', null, /not a JSON object/],
    ['no filename', { ...WHEEL, filename: undefined }, /no "filename"/],
    ['a filename that is a number', { ...WHEEL, filename: 1 }, /"filename" is not a text/],
    ['an empty filename', { ...WHEEL, filename: '' }, /empty/],
    ['a filename that leaves the folder', { ...WHEEL, filename: '../acme.whl' }, /path separator/],
    ['a filename with a backslash', { ...WHEEL, filename: 'a\\acme.whl' }, /path separator/],
    ['a filename with NUL', { ...WHEEL, filename: 'acme.whl\0' }, /control character/],
    ['a filename that no file system takes', { ...WHEEL, filename: 'a'.repeat(256) }, /255/],
    ['no URL', { ...WHEEL, url: null }, /no "url"/],
    ['a URL that is none', { ...WHEEL, url: 'https://' }, /"url"/],
    ['a scheme that is not fetched', { ...WHEEL, url: 'javascript:alert(1)' }, /"url"/],
    ['a local file on a page from the network', { ...WHEEL, url: 'file:///etc/passwd' }, /"url"/],
    ['hashes that are a list', { ...WHEEL, hashes: [SHA] }, /"hashes"/],
    ['a digest that is a number', { ...WHEEL, hashes: { sha256: 1 } }, /"hashes"/],
    ['a sha256 that is too short', { ...WHEEL, hashes: { sha256: 'abc' } }, /64 hexadecimal/],
    ['a size that is a text', { ...WHEEL, size: '17' }, /"size"/],
    ['a negative size', { ...WHEEL, size: -1 }, /"size"/],
    ['half a byte', { ...WHEEL, size: 0.5 }, /"size"/],
    ['a size beyond counting', { ...WHEEL, size: 2 ** 60 }, /"size"/],
    ['an upload time that is a number', { ...WHEEL, 'upload-time': 1 }, /"upload-time"/],
    ['Requires-Python that is a list', { ...WHEEL, 'requires-python': ['3'] }, /"requires-python"/],
    ['yanked that is a number', { ...WHEEL, yanked: 1 }, /"yanked"/],
    ['metadata that is a text', { ...WHEEL, 'core-metadata': SHA }, /"core-metadata"/],
    ['metadata with a bad digest', { ...WHEEL, 'core-metadata': { sha256: 'x' } }, /core-metadata/],
    [
      'a provenance that is an object: a broken claim is not the absence of one',
      { ...WHEEL, provenance: {} },
      /"provenance"/,
    ],
    ['a provenance that is no URL', { ...WHEEL, provenance: 'https://[' }, /"provenance"/],
  ])('is passed over with its reason, and no other file with it: %s', (_what, file, reason) => {
    const { files, skipped } = parseSimpleJson(
      encode({ meta: { 'api-version': '1.0' }, name: 'acme', files: [file, WHEEL] }),
      BASE,
    );
    expect(files.map((each) => each.filename)).toEqual([WHEEL.filename]);
    expect(skipped).toHaveLength(1);
    expect(skipped[0]?.reason).toMatch(reason);
  });

  it('may be a local file on a page that is one', () => {
    const body = encode({ meta: { 'api-version': '1.0' }, name: 'acme', files: [WHEEL] });
    expect(parseSimpleJson(body, 'file:///srv/simple/acme/index.json').files[0]?.url).toBe(
      `file:///srv/simple/acme/${WHEEL.filename}`,
    );
  });

  it('does not take what every object inherits for a member', () => {
    const { files } = page({ hashes: JSON.parse('{"__proto__": "x"}') });
    expect(files[0]?.sha256).toBeNull();
  });
});

describe('a page', () => {
  it('tells versions, status, other places and what it extends', () => {
    const result = page(
      {},
      {
        meta: { 'api-version': '1.4', tracks: ['https://upstream.example/simple/acme/', 'https://['] },
        versions: ['1.0', '2.0'],
        'project-status': { status: 'quarantined', reason: 'haunted' },
        'alternate-locations': ['/mirror/acme/'],
      },
    );
    expect(result).toMatchObject({
      name: 'acme',
      apiVersion: '1.4',
      versions: ['1.0', '2.0'],
      status: 'quarantined',
      statusReason: 'haunted',
      alternateLocations: ['https://index.example/mirror/acme/'],
      tracks: ['https://upstream.example/simple/acme/'],
    });
  });

  it('is active, and says nothing of versions, where it says nothing', () => {
    expect(page({})).toMatchObject({
      versions: null,
      status: 'active',
      statusReason: null,
      alternateLocations: [],
      tracks: [],
    });
  });

  it.each<[string, object, string]>([
    ['a minor version of the future', { meta: { 'api-version': '1.99' } }, '1.99'],
    ['the older spelling of the status', { 'project-status': { state: 'archived' } }, '1.4'],
  ])('is read: %s', (_what, rest, version) => {
    expect(page({}, rest).apiVersion).toBe(version);
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'index.malformed'],
    ['a text', 'acme', 'index.malformed'],
    ['null', null, 'index.malformed'],
    ['no meta', { name: 'acme', files: [] }, 'index.malformed'],
    ['meta that is a list', { meta: [], name: 'acme', files: [] }, 'index.malformed'],
    [
      'a version that is a number',
      { meta: { 'api-version': 1 }, name: 'acme', files: [] },
      'index.malformed',
    ],
    [
      'a version that is none',
      { meta: { 'api-version': 'one' }, name: 'acme', files: [] },
      'index.malformed',
    ],
    [
      'the next major version',
      { meta: { 'api-version': '2.0' }, name: 'acme', files: [] },
      'index.api-version',
    ],
    ['the next major version in another shape', { meta: { 'api-version': '2.0' } }, 'index.api-version'],
    ['no name', { meta: { 'api-version': '1.0' }, files: [] }, 'index.malformed'],
    ['no files', { meta: { 'api-version': '1.0' }, name: 'acme' }, 'index.malformed'],
    [
      'files that are an object',
      { meta: { 'api-version': '1.0' }, name: 'acme', files: {} },
      'index.malformed',
    ],
    [
      'versions that are numbers',
      { meta: { 'api-version': '1.1' }, name: 'acme', files: [], versions: [1] },
      'index.malformed',
    ],
    [
      'a status that is a text',
      { meta: { 'api-version': '1.4' }, name: 'acme', files: [], 'project-status': 'active' },
      'index.malformed',
    ],
    [
      'a status that holds a number',
      { meta: { 'api-version': '1.4' }, name: 'acme', files: [], 'project-status': { status: 1 } },
      'index.malformed',
    ],
    [
      'other places that are a text',
      { meta: { 'api-version': '1.2' }, name: 'acme', files: [], 'alternate-locations': 'x' },
      'index.malformed',
    ],
  ])('is refused: %s', (_what, value, code) => {
    expect(() => parseSimpleJson(encode(value), BASE)).toRefuse(code);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['HTML', new TextEncoder().encode('<!doctype html><a href="acme-1.0.tar.gz">acme</a>')],
    ['half a page', encode({ meta: { 'api-version': '1.0' } }).subarray(0, 12)],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['a million brackets', new TextEncoder().encode('['.repeat(1_000_000))],
  ])('is refused: %s', (_what, bytes) => {
    expect(() => parseSimpleJson(bytes, BASE)).toRefuse('index.malformed');
  });

  it('does not show the password of the index', () => {
    let shown = '';
    try {
      parseSimpleJson(encode([]), 'https://user:secret@index.example/simple/acme/');
    } catch (error) {
      shown = `${error} ${JSON.stringify(error)}`;
    }
    expect(shown).toContain('index.example');
    expect(shown).not.toContain('secret');
  });
});
