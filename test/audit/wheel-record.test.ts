import { describe, expect, it } from 'vitest';
import { differencesOf, installedDigest, wheelDigest } from '../../src/audit/wheel-record.ts';
import { parseRecord, type RecordEntry } from '../../src/packaging/index.ts';
import { recordLine } from '../support/make-wheel.ts';

const INFO = 'acme-1.0.dist-info';

const wheel = (...lines: readonly string[]): readonly RecordEntry[] =>
  parseRecord([...lines, `${INFO}/RECORD,,`].join('\n'));
const installed = (...lines: readonly string[]): readonly RecordEntry[] =>
  parseRecord([...lines, `${INFO}/RECORD,,`].join('\n'), { scope: 'installed' });

const CODE = recordLine('acme.py', 'ACME = 1');
const METADATA = recordLine(`${INFO}/METADATA`, 'Name: acme');
const GENERATED = ['INSTALLER', 'REQUESTED', 'direct_url.json', 'uv_cache.json', 'uv_build.json'].map(
  (name) => recordLine(`${INFO}/${name}`, name),
);

const NO_SCRIPT = (): boolean => false;

describe('differencesOf', () => {
  it.each<[string, readonly RecordEntry[], readonly RecordEntry[], readonly string[]]>([
    ['the same lines', installed(CODE, METADATA), wheel(CODE, METADATA), []],
    ['the same lines in another order', installed(METADATA, CODE), wheel(CODE, METADATA), []],
    ['what installers add', installed(CODE, METADATA, ...GENERATED), wheel(CODE, METADATA), []],
    [
      'bytecode without a digest',
      installed(CODE, METADATA, '__pycache__/acme.cpython-311.pyc,,'),
      wheel(CODE, METADATA),
      [],
    ],
    [
      'bytecode with a digest that the wheel does not hold',
      installed(CODE, recordLine('__pycache__/acme.cpython-311.pyc', 'evil')),
      wheel(CODE),
      ['__pycache__/acme.cpython-311.pyc'],
    ],
    ['another digest', installed(recordLine('acme.py', 'EVIL')), wheel(CODE), ['acme.py']],
    ['a line more', installed(CODE, recordLine('evil.py', '')), wheel(CODE), ['evil.py']],
    ['a line less', installed(METADATA), wheel(CODE, METADATA), ['acme.py']],
    [
      'a line whose digest was taken away',
      installed('acme.py,,', METADATA),
      wheel(CODE, METADATA),
      ['acme.py'],
    ],
    [
      'a generated name in another folder',
      installed(CODE, recordLine('acme/INSTALLER', '')),
      wheel(CODE),
      ['acme/INSTALLER'],
    ],
    [
      'files of purelib and platlib beside those of the root',
      installed(CODE, recordLine('more.py', 'M'), recordLine('much.so', 'S')),
      wheel(
        CODE,
        recordLine('acme-1.0.data/purelib/more.py', 'M'),
        recordLine('acme-1.0.data/platlib/much.so', 'S'),
      ),
      [],
    ],
    [
      'data and headers elsewhere',
      installed(recordLine('../../../share/a.txt', 'A'), recordLine('../../../include/acme/acme.h', 'H')),
      wheel(
        recordLine('acme-1.0.data/data/share/a.txt', 'A'),
        recordLine('acme-1.0.data/headers/acme.h', 'H'),
      ),
      [],
    ],
    [
      'data with other bytes',
      installed(recordLine('../../../share/a.txt', 'B')),
      wheel(recordLine('acme-1.0.data/data/share/a.txt', 'A')),
      ['../../../share/a.txt'],
    ],
    [
      'a file elsewhere that no wheel holds',
      installed(CODE, recordLine('../../../etc/evil.conf', '')),
      wheel(CODE),
      ['../../../etc/evil.conf'],
    ],
    [
      'a file of the root that is said to be elsewhere',
      installed(recordLine('../acme.py', 'ACME = 1')),
      wheel(CODE),
      ['../acme.py', 'acme.py'],
    ],
  ])('tells of %s', (_reason, record, entries, expected) => {
    expect(differencesOf({ record, info: INFO }, entries, NO_SCRIPT)).toEqual(expected);
  });

  it('asks about scripts, with that of the wheel where it has one of the name', () => {
    const asked: unknown[] = [];
    const record = installed(
      recordLine('../../../bin/tool', '#!/venv/bin/python'),
      recordLine('../../../bin/main', ''),
    );
    const entries = wheel(recordLine('acme-1.0.data/scripts/tool', '#!python'));
    const differences = differencesOf({ record, info: INFO }, entries, (line, original) => {
      asked.push([line.path, original?.path]);
      return line.path.endsWith('tool');
    });
    expect(differences).toEqual(['../../../bin/main']);
    expect(asked).toEqual([
      ['../../../bin/tool', 'acme-1.0.data/scripts/tool'],
      ['../../../bin/main', undefined],
    ]);
  });
});

describe('the digest of all lines', () => {
  const ofWheel = wheelDigest(wheel(CODE, METADATA, recordLine('acme-1.0.data/data/share/a.txt', 'A')));

  it.each<[string, readonly RecordEntry[]]>([
    ['as it was installed', installed(METADATA, CODE, ...GENERATED, recordLine('../../../bin/acme', 'x'))],
    ['with bytecode', installed(METADATA, CODE, '__pycache__/acme.cpython-311.pyc,,')],
  ])('is that of the wheel %s', (_reason, record) => {
    expect(installedDigest(record, INFO)).toBe(ofWheel);
  });

  it.each<[string, readonly RecordEntry[]]>([
    ['another digest', installed(METADATA, recordLine('acme.py', 'EVIL'))],
    ['a line more', installed(METADATA, CODE, recordLine('evil.py', ''))],
    ['a line less', installed(CODE)],
    ['another name', installed(METADATA, recordLine('acme2.py', 'ACME = 1'))],
  ])('is another with %s', (_reason, record) => {
    expect(installedDigest(record, INFO)).not.toBe(ofWheel);
  });
});
