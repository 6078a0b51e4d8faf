import { describe, expect, it } from 'vitest';
import { ListingReader, projectOf } from '../../src/index/listed-files.ts';
import { parseSha256, parseWheelFilename, type SimpleFile } from '../../src/packaging/index.ts';
import { name } from './support.ts';

const ORIGIN = { kind: 'index', location: 'https://index.example/simple' } as const;
const SHA = parseSha256('a'.repeat(64)) ?? null;

const entry = (filename: string, more: Partial<SimpleFile> = {}): SimpleFile => ({
  filename,
  url: `https://index.example/files/${encodeURIComponent(filename)}`,
  hashes: {},
  sha256: SHA,
  size: null,
  uploadTime: null,
  requiresPython: null,
  yanked: false,
  coreMetadata: null,
  provenance: null,
  ...more,
});

const read = (project: string, ...entries: SimpleFile[]) =>
  new ListingReader([]).read(entries, name(project), ORIGIN);

describe('ListingReader', () => {
  it.each<[string, string, string, object]>([
    ['a wheel', 'acme', 'acme-1.0-py3-none-any.whl', { kind: 'wheel', build: null, tags: ['py3-none-any'] }],
    [
      'a wheel with a build',
      'acme',
      'acme-1.0-2b-py3-none-any.whl',
      { kind: 'wheel', tags: ['py3-none-any'] },
    ],
    [
      'a wheel of several tags',
      'acme',
      'acme-1.0-py2.py3-none-any.whl',
      { tags: ['py2-none-any', 'py3-none-any'] },
    ],
    [
      'a wheel spelled otherwise',
      'acme-tools',
      'Acme.Tools-1.0-py3-none-any.whl',
      { kind: 'wheel', name: 'acme-tools' },
    ],
    ['a local version', 'acme', 'acme-1.0+cpu-py3-none-any.whl', { kind: 'wheel' }],
    ['an sdist', 'acme', 'acme-1.0.tar.gz', { kind: 'sdist' }],
    ['a zip', 'acme', 'acme-1.0.zip', { kind: 'sdist' }],
    [
      'an sdist with a hyphen in its name',
      'acme-tools',
      'acme-tools-1.0.tar.gz',
      { kind: 'sdist', name: 'acme-tools' },
    ],
    ['an sdist with a hyphen in its version', 'acme', 'acme-1.0-1.tar.gz', { kind: 'sdist' }],
  ])('reads %s', (_reason, project, filename, expected) => {
    const { files, skipped } = read(project, entry(filename));
    expect(skipped).toEqual([]);
    expect(files).toEqual([expect.objectContaining({ filename, origin: ORIGIN, ...expected })]);
  });

  it('reads versions as the filename parsers do', () => {
    const { files } = read('acme', entry('acme-1.0-1.tar.gz'), entry('acme-1.0.post1-1x-py3-none-any.whl'));
    expect(files.map(({ version }) => version.toString())).toEqual(['1.0.post1', '1.0.post1']);
    const [, wheel] = files;
    expect(wheel?.kind === 'wheel' && wheel.build).toEqual(parseWheelFilename(wheel?.filename ?? '').build);
  });

  it.each<[string, string]>([
    ['another project', 'other-1.0-py3-none-any.whl'],
    ['another project that begins alike', 'acme_tools-1.0-py3-none-any.whl'],
    ['no version', 'acme-one-py3-none-any.whl'],
    ['too few parts', 'acme-1.0-py3.whl'],
    ['too many parts', 'acme-1.0-1-py3-none-any-x.whl'],
    ['an egg', 'acme-1.0-py3.8.egg'],
    ['an installer', 'acme-1.0.exe'],
    ['another archive', 'acme-1.0.tar.bz2'],
    ['a signature', 'acme-1.0.tar.gz.asc'],
    ['a doubled underscore', 'acme__x-1.0-py3-none-any.whl'],
    ['an sdist of another project', 'other-1.0.tar.gz'],
    ['an sdist without a version', 'acme.tar.gz'],
    ['tags for the memory', `acme-1.0-${'a.'.repeat(40)}a-${'b.'.repeat(40)}b-any.whl`],
  ])('passes over %s, with the reason', (_reason, filename) => {
    expect(read('acme', entry(filename))).toEqual({
      files: [],
      skipped: [{ filename, reason: expect.stringMatching(/./) }],
    });
  });

  it('passes over what would come unprotected', () => {
    const url = 'http://index.example/acme-1.0.tar.gz';
    expect(read('acme', entry('acme-1.0.tar.gz', { url, sha256: null })).files).toEqual([]);
    expect(read('acme', entry('acme-1.0.tar.gz', { url })).files).toHaveLength(1);
    const trusting = new ListingReader(['index.example']);
    expect(
      trusting.read([entry('acme-1.0.tar.gz', { url, sha256: null })], name('acme'), ORIGIN).files,
    ).toHaveLength(1);
  });

  it('goes on without a Requires-Python that is none, as pip does', () => {
    const { files } = read(
      'acme',
      entry('acme-1.0.tar.gz', { requiresPython: '>=3.8' }),
      entry('acme-1.1.tar.gz', { requiresPython: 'three' }),
    );
    expect(files.map(({ requiresPython }) => requiresPython?.toString() ?? null)).toEqual(['>=3.8', null]);
  });

  it('takes the fragment off the URL', () => {
    const { files } = read(
      'acme',
      entry('acme-1.0.tar.gz', { url: 'https://index.example/acme-1.0.tar.gz#sha256=0' }),
    );
    expect(files[0]?.url).toBe('https://index.example/acme-1.0.tar.gz');
  });

  it('does not let filenames fill the memory', () => {
    const long = (letter: string) => Array.from({ length: 31 }, (_, at) => `${letter}${at}`).join('.');
    const names = Array.from({ length: 1200 }, (_, at) => `acme-1.0-${long('a')}-${long('b')}-x${at}.whl`);
    const { files, skipped } = read('acme', ...names.map((filename) => entry(filename)));
    expect(files.length).toBeLessThan(1100);
    expect(skipped.at(-1)?.reason).toMatch(/tags/);
  });
});

describe('projectOf', () => {
  it.each([
    ['Acme.Tools-1.0-py3-none-any.whl', 'acme-tools'],
    ['acme-tools-1.0.tar.gz', 'acme-tools'],
    ['acme.zip', undefined],
    ['README', undefined],
  ])('%s is of %s', (filename, expected) => {
    expect(projectOf(filename)).toBe(expected);
  });
});
