import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkWheel } from '../../../src/archive/wheel/check-wheel.ts';
import type { ReasonCode } from '../../../src/errors/index.ts';
import { makeWheel, recordLine, type WheelOptions } from '../../support/make-wheel.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import type { ZipEntry } from '../../support/write-zip.ts';
import { archiveSubject } from '../archive-subject.ts';

const scratch = scratchFolder();
const RECORD = 'acme-1.0.dist-info/RECORD';
const MODULE = 'acme/__init__.py';
const TEXT = 'VERSION = "1.0"\n';

type Lines = readonly string[];

function check(options: Partial<WheelOptions>, waived: readonly ReasonCode[] = []) {
  const made = makeWheel({ name: 'acme', ...options });
  return checkWheel(archiveSubject(scratch, made), { waived: new Set(waived) });
}

/** RECORD with the line of the module replaced. */
const moduleLine = (line: string) => (lines: Lines) =>
  lines.map((each) => (each.startsWith(`${MODULE},`) ? line : each));

const digest = (algorithm: string, text = TEXT) => createHash(algorithm).update(text).digest('base64url');

/** Files that no line of RECORD speaks of. */
const extra =
  (...names: readonly string[]) =>
  (entries: readonly ZipEntry[]): readonly ZipEntry[] => [
    ...entries,
    ...names.map((name) => ({ name, data: Buffer.from('signature') })),
  ];

describe('RECORD against the files of the wheel', () => {
  it.each<[string, Partial<WheelOptions>]>([
    ['every file with sha256', {}],
    ['sha384', { record: moduleLine(`${MODULE},sha384=${digest('sha384')},16`) }],
    ['sha512', { record: moduleLine(`${MODULE},sha512=${digest('sha512')},16`) }],
    ['blake2b', { record: moduleLine(`${MODULE},blake2b=${digest('blake2b512')},16`) }],
    ['no size', { record: moduleLine(`${MODULE},sha256=${digest('sha256')},`) }],
    ['a quoted name', { files: { 'acme/a,b.py': 'x' } }],
    ['CRLF', { record: (lines) => lines.map((line) => `${line}\r`) }],
    ['no line for itself', { record: (lines) => lines.filter((line) => !line.startsWith(RECORD)) }],
    ['signatures beside it', { tamper: extra(`${RECORD}.jws`, `${RECORD}.p7s`) }],
    [
      'signatures beside it, listed without digests',
      { record: (lines) => [...lines, `${RECORD}.jws,,`], tamper: extra(`${RECORD}.jws`) },
    ],
  ])('takes %s', async (_what, options) => {
    expect((await check(options)).waived).toEqual([]);
  });

  it.each<[string, Partial<WheelOptions>, string]>([
    [
      'a file that is not listed',
      { record: (lines) => lines.filter((line) => !line.startsWith('acme/')) },
      'record.unlisted',
    ],
    [
      'a file listed in another case',
      { record: moduleLine(recordLine('Acme/__init__.py', TEXT)) },
      'record.unlisted',
    ],
    ['a signature of something else', { tamper: extra('acme/RECORD.jws') }, 'record.unlisted'],
    ['a .pyc file that is not listed', { tamper: extra('acme/__pycache__/x.pyc') }, 'record.unlisted'],
    [
      'a line without a file',
      { record: (lines) => [...lines, recordLine('acme/ghost.py', '')] },
      'record.missing',
    ],
    [
      'a file listed in another case, from the other side',
      { record: moduleLine(recordLine('Acme/__init__.py', TEXT)) },
      'record.missing',
    ],
    ['no digest', { record: moduleLine(`${MODULE},,16`) }, 'record.hash-missing'],
    ['neither digest nor size', { record: moduleLine(`${MODULE},,`) }, 'record.hash-missing'],
    [
      'no digest for METADATA',
      { record: (lines) => lines.map((line) => line.replace(/METADATA,.*$/, 'METADATA,,')) },
      'record.hash-missing',
    ],
    ['another digest', { record: moduleLine(recordLine(MODULE, 'else')) }, 'record.hash-mismatch'],
    [
      'a sha512 digest of something else',
      { record: moduleLine(`${MODULE},sha512=${digest('sha512', 'else')},16`) },
      'record.hash-mismatch',
    ],
    [
      'another size',
      { record: moduleLine(`${MODULE},sha256=${digest('sha256')},17`) },
      'record.size-mismatch',
    ],
    ['md5', { record: moduleLine(`${MODULE},md5=${digest('md5')},16`) }, 'record.weak-hash'],
    ['a file twice', { record: (lines) => [...lines, recordLine(MODULE, TEXT)] }, 'record.duplicate'],
    ['a line that is none', { record: (lines) => [...lines, 'x'] }, 'record.malformed'],
  ])('refuses %s', async (_what, options, code) => {
    await expect(check(options)).toRefuseWith(code);
  });

  it('names the files, up to five', async () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`acme/${index}.py`, 'x']));
    const refused = check({ files, record: (lines) => lines.filter((line) => !line.startsWith('acme/')) });
    await expect(refused).rejects.toMatchObject({
      code: 'record.unlisted',
      message: 'RECORD does not list 9 files of the wheel',
      facts: [0, 1, 2, 3, 4].map((index) => ({ label: 'file', value: `acme/${index}.py` })),
    });
  });
});

describe('a waiver for RECORD', () => {
  const forged = { record: moduleLine(recordLine(MODULE, 'else')) };
  const actual = { path: MODULE, hash: { algorithm: 'sha256', digest: digest('sha256') }, size: 16 };

  it.each<[ReasonCode, Partial<WheelOptions>]>([
    ['record.hash-mismatch', forged],
    ['record.size-mismatch', { record: moduleLine(`${MODULE},sha256=${digest('sha256')},17`) }],
    ['record.hash-missing', { record: moduleLine(`${MODULE},,`) }],
    ['record.unlisted', { record: moduleLine('') }],
    ['record.missing', { record: (lines) => [...lines, recordLine('acme/ghost.py', '')] }],
    ['record.weak-hash', { record: moduleLine(`${MODULE},md5=${digest('md5')},16`) }],
    ['record.duplicate', { record: (lines) => [...lines, recordLine(MODULE, TEXT)] }],
    ['record.malformed', { record: (lines) => [...lines, 'x'] }],
    ['record.absent', { record: null }],
  ])('lets %s through, and tells so, and what the file really is', async (code, options) => {
    const lines = options.record;
    const record =
      lines === null || lines === undefined
        ? lines
        : (all: Lines) => lines(all).filter((line) => line !== '');
    const checked = await check({ ...options, ...(record === undefined ? {} : { record }) }, [code]);
    expect(checked.waived.map((error) => error.code)).toEqual([code]);
    expect(checked.record).toContainEqual(actual);
  });

  it('lets nothing else through', async () => {
    await expect(check(forged, ['record.size-mismatch'])).toRefuseWith('record.hash-mismatch');
    const both = {
      record: (lines: Lines) => [...moduleLine(recordLine(MODULE, 'else'))(lines), recordLine('ghost', '')],
    };
    await expect(check(both, ['record.hash-mismatch'])).toRefuseWith('record.missing');
    await expect(check(both, ['record.missing'])).toRefuseWith('record.hash-mismatch');
    await expect(check({ wheelText: '' }, ['wheel.malformed'])).toRefuseWith('wheel.malformed');
  });
});
