import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MarkerEnvironment, parseMarker } from '../../../src/packaging/marker.ts';
import { lockEnvironment } from '../../../src/packaging/pylock/lock-environment.ts';

const HERE: MarkerEnvironment = {
  implementation_name: 'cpython',
  implementation_version: '3.11.7',
  os_name: 'posix',
  platform_machine: 'x86_64',
  platform_python_implementation: 'CPython',
  platform_release: '6.1.0-13-amd64',
  platform_system: 'Linux',
  platform_version: '#1',
  python_full_version: '3.11.7',
  python_version: '3.11',
  sys_platform: 'linux',
};

const environmentOf = (
  markers: readonly string[],
  extras: readonly string[] = [],
  here: MarkerEnvironment = HERE,
): string | null =>
  lockEnvironment(markers.flatMap((text) => parseMarker(text).decidedBy(here, extras)))?.toString() ?? null;

describe('lockEnvironment', () => {
  it.each<readonly [string, readonly string[], readonly string[], string | null]>([
    ['nothing was asked', [], [], null],
    ['a marker holds', ['sys_platform == "linux"'], [], 'sys_platform == "linux"'],
    ['a marker does not hold', ['sys_platform == "win32"'], [], 'sys_platform != "win32"'],
    ['a version is too new', ['python_version < "3.9"'], [], 'python_version >= "3.9"'],
    [
      'several versions are',
      ['python_version < "3.10"', 'python_version < "3.9"'],
      [],
      'python_version >= "3.10"',
    ],
    [
      'a version lies between',
      ['python_version < "3.13"', 'python_version >= "3.8"', 'python_version < "3.12"'],
      [],
      'python_version < "3.12" and python_version >= "3.8"',
    ],
    [
      'one says exactly what it is',
      ['sys_platform == "linux"', 'sys_platform != "win32"'],
      [],
      'sys_platform == "linux"',
    ],
    [
      'a prefix is no version',
      ['python_version == "3.*"', 'python_version >= "3.9"'],
      [],
      'python_version == "3.*" and python_version >= "3.9"',
    ],
    ['an extra is not wanted', ['extra == "test" and python_version < "3.8"'], [], null],
    [
      'an extra is wanted',
      ['extra == "test" and python_version < "3.8"'],
      ['test'],
      'python_version >= "3.8"',
    ],
    ['one of two extras is wanted', ['extra == "a" and os_name == "nt" or extra == "b"'], ['a', 'b'], null],
    ['one alternative is enough', ['os_name == "posix" or python_version < "3"'], [], 'os_name == "posix"'],
    [
      'the shorter alternative',
      ['os_name == "posix" and sys_platform == "linux" or python_version > "3"'],
      [],
      'python_version > "3"',
    ],
    [
      'one of all is enough to be false',
      ['os_name == "nt" and sys_platform == "linux"'],
      [],
      'os_name != "nt"',
    ],
    [
      'all alternatives are false',
      ['os_name == "nt" or sys_platform == "win32"'],
      [],
      'os_name != "nt" and sys_platform != "win32"',
    ],
    [
      'parentheses',
      ['(os_name == "nt" or os_name == "posix") and python_version > "3"'],
      [],
      'os_name == "posix" and python_version > "3"',
    ],
    ['a value on the left', ['"win" in sys_platform'], [], '"win" not in sys_platform'],
    ['a text without an order', ['platform_machine < "z"'], [], 'platform_machine == "x86_64"'],
    ['an operator without an opposite', ['python_version ~= "2.0"'], [], 'python_version == "3.11"'],
    ['a value with quotes', [`platform_version == '"'`], [], `platform_version != '"'`],
  ])('where %s', (_reason, markers, extras, expected) => {
    expect(environmentOf(markers, extras)).toBe(expected);
  });

  it('takes a pre-release for what it is, where neither side is its own', () => {
    const here = { ...HERE, python_full_version: '3.13.0rc1' };
    expect(environmentOf(['python_full_version < "3.13"'], [], here)).toBe(
      'python_full_version == "3.13.0rc1"',
    );
  });

  const atom = fc.constantFrom(
    'python_version < "3.9"',
    'python_version >= "3.12"',
    'python_version == "3.11"',
    'python_version ~= "3.10"',
    'sys_platform == "win32"',
    'sys_platform != "darwin"',
    '"linux" in sys_platform',
    'platform_machine in "x86_64 arm64"',
    'os_name < "posix"',
    'extra == "a"',
    'extra == "b"',
  );
  const { marker } = fc.letrec<{ marker: string; group: string }>((tie) => ({
    marker: fc.oneof({ depthSize: 'small' }, atom, tie('group')),
    group: fc
      .tuple(tie('marker'), fc.constantFrom('and', 'or'), tie('marker'))
      .map(([left, word, right]) => `(${left}) ${word} (${right})`),
  }));
  const environment = fc.record({
    python_version: fc.constantFrom('3.8', '3.9', '3.11', '3.12'),
    sys_platform: fc.constantFrom('linux', 'win32', 'darwin'),
    platform_machine: fc.constantFrom('x86_64', 'arm64', 'riscv64'),
    os_name: fc.constantFrom('posix', 'nt'),
  });

  it('holds where it was made, and elsewhere only where every marker comes out the same', () => {
    fc.assert(
      fc.property(
        fc.array(marker, { maxLength: 4 }),
        fc.subarray(['a', 'b']),
        environment,
        environment,
        (markers, extras, one, other) => {
          const [here, elsewhere] = [
            { ...HERE, ...one },
            { ...HERE, ...other },
          ];
          const parsed = markers.map(parseMarker);
          const lock = lockEnvironment(parsed.flatMap((each) => each.decidedBy(here, extras)));
          const holdsIn = (where: MarkerEnvironment) => lock?.evaluate(where) ?? true;
          expect(holdsIn(here)).toBe(true);
          if (!holdsIn(elsewhere)) return;
          for (const each of parsed)
            expect(each.evaluate(elsewhere, extras)).toBe(each.evaluate(here, extras));
        },
      ),
      { numRuns: 500 },
    );
  });
});
