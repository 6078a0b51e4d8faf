import { describe, expect, it } from 'vitest';
import { compatibleTags } from '../../src/packaging/index.ts';
import { cpythonAbis, genericAbis } from '../../src/packaging/python-tags.ts';
import { cpython, otherPython } from './tag-facts.ts';

describe('compatibleTags', () => {
  it('of CPython: its ABI, the stable one, older stable ones, then those of any Python', () => {
    expect(compatibleTags(cpython(4))).toEqual([
      'cp34-cp34m-win_amd64',
      'cp34-abi3-win_amd64',
      'cp34-none-win_amd64',
      'cp33-abi3-win_amd64',
      'cp32-abi3-win_amd64',
      'py34-none-win_amd64',
      'py3-none-win_amd64',
      'py33-none-win_amd64',
      'py32-none-win_amd64',
      'py31-none-win_amd64',
      'py30-none-win_amd64',
      'cp34-none-any',
      'py34-none-any',
      'py3-none-any',
      'py33-none-any',
      'py32-none-any',
      'py31-none-any',
      'py30-none-any',
    ]);
  });

  it('of a debug build: those of release builds too, after its own', () => {
    expect(compatibleTags(cpython(12, { isDebug: true })).slice(0, 3)).toEqual([
      'cp312-cp312d-win_amd64',
      'cp312-cp312-win_amd64',
      'cp312-abi3-win_amd64',
    ]);
  });

  it('of a free-threaded build: the stable ABI of such builds alone', () => {
    const tags = compatibleTags(cpython(15, { isFreeThreaded: true }));
    expect(tags.slice(0, 4)).toEqual([
      'cp315-cp315t-win_amd64',
      'cp315-abi3t-win_amd64',
      'cp315-none-win_amd64',
      'cp314-abi3t-win_amd64',
    ]);
    expect(tags.filter((tag) => tag.includes('-abi3-'))).toEqual([]);
  });

  it('of PyPy: its own ABI and pp3, no stable ABI', () => {
    const tags = compatibleTags(otherPython('pypy', '.pypy310-pp73-win_amd64.pyd'));
    expect(tags.slice(0, 3)).toEqual([
      'pp310-pypy310_pp73-win_amd64',
      'pp310-none-win_amd64',
      'py310-none-win_amd64',
    ]);
    expect(tags).toContain('pp3-none-any');
    expect(tags.filter((tag) => tag.includes('abi3'))).toEqual([]);
  });

  it('of an interpreter without a short name: under its own', () => {
    const tags = compatibleTags(otherPython('graalpy', '.graalpy-38-native-x86_64-linux.so'));
    expect(tags[0]).toBe('graalpy310-graalpy_38_native-win_amd64');
    expect(tags).not.toContain('graalpy310-none-any');
  });

  it('refuses a Python of an impossible version', () => {
    expect(() => compatibleTags(cpython(1_000_000))).toRefuse('packaging.tag');
  });
});

describe('cpythonAbis', () => {
  const build = cpython(0).abi;

  it.each([
    ['an ordinary build', [3, 12], {}, ['cp312']],
    ['a debug build', [3, 12], { isDebug: true }, ['cp312d', 'cp312']],
    [
      'a debug build on Windows, which has no variable for it',
      [3, 12],
      { isDebug: null, looksLikeDebug: true },
      ['cp312d', 'cp312'],
    ],
    ['a release build that has the variable', [3, 12], { isDebug: false, looksLikeDebug: true }, ['cp312']],
    ['a free-threaded build', [3, 13], { isFreeThreaded: true }, ['cp313t']],
    ['a free-threaded debug build', [3, 13], { isFreeThreaded: true, isDebug: true }, ['cp313td', 'cp313t']],
    ['a version before free threading', [3, 12], { isFreeThreaded: true }, ['cp312']],
    ['pymalloc, before 3.8', [3, 7], {}, ['cp37m']],
    ['no pymalloc', [3, 7], { hasPymalloc: false }, ['cp37']],
    ['a debug build before 3.8', [3, 7], { isDebug: true }, ['cp37dm']],
    ['wide text, before 3.3', [2, 7], { hasPymalloc: null }, ['cp27mu']],
  ] satisfies [string, number[], Partial<typeof build>, string[]][])(
    'of %s',
    (_reason, version, facts, abis) => {
      expect(cpythonAbis(version, { ...build, ...facts })).toEqual(abis);
    },
  );
});

describe('genericAbis', () => {
  it.each([
    ['CPython on Linux', '.cpython-310-x86_64-linux-gnu.so', ['cp310']],
    ['CPython on Windows', '.cp310-win_amd64.pyd', ['cp310']],
    ['an old CPython on Windows', '.pyd', ['cp310']],
    ['PyPy', '.pypy38-pp73-x86_64-linux-gnu.so', ['pypy38_pp73']],
    ['GraalPy', '.graalpy-38-native-x86_64-darwin.dylib', ['graalpy_38_native']],
    ['any other', '.pyston-23-x86_64-linux-gnu.so', ['pyston_23_x86_64_linux_gnu']],
    ['one without a name', '..so', []],
  ])('of %s', (_reason, suffix, abis) => {
    expect(genericAbis(otherPython('other', suffix))).toEqual(abis);
  });

  it.each([
    ['nothing', null],
    ['no dot', 'so'],
    ['CPython without a version', '.cpython.so'],
    ['CPython with an empty version', '.cpython--x.so'],
  ])('refuses %s', (_reason, suffix) => {
    expect(() => genericAbis(otherPython('other', suffix))).toRefuse('packaging.tag');
  });
});
