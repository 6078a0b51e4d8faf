import { describe, expect, it } from 'vitest';
import type { DistributionFile } from '../../src/artifact/index.ts';
import { ListingReader } from '../../src/index/listed-files.ts';
import { type IndexFiles, mergeAll, mergeOrRefuse } from '../../src/index/merge.ts';
import { parseSha256 } from '../../src/packaging/index.ts';
import { name } from './support.ts';

const ACME = name('acme');

/** Files as `VERSION:DIGIT`; the digit, repeated, is the sha256; `-` for none. */
function source(url: string, ...files: string[]): IndexFiles {
  const entries = files.map((text) => {
    const [version = '', digit = '-'] = text.split(':');
    const filename = `acme-${version}.tar.gz`;
    const sha256 = parseSha256(digit.repeat(64)) ?? null;
    const common = { hashes: {}, size: null, uploadTime: null, requiresPython: null, yanked: false } as const;
    return { filename, url: `${url}/${filename}`, sha256, ...common, coreMetadata: null, provenance: null };
  });
  return { url, files: new ListingReader([]).read(entries, ACME, { kind: 'index', location: url }).files };
}

const A = 'https://a.example/simple';
const B = 'https://b.example/simple';
const C = 'https://c.example/simple';
const urls = (files: readonly DistributionFile[]) => files.map(({ url }) => url);

describe('mergeOrRefuse', () => {
  it.each<[string, IndexFiles[], string]>([
    ['one index', [source(A, '1:1')], A],
    ['one that has it', [source(A), source(B, '1:1')], B],
    ['the same files', [source(A, '1:1', '2:2'), source(B, '2:2', '1:1')], A],
    ['a mirror that lags', [source(A, '1:1'), source(B, '1:1', '2:2')], B],
    ['an index of builds that are elsewhere too', [source(A, '1:1', '2:2'), source(B, '2:2')], A],
    ['three of which one has all', [source(A, '1:1'), source(B, '1:1', '2:2', '3:3'), source(C, '3:3')], B],
  ])('takes %s', (_reason, sources, winner) => {
    const expected = sources.find(({ url }) => url === winner);
    expect(mergeOrRefuse(ACME, sources)).toEqual(expected?.files);
  });

  it('knows a project that nobody has', () => {
    expect(mergeOrRefuse(ACME, [source(A), source(B)])).toEqual([]);
  });

  it.each<[string, IndexFiles[]]>([
    ['a higher version elsewhere', [source(A, '1:1'), source(B, '99:9')]],
    ['a higher version beside the true one of another build', [source(A, '1:1'), source(B, '1:2', '99:9')]],
    ['another file of the same name', [source(A, '1:1'), source(B, '1:2')]],
    ['each having something of its own', [source(A, '1:1', '2:2'), source(B, '1:1', '3:3')]],
    ['files without a digest', [source(A, '1:-'), source(B, '1:-')]],
    ['a file without a digest', [source(A, '1:1', '2:-'), source(B, '1:1', '2:2')]],
    ['two of three', [source(A, '1:1'), source(B, '1:1'), source(C, '2:2')]],
  ])('refuses %s', (_reason, sources) => {
    expect(() => mergeOrRefuse(ACME, sources)).toRefuse('index.confusion');
    expect(() => mergeOrRefuse(ACME, sources.toReversed())).toRefuse('index.confusion');
  });

  it('shows both sides, the line to add, and no password', () => {
    const secret = 'https://me:secret@a.example/simple';
    expect(() => mergeOrRefuse(ACME, [source(secret, '1:1'), source(B, '99:9')])).toThrow(
      expect.objectContaining({
        subject: 'acme',
        facts: [
          { label: 'index', value: expect.stringMatching(/a\.example.*1 files, with acme-1\.tar\.gz/) },
          { label: 'index', value: expect.stringMatching(/b\.example.*acme-99\.tar\.gz/) },
        ],
        hint: expect.stringMatching(
          /^(?!.*secret)[\s\S]*\[\[index\]\][\s\S]*packages = \["acme"\][\s\S]*--index-strategy first-index/,
        ),
      }),
    );
  });
});

describe('mergeAll', () => {
  it('has every file once, those without a digest each', () => {
    const sources = [source(A, '1:1', '2:-'), source(B, '1:1', '2:-', '99:9')];
    expect(urls(mergeAll(sources))).toEqual([
      `${A}/acme-1.tar.gz`,
      `${A}/acme-2.tar.gz`,
      `${B}/acme-2.tar.gz`,
      `${B}/acme-99.tar.gz`,
    ]);
  });
});
