import { describe, expect, it } from 'vitest';
import { MAX_METADATA_BYTES, parseMetadata } from '../../src/packaging/index.ts';
import { parseMessageHeaders } from '../../src/packaging/message-headers.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const HEAD = 'Metadata-Version: 2.4\nName: Acme.Tools\nVersion: 1.0\n';
const parse = (rest = '', head = HEAD) => parseMetadata(bytes(head + rest));

describe('parseMessageHeaders', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['a field', 'Name: acme\n', 'name', ['acme']],
    ['a field without a space', 'Name:acme\n', 'name', ['acme']],
    ['a field in other capitals', 'nAmE: acme\n', 'NAME', ['acme']],
    ['a field without a line end', 'Name: acme', 'name', ['acme']],
    ['an empty field', 'Name:\n', 'name', ['']],
    ['two fields of one name', 'A: 1\nB: 2\nA: 3\n', 'a', ['1', '3']],
    ['CRLF', 'A: 1\r\nB: 2\r\n', 'b', ['2']],
    ['a lone CR, which ends a line as well', 'A: 1\rB: 2\r', 'b', ['2']],
    ['a folded line', 'A: 1\n  2\nB: 3\n', 'a', ['1\n  2']],
    ['a line folded by a tab', 'A: 1\n\t2\n', 'a', ['1\n\t2']],
    ['a folded line that looks like a field', 'A: 1\n B: 2\n', 'b', []],
    ['a value with a colon', 'A: b: c\n', 'a', ['b: c']],
    ['nothing below an empty line', 'A: 1\n\nB: 2\n', 'b', []],
    ['nothing below a line that is no field', 'A: 1\nhello\nB: 2\n', 'b', []],
    ['nothing below a name in another script', 'A: 1\né: 2\nB: 3\n', 'b', []],
    ['nothing below a name with a blank', 'A: 1\nB C: 2\nB: 3\n', 'b', []],
    ['nothing below a byte order mark', '\ufeffA: 1\nB: 2\n', 'b', []],
    ['no field without a name', ': 1\nB: 2\n', '', []],
    ['what follows a field without a name', ': 1\n x\nB: 2\n', 'b', ['2']],
    ['no envelope', 'From me: 1\nB: 2\n', 'from me', []],
    ['a field below an envelope', 'From me\nB: 2\n', 'b', ['2']],
    ['a folded line below nothing', '  x\nB: 2\n', 'b', ['2']],
    ['a line end that only some programs see', 'A: 1\u2028B: 2\n', 'b', []],
  ])('reads %s', (_what, text, name, expected) => {
    expect(parseMessageHeaders(text).all(name)).toEqual(expected);
  });

  it('takes time in proportion to the text', () => {
    const text = `${'A: 1\n'.repeat(100_000)}\n${'x'.repeat(5_000_000)}`;
    expect(parseMessageHeaders(text).all('a')).toHaveLength(100_000);
  });
});

describe('parseMetadata', () => {
  it('reads what a modern wheel says', () => {
    const metadata = parse(
      [
        'Summary: Tools for acme',
        'Home-page: https://acme.example',
        'Author-email: "A. Author" <a@acme.example>',
        'Maintainer: M. Tainer',
        'License-Expression: Apache-2.0',
        'Project-URL: Source Code, https://code.example/acme?a=b,c',
        'Project-URL: no comma',
        'Requires-Python: >=3.8',
        'Requires-Dist: widget>=1 ; extra == "Big_Extra"',
        'Requires-Dist: gadget[x]',
        'Provides-Extra: Big_Extra',
        'Dynamic: Requires-Dist',
        'Import-Name: acme',
        'Import-Namespace: acme.plugins',
        '',
        'Requires-Dist: not-a-field',
      ].join('\n'),
    );
    expect(metadata).toMatchObject({
      metadataVersion: '2.4',
      name: 'Acme.Tools',
      normalizedName: 'acme-tools',
      summary: 'Tools for acme',
      homePage: 'https://acme.example',
      author: null,
      authorEmail: '"A. Author" <a@acme.example>',
      maintainer: 'M. Tainer',
      maintainerEmail: null,
      license: null,
      licenseExpression: 'Apache-2.0',
      projectUrls: [
        { label: 'Source Code', url: 'https://code.example/acme?a=b,c' },
        { label: 'no comma', url: '' },
      ],
      requiresPythonText: '>=3.8',
      providesExtra: ['big-extra'],
      dynamic: ['requires-dist'],
      importNames: ['acme'],
      importNamespaces: ['acme.plugins'],
      invalidRequirements: [],
    });
    expect(String(metadata.version)).toBe('1.0');
    expect(metadata.requiresDist.map((each) => each.normalizedName)).toEqual(['widget', 'gadget']);
    expect(metadata.requiresPython?.contains('3.7')).toBe(false);
  });

  it('parses requirements once', () => {
    const metadata = parse('Requires-Dist: widget\n');
    expect(metadata.requiresDist).toBe(metadata.requiresDist);
  });

  it.each<[string, string, Record<string, unknown>]>([
    [
      'nothing but what must be there',
      '',
      { requiresDist: [], requiresPython: null, providesExtra: [], importNames: null },
    ],
    ['an empty field of import names: there is nothing to import', 'Import-Name:\n', { importNames: [] }],
    [
      'a version of Python that is none, as pip does: without it',
      'Requires-Python: three\n',
      { requiresPython: null, requiresPythonText: 'three' },
    ],
    ['a field that nobody knows', 'Frobnicate: yes\nFrobnicate: no\n', { name: 'Acme.Tools' }],
    ['a text below the fields that is not ASCII', '\n日本語\n', { name: 'Acme.Tools' }],
  ])('takes %s', (_what, rest, expected) => {
    expect(parse(rest)).toMatchObject(expected);
  });

  it.each<[string, string]>([
    ['version 1.0', 'Metadata-Version: 1.0\nName: a\nVersion: 1\n'],
    ['a minor version of the future', 'Metadata-Version: 2.99\nName: a\nVersion: 1\n'],
    ['fields in another order', 'Version: 1\nName: a\nMetadata-Version: 2.1\n'],
    ['blanks round the values', 'Metadata-Version:  2.1 \nName:\ta \nVersion: 1 \n'],
    ['CRLF', 'Metadata-Version: 2.1\r\nName: a\r\nVersion: 1\r\n'],
    ['a version that is not in its normal form', 'Metadata-Version: 2.1\nName: a\nVersion: v1.0-alpha\n'],
  ])('takes %s', (_what, head) => {
    expect(parse('', head).normalizedName).toBe('a');
  });

  it('keeps what is no requirement, and why', () => {
    const metadata = parse('Requires-Dist: fine>=1\nRequires-Dist: broken>=1.*.*\n');
    expect(metadata.requiresDist.map(String)).toEqual(['fine>=1']);
    expect(metadata.invalidRequirements).toEqual([{ text: 'broken>=1.*.*', reason: expect.any(String) }]);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', bytes(''), 'metadata.malformed'],
    ['a byte order mark, behind which Python sees no field', bytes(`\ufeff${HEAD}`), 'metadata.malformed'],
    ['no Metadata-Version', bytes('Name: a\nVersion: 1\n'), 'metadata.malformed'],
    [
      'a Metadata-Version that is none',
      bytes('Metadata-Version: two\nName: a\nVersion: 1\n'),
      'metadata.malformed',
    ],
    ['the next major version', bytes('Metadata-Version: 3.0\nName: a\nVersion: 1\n'), 'metadata.version'],
    ['no name', bytes('Metadata-Version: 2.1\nVersion: 1\n'), 'metadata.malformed'],
    ['a name that is none', bytes('Metadata-Version: 2.1\nName: ../a\nVersion: 1\n'), 'metadata.malformed'],
    ['a folded name', bytes('Metadata-Version: 2.1\nName: a\n b\nVersion: 1\n'), 'metadata.malformed'],
    ['no version', bytes('Metadata-Version: 2.1\nName: a\n'), 'metadata.malformed'],
    ['a version that is none', bytes('Metadata-Version: 2.1\nName: a\nVersion: one\n'), 'metadata.malformed'],
    [
      'a name below an empty line',
      bytes('Metadata-Version: 2.1\n\nName: a\nVersion: 1\n'),
      'metadata.malformed',
    ],
    ['two names', bytes(`${HEAD}Name: other\n`), 'metadata.malformed'],
    ['two versions', bytes(`${HEAD}version: 2.0\n`), 'metadata.malformed'],
    ['the same version twice', bytes(`${HEAD}Version: 1.0\n`), 'metadata.malformed'],
    [
      'two Requires-Python',
      bytes(`${HEAD}Requires-Python: >=3\nRequires-Python: >=2\n`),
      'metadata.malformed',
    ],
    [
      'two authors',
      bytes(`${HEAD}Author-email: a@acme.example\nAuthor-Email: b@acme.example\n`),
      'metadata.malformed',
    ],
    ['bytes that are not UTF-8', Uint8Array.of(...bytes(HEAD), 0x0a, 0xff), 'metadata.malformed'],
    ['more bytes than are read', new Uint8Array(MAX_METADATA_BYTES + 1), 'metadata.malformed'],
    [
      'more requirements than anybody has',
      bytes(HEAD + 'Requires-Dist: a\n'.repeat(20_001)),
      'metadata.malformed',
    ],
  ])('refuses %s', (_what, content, code) => {
    expect(() => parseMetadata(content)).toRefuse(code);
  });

  it('takes the requirements of an egg where it names none itself', () => {
    const legacy = { requirements: ['widget', 'gadget ; extra == "x"'], extras: ['X'] };
    expect(parseMetadata(bytes(HEAD), legacy).requiresDist.map(String)).toEqual([
      'widget',
      'gadget; extra == "x"',
    ]);
    expect(parseMetadata(bytes(HEAD), legacy).providesExtra).toEqual(['x']);
    expect(parseMetadata(bytes(`${HEAD}Requires-Dist: own\n`), legacy).requiresDist.map(String)).toEqual([
      'own',
    ]);
  });
});
