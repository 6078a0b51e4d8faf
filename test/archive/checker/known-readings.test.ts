import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSubject } from '../../../src/archive/check-archive.ts';
import type { ArchiveSubject, CheckOptions } from '../../../src/archive/checked-archive.ts';
import { keepReading } from '../../../src/archive/checker/keep-reading.ts';
import { KnownReadings } from '../../../src/archive/checker/known-readings.ts';
import { formatReading, parseReading } from '../../../src/archive/checker/reading-format.ts';
import { createArchiveChecker } from '../../../src/archive/index.ts';
import { toSha256 } from '../../../src/archive/same-bytes.ts';
import { parseName, parseVersion } from '../../../src/packaging/index.ts';
import { makeSdist } from '../../support/make-sdist.ts';
import { makeWheel } from '../../support/make-wheel.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { archiveSubject, downloadedArtifact } from '../archive-subject.ts';

const scratch = scratchFolder();
const newFolder = () => mkdtempSync(join(scratch.path, 'cache-'));
const made = makeWheel({ name: 'acme', entryPoints: { acme: 'acme:main' }, files: { 'a "b", c.txt': 'x' } });
const wheel = archiveSubject(scratch, made);
const sdist = archiveSubject(scratch, makeSdist({ name: 'acme' }));
const CHECKER = 'one checker';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A cache that knows one reading, and the file that it knows it from. */
async function knowing(subject: ArchiveSubject = wheel, options: CheckOptions = {}) {
  const readings = new KnownReadings(newFolder(), CHECKER);
  const place = readings.placeOf(subject, options);
  if (place === undefined) throw new Error('nothing is kept');
  const report = await checkSubject(subject, options);
  keepReading(place, report);
  return { readings, place, report };
}

describe('KnownReadings', () => {
  it.each([
    ['a wheel', wheel],
    ['an sdist', sdist],
  ])('gives the report of %s as it was', async (_what, subject) => {
    const { readings, place, report } = await knowing(subject);
    expect(readings.read(place)).toEqual(report);
  });

  it.skipIf(process.platform === 'win32')('lets nobody else in', async () => {
    const { place } = await knowing();
    expect(statSync(place.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(place.path, '..')).mode & 0o777).toBe(0o700);
  });

  it.each<[string, Partial<ArchiveSubject>, CheckOptions, string]>([
    ['other bytes', { sha256: toSha256('0'.repeat(64)) }, {}, CHECKER],
    ['another kind', { kind: 'sdist' }, {}, CHECKER],
    [
      'another filename',
      { identity: { ...wheel.identity, filename: 'acme-1.0-1-py3-none-any.whl' } },
      {},
      CHECKER,
    ],
    ['another project', { identity: { ...wheel.identity, name: parseName('evil') } }, {}, CHECKER],
    ['another version', { identity: { ...wheel.identity, version: parseVersion('2') } }, {}, CHECKER],
    ['a file system that folds case', {}, { foldCase: true }, CHECKER],
    ['Windows', {}, { windows: true }, CHECKER],
    ['other code', {}, {}, 'another checker'],
  ])('knows nothing for %s', async (_what, change, options, checker) => {
    const cache = newFolder();
    const place = new KnownReadings(cache, CHECKER).placeOf(wheel, {});
    const other = new KnownReadings(cache, checker).placeOf({ ...wheel, ...change }, options);
    expect(place).toBeDefined();
    expect(other).toBeDefined();
    expect(other?.key).not.toBe(place?.key);
    expect(other?.path).not.toBe(place?.path);
  });

  it('keeps nothing where nobody says which code reads', () => {
    expect(new KnownReadings(newFolder(), null).placeOf(wheel, {})).toBeUndefined();
  });

  it.each<[string, (text: string) => string]>([
    ['is empty', () => ''],
    ['is cut off', (text) => text.slice(0, -1)],
    ['has one byte changed', (text) => text.replace('"fileCount":', '"fileCounT":')],
    ['has one byte more', (text) => `${text} `],
    ['is a digest and nothing else', (text) => text.slice(0, 64)],
  ])('knows nothing from a file that %s', async (_what, change) => {
    const { readings, place } = await knowing();
    writeFileSync(place.path, change(readFileSync(place.path, 'utf8')));
    expect(readings.read(place)).toBeUndefined();
  });

  it('knows nothing from the file of another key, under its name', async () => {
    const { readings, place, report } = await knowing();
    writeFileSync(place.path, formatReading('another key', report));
    expect(readings.read(place)).toBeUndefined();
  });

  it('knows nothing from what is no file', async () => {
    const { readings, place } = await knowing();
    rmSync(place.path);
    expect(readings.read(place)).toBeUndefined();
    expect(readings.read({ ...place, path: join(place.path, '..') })).toBeUndefined();
  });

  it('keeps no report that needed a waiver', async () => {
    const forged = archiveSubject(scratch, makeWheel({ name: 'acme', record: (lines) => lines.slice(1) }));
    const { place } = await knowing(forged, { waived: new Set(['record.unlisted']) });
    expect(existsSync(place.path)).toBe(false);
  });

  it('keeps nothing where it may not write', async () => {
    const cache = newFolder();
    writeFileSync(join(cache, 'readings'), 'a file in the place of the folder');
    const place = new KnownReadings(cache, CHECKER).placeOf(wheel, {});
    if (place === undefined) throw new Error('nothing is kept');
    expect(() => keepReading(place, { ...WHOLE, waived: [] })).not.toThrow();
    expect(new KnownReadings(cache, CHECKER).read(place)).toBeUndefined();
  });

  it('forgets what is known of files that are gone', async () => {
    const { readings, place } = await knowing();
    readings.keepOnly(new Set([wheel.sha256]));
    expect(existsSync(place.path)).toBe(true);
    readings.keepOnly(new Set([sdist.sha256]));
    expect(readdirSync(join(place.path, '..'))).toEqual([]);
  });
});

const WHOLE = {
  kind: 'wheel',
  fileCount: 1,
  unpackedSize: 2,
  metadataSha256: toSha256('0'.repeat(64)),
  metadataBytes: new Uint8Array([1, 2, 3]),
  root: 'acme-1.dist-info',
  scripts: ['acme'],
  record: [
    { path: 'a', hash: { algorithm: 'sha256', digest: 'abc' }, size: 1 },
    { path: 'b', hash: { algorithm: 'sha512', digest: 'abc' }, size: null },
    { path: 'acme-1.dist-info/RECORD', hash: null, size: null },
  ],
} as const;

describe('parseReading', () => {
  const written = JSON.parse(formatReading('key', WHOLE).slice(64)) as Record<string, unknown>;
  const asFile = (value: unknown): Buffer => {
    const text = JSON.stringify(value);
    return Buffer.from(`${sha256(text)}${text}`);
  };

  it('takes what was written', () => {
    expect(parseReading('key', asFile(written))).toMatchObject({ record: WHOLE.record, scripts: ['acme'] });
  });

  it.each<[string, unknown]>([
    ['no object', null],
    ['a list', []],
    ['another kind', { ...written, kind: 'egg' }],
    ['a count below zero', { ...written, fileCount: -1 }],
    ['a count that is none', { ...written, unpackedSize: '2' }],
    ['no metadata', { ...written, metadata: undefined }],
    ['no root', { ...written, root: 1 }],
    ['a script that is none', { ...written, scripts: [1] }],
    ['no scripts', { ...written, scripts: 'acme' }],
    ['no record', { ...written, record: {} }],
    ['an entry that is none', { ...written, record: ['a'] }],
    ['an entry without a path', { ...written, record: [[]] }],
    ['a path that is none', { ...written, record: [[1]] }],
    ['an unknown algorithm', { ...written, record: [['a', 'md5', 'abc', 1]] }],
    ['an algorithm that every object has', { ...written, record: [['a', 'toString', 'abc', 1]] }],
    ['an entry without a digest', { ...written, record: [['a', 'sha256']] }],
    ['an entry without a size', { ...written, record: [['a', 'sha256', 'abc']] }],
    ['a size that is none', { ...written, record: [['a', 'sha256', 'abc', 1.5]] }],
  ])('takes nothing with %s', (_what, value) => {
    expect(parseReading('key', asFile(value))).toBeUndefined();
  });

  it('takes no text that is not JSON', () => {
    expect(parseReading('key', Buffer.from(`${sha256('{')}{`))).toBeUndefined();
  });
});

describe('a checker with known readings', () => {
  it('reads a file once, and then goes by its digest', async () => {
    const readings = new KnownReadings(newFolder(), CHECKER);
    const artifact = downloadedArtifact(scratch, made);
    const checker = createArchiveChecker({ threads: 0, readings });
    const first = await checker.check(artifact);
    rmSync(artifact.path); // were it opened again, it would be refused
    expect(await checker.check(artifact)).toEqual(first);
  });

  it('refuses again what it has refused', async () => {
    const readings = new KnownReadings(newFolder(), CHECKER);
    const forged = downloadedArtifact(
      scratch,
      makeWheel({ name: 'acme', record: (lines) => lines.slice(1) }),
    );
    const checker = createArchiveChecker({ threads: 0, readings });
    await expect(checker.check(forged)).toRefuseWith('record.unlisted');
    await expect(checker.check(forged)).toRefuseWith('record.unlisted');
    const waived = { waived: new Set(['record.unlisted'] as const) };
    expect((await checker.check(forged, waived)).waived).toHaveLength(1);
    await expect(checker.check(forged)).toRefuseWith('record.unlisted');
  });
});
