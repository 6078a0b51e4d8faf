import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import type { MarkerEnvironment } from '../../../src/packaging/marker.ts';
import { parsePylock } from '../../../src/packaging/pylock/parse-pylock.ts';
import { type LockTarget, selectPackages } from '../../../src/packaging/pylock/select-packages.ts';
import { parseTag } from '../../../src/packaging/tag.ts';

const MARKERS: MarkerEnvironment = {
  implementation_name: 'cpython',
  implementation_version: '3.11.7',
  os_name: 'posix',
  platform_machine: 'x86_64',
  platform_python_implementation: 'CPython',
  platform_release: '6.1',
  platform_system: 'Linux',
  platform_version: '#1',
  python_full_version: '3.11.7',
  python_version: '3.11',
  sys_platform: 'linux',
};

const TARGET: LockTarget = {
  markers: MARKERS,
  tags: ['cp311-cp311-linux_x86_64', 'cp311-abi3-linux_x86_64', 'py3-none-any'].flatMap(parseTag),
  extras: [],
  groups: null,
};

const HASHES = `hashes = { sha256 = "${'0'.repeat(64)}" }`;
const file = (name: string): string => `{ url = "https://files.example/${name}", ${HASHES} }`;
const release = (name: string, ...lines: readonly string[]): string =>
  ['[[packages]]', `name = "${name}"`, ...lines, `wheels = [${file(`${name}-1.0-py3-none-any.whl`)}]`].join(
    '\n',
  );
const wheels = (...tags: readonly string[]): string =>
  `[[packages]]\nname = "a"\nwheels = [${tags.map((tag) => file(`a-1.0-${tag}.whl`)).join(', ')}]`;

/** What is selected, a word each: the filename, or the kind of another source. */
function select(text: string, target: Partial<LockTarget> = {}): readonly string[] {
  const lock = parsePylock(`lock-version = "1.0"\ncreated-by = "test"\n${text}`, { shown: 'pylock.toml' });
  return selectPackages(lock, { ...TARGET, ...target }).map(({ chosen }) =>
    'file' in chosen ? chosen.file.filename : chosen.kind,
  );
}

describe('selectPackages', () => {
  it.each<readonly [string, string, Partial<LockTarget>, readonly string[]]>([
    ['nothing of an empty lock', 'packages = []', {}, []],
    ['a package', release('a'), {}, ['a-1.0-py3-none-any.whl']],
    [
      'what the markers hold of',
      [
        release('a', `marker = 'sys_platform == "win32"'`),
        release('b', `marker = 'sys_platform == "linux"'`),
      ].join('\n'),
      {},
      ['b-1.0-py3-none-any.whl'],
    ],
    [
      'the best wheel, wherever it stands',
      wheels('py3-none-any', 'cp311-abi3-linux_x86_64', 'cp311-cp311-linux_x86_64'),
      {},
      ['a-1.0-cp311-cp311-linux_x86_64.whl'],
    ],
    [
      'of equal wheels the higher build',
      wheels('1-py3-none-any', '12-py3-none-any', '2-py3-none-any'),
      {},
      ['a-1.0-12-py3-none-any.whl'],
    ],
    [
      'the sdist where no wheel fits',
      `${wheels('cp39-none-any')}\nsdist = ${file('a-1.0.tar.gz')}`,
      {},
      ['a-1.0.tar.gz'],
    ],
    ['the sdist alone', `[[packages]]\nname = "a"\nsdist = ${file('a-1.0.tar.gz')}`, {}, ['a-1.0.tar.gz']],
    [
      'the sdist where it is preferred',
      `${wheels('py3-none-any')}\nsdist = ${file('a-1.0.tar.gz')}`,
      { prefersSdist: (name) => name === 'a' },
      ['a-1.0.tar.gz'],
    ],
    [
      'a wheel where the preferred sdist is not there',
      wheels('py3-none-any'),
      { prefersSdist: () => true },
      ['a-1.0-py3-none-any.whl'],
    ],
    ['a folder', '[[packages]]\nname = "a"\ndirectory = { path = "." }', {}, ['directory']],
    [
      'an extra',
      `extras = ["x"]\n${release('a', `marker = '"x" in extras'`)}`,
      { extras: ['X'] },
      ['a-1.0-py3-none-any.whl'],
    ],
    ['no extra that is not asked for', `extras = ["x"]\n${release('a', `marker = '"x" in extras'`)}`, {}, []],
    [
      'the default groups',
      `default-groups = ["main"]\n${release('a', `marker = '"main" in dependency_groups'`)}`,
      {},
      ['a-1.0-py3-none-any.whl'],
    ],
    [
      'other groups in their place',
      `dependency-groups = ["docs"]\ndefault-groups = ["main"]\n${release('a', `marker = '"main" in dependency_groups'`)}\n${release('b', `marker = '"docs" in dependency_groups'`)}`,
      { groups: ['docs'] },
      ['b-1.0-py3-none-any.whl'],
    ],
    [
      'one of two entries whose markers exclude each other',
      `${release('a', `marker = 'python_version < "3.11"'`)}\n${release('a', `marker = 'python_version >= "3.11"'`)}`,
      {},
      ['a-1.0-py3-none-any.whl'],
    ],
    [
      'for an environment that the lock names',
      `environments = ['sys_platform == "win32"', 'sys_platform == "linux"']\n${release('a')}`,
      {},
      ['a-1.0-py3-none-any.whl'],
    ],
    [
      'for a Python that the lock is for',
      `requires-python = ">=3.11"\n${release('a', 'requires-python = "<3.12"')}`,
      {},
      ['a-1.0-py3-none-any.whl'],
    ],
    [
      'for an untagged build of Python',
      `requires-python = ">=3.11"\n${release('a')}`,
      { markers: { ...MARKERS, python_full_version: '3.11.7+' } },
      ['a-1.0-py3-none-any.whl'],
    ],
  ])('takes %s', (_reason, text, target, expected) => {
    expect(select(text, target)).toEqual(expected);
  });

  it.each<readonly [string, string, Partial<LockTarget>, string, string]>([
    [
      'another Python than the lock is for',
      `requires-python = ">=3.12"\n${release('a')}`,
      {},
      'lock.environment',
      'pylock.toml:3',
    ],
    [
      'another Python than a package is for',
      release('a', 'requires-python = ">=3.12"'),
      {},
      'lock.environment',
      'pylock.toml:5',
    ],
    [
      'an environment that the lock does not name',
      `environments = ['sys_platform == "win32"']\n${release('a')}`,
      {},
      'lock.environment',
      'pylock.toml:3',
    ],
    ['two entries of one project', `${release('a')}\n${release('a')}`, {}, 'lock.ambiguous', 'pylock.toml:6'],
    ['wheels that do not fit, and no sdist', wheels('cp39-none-any'), {}, 'lock.no-file', 'pylock.toml:3'],
    [
      'an extra that the lock does not have',
      `extras = ["x", "y"]\n${release('a')}`,
      { extras: ['z'] },
      'lock.selection',
      'pylock.toml:1',
    ],
    [
      'a group that the lock does not have',
      release('a'),
      { groups: ['docs'] },
      'lock.selection',
      'pylock.toml:1',
    ],
    [
      'a marker that compares what cannot be compared',
      release('a', `marker = 'extra == "x"'`),
      {},
      'packaging.marker',
      '',
    ],
  ])('refuses %s', (_reason, text, target, code, place) => {
    expect(() => select(text, target)).toRefuse(code);
    try {
      select(text, target);
    } catch (error) {
      if (error instanceof SafeInstallError) expect(error.subject ?? '').toBe(place);
    }
  });

  it('does not ask a package for its Python whose marker does not hold', () => {
    const text = release('a', `marker = 'python_version >= "3.12"'`, 'requires-python = ">=3.12"');
    expect(select(text)).toEqual([]);
  });
});
