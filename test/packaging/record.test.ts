import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import {
  cryptoNameOf,
  MAX_RECORD_BYTES,
  parseRecord,
  type RecordAlgorithm,
} from '../../src/packaging/index.ts';
import { SHARED_DATA, sharedJson, sharedPath } from '../support/shared-data.ts';

const DIGEST = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
const entry = (path: string, size: number | null = 0) => ({
  path,
  hash: { algorithm: 'sha256', digest: DIGEST },
  size,
});
const row = (path: string): string => `${path},sha256=${DIGEST},0`;

describe('parseRecord', () => {
  it.each<[string, string, unknown[]]>([
    ['nothing', '', []],
    ['a file', `${row('acme/__init__.py')}\n`, [entry('acme/__init__.py')]],
    [
      'RECORD itself',
      'acme-1.0.dist-info/RECORD,,\n',
      [{ path: 'acme-1.0.dist-info/RECORD', hash: null, size: null }],
    ],
    ['no line end at the end', row('a'), [entry('a')]],
    ['CRLF', `${row('a')}\r\n${row('b')}\r\n`, [entry('a'), entry('b')]],
    ['CRLF and LF mixed', `${row('a')}\r\n${row('b')}\n`, [entry('a'), entry('b')]],
    ['a quoted path with a comma', row('"a,b.txt"'), [entry('a,b.txt')]],
    ['a quoted path with a quote', row('"a""b.txt"'), [entry('a"b.txt')]],
    ['all columns quoted', `"a","sha256=${DIGEST}","0"`, [entry('a')]],
    ['a space at the end of a name', row('a '), [entry('a ')]],
    ['a name in another script', row('日本/é.py'), [entry('日本/é.py')]],
    ['a digest without a size', `a,sha256=${DIGEST},`, [entry('a', null)]],
    ['three dots', row('a/.../b'), [entry('a/.../b')]],
  ])('reads %s', (_what, text, expected) => {
    expect(parseRecord(text)).toEqual(expected);
    expect(parseRecord(new TextEncoder().encode(text))).toEqual(expected);
  });

  it.each<RecordAlgorithm>([
    'sha256',
    'sha384',
    'sha512',
    'sha3_256',
    'sha3_384',
    'sha3_512',
    'blake2b',
    'blake2s',
  ])('takes a digest by %s, and names it for node:crypto', (algorithm) => {
    const digest = createHash(cryptoNameOf(algorithm)).update('').digest('base64url');
    expect(parseRecord(`a,${algorithm}=${digest},0`)[0]?.hash).toEqual({ algorithm, digest });
  });

  it.each<[string, string | Uint8Array, string]>([
    ['one column', 'garbage\n', 'record.malformed'],
    ['two columns', `a,sha256=${DIGEST}\n`, 'record.malformed'],
    ['four columns', `${row('a')},\n`, 'record.malformed'],
    ['an empty line', `${row('a')}\n\n${row('b')}\n`, 'record.malformed'],
    ['an empty line at the end, at which pip fails', `${row('a')}\n\n`, 'record.malformed'],
    ['an empty path', row(''), 'record.malformed'],
    ['a quote that stays open', row('"a'), 'record.malformed'],
    ['text after a quote', row('"a"b'), 'record.malformed'],
    ['a quote inside', row('a"b"'), 'record.malformed'],
    ['a line break inside quotes', row('"a\nb"'), 'record.malformed'],
    ['an absolute path', row('/etc/passwd'), 'record.malformed'],
    ['a path that leaves', row('../evil.py'), 'record.malformed'],
    ['a path that leaves later', row('a/../../evil.py'), 'record.malformed'],
    ['a drive', row('C:/evil.py'), 'record.malformed'],
    ['a drive without a slash', row('c:evil.py'), 'record.malformed'],
    ['a backslash', row('acme\\__init__.py'), 'record.malformed'],
    ['a second spelling by a dot', row('./a'), 'record.malformed'],
    ['a second spelling by two slashes', row('a//b'), 'record.malformed'],
    ['a folder', row('a/'), 'record.malformed'],
    ['NUL', row('a\0.py'), 'record.malformed'],
    ['an escape sequence', row('a\u001b[2K'), 'record.malformed'],
    ['a carriage return inside', row('a\rb'), 'record.malformed'],
    ['a line end that only Python sees', row('a\u2028b'), 'record.malformed'],
    ['a hexadecimal digest', `a,sha256=${'0'.repeat(64)},0`, 'record.malformed'],
    ['padding', `a,sha256=${DIGEST}=,0`, 'record.malformed'],
    [
      'the other base64 alphabet',
      `a,sha256=${DIGEST.replaceAll('-', '+').replaceAll('_', '/')},0`,
      'record.malformed',
    ],
    ['a digest that is too short', 'a,sha256=AAAA,0', 'record.malformed'],
    ['an empty digest', 'a,sha256=,0', 'record.malformed'],
    [
      'a second spelling of a digest, by the bits that nobody reads',
      `a,sha256=${DIGEST.slice(0, -1)}V,0`,
      'record.malformed',
    ],
    ['spaces round a digest', `a, sha256=${DIGEST},0`, 'record.weak-hash'],
    ['no algorithm', `a,${DIGEST},0`, 'record.malformed'],
    ['md5', 'a,md5=1B2M2Y8AsgTpgAmY7PhCfg,0', 'record.weak-hash'],
    ['sha1', 'a,sha1=2jmj7l5rSw0yVb_vlWAYkK_YBwk,0', 'record.weak-hash'],
    ['sha224', 'a,sha224=0UoCjCo6K8lHYQK7KII0xBWisB-CjqYqxbPkLw,0', 'record.weak-hash'],
    ['an algorithm in capitals', `a,SHA256=${DIGEST},0`, 'record.weak-hash'],
    ['an algorithm that nobody knows', 'a,sha9000=AAAA,0', 'record.weak-hash'],
    ['an algorithm that every object has', 'a,constructor=AAAA,0', 'record.weak-hash'],
    ['a size in words', `a,sha256=${DIGEST},zero`, 'record.malformed'],
    ['a negative size', `a,sha256=${DIGEST},-1`, 'record.malformed'],
    ['a size with a leading zero', `a,sha256=${DIGEST},00`, 'record.malformed'],
    ['a size beyond counting', `a,sha256=${DIGEST},${'9'.repeat(16)}`, 'record.malformed'],
    ['a path twice', `${row('a')}\n${row('a')}\n`, 'record.duplicate'],
    ['a path twice, once in quotes', `${row('a')}\n${row('"a"')}\n`, 'record.duplicate'],
    ['bytes that are not UTF-8', Uint8Array.of(0x61, 0xff), 'record.malformed'],
    ['more bytes than are read', new Uint8Array(MAX_RECORD_BYTES + 1), 'record.malformed'],
  ])('refuses %s', (_what, content, code) => {
    expect(() => parseRecord(content)).toRefuse(code);
  });

  it('names the line', () => {
    expect(() => parseRecord(`${row('a')}\n${row('b')}\ngarbage\n`)).toThrow(
      expect.objectContaining({ subject: 'RECORD:3' }),
    );
  });

  it.each<[string, string]>([
    ['a script', '../../../bin/acme,,'],
    ['an absolute path', '/opt/acme/data,,'],
    ['a path of Windows', 'C:\\acme\\data,,'],
    ['a file twice', 'a,,\na,,'],
  ])('takes from an installed RECORD what no wheel may say: %s', (_what, text) => {
    expect(parseRecord(text, { scope: 'installed' }).length).toBeGreaterThan(0);
    expect(() => parseRecord(text)).toThrow();
  });

  it('reads back what is written by the rules of CSV', () => {
    const segment = fc.string({
      unit: fc.constantFrom('a', 'b', '"', ',', ' ', 'é', '.x'),
      minLength: 1,
      maxLength: 6,
    });
    const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 20 }), (paths) => {
        const text = paths.map((each) => `"${each.replaceAll('"', '""')}",sha256=${DIGEST},0\r\n`).join('');
        expect(parseRecord(text).map((each) => each.path)).toEqual(paths);
      }),
    );
  });

  it('throws nothing but its own refusals', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '/', '=', '0', '\0') }),
        (text) => {
          try {
            parseRecord(text);
          } catch (error) {
            expect(error).toMatchObject({ name: 'SafeInstallError' });
          }
        },
      ),
    );
  });
});

/** The RECORD of a wheel, by whatever reader; `undefined` when it has none. */
const recordOf = (path: string): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    fromBuffer(readFileSync(path), { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('end', () => resolve(undefined));
      zip.on('error', reject);
      zip.on('entry', (entry) => {
        if (!entry.fileName.endsWith('.dist-info/RECORD')) return zip.readEntry();
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => resolve(Buffer.concat(chunks)));
        });
      });
      zip.readEntry();
    });
  });

interface ArchiveCase {
  readonly file: string;
  readonly expected: string;
}

/** Refused by comparison with the archive, which is not this parser's: the text itself is in order. */
const FAULTS_OF_CONTENT = [
  'record-case',
  'record-hash-mismatch',
  'record-listed-file-missing',
  'record-missing',
  'record-no-hash',
  'record-size-mismatch',
];

describe.skipIf(SHARED_DATA === undefined)('the wheels of the shared data', () => {
  const cases =
    SHARED_DATA === undefined
      ? []
      : sharedJson<{ entries: ArchiveCase[] }>('archives', 'manifest.json').entries.filter(({ file }) =>
          /^wheels\/(?:record|ok)-[a-z0-9-]+\//.test(file),
        );

  it('are there', () => {
    expect(cases.length).toBeGreaterThan(20);
  });

  it.each(cases.map((each) => [each.file.split('/')[1] ?? '', each] as const))(
    '%s',
    async (name, { file, expected }) => {
      const record = await recordOf(sharedPath('archives', file));
      if (record === undefined) {
        expect(name).toBe('record-missing');
        return;
      }
      if (expected === 'accept' || FAULTS_OF_CONTENT.includes(name))
        expect(parseRecord(record).length).toBeGreaterThan(2);
      else
        expect(() => parseRecord(record)).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^record\./) }),
        );
    },
  );
});
