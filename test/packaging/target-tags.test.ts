import { describe, expect, it } from 'vitest';
import { compatibleTags, type TargetOptions, targetTags } from '../../src/packaging/index.ts';
import { cpython, otherPython } from './tag-facts.ts';

/** The platforms of the tags of one ABI, in their order. */
const platformsOf = (platforms: readonly string[]): string[] =>
  targetTags(cpython(11), { platforms, abis: ['x'] })
    .filter((tag) => tag.startsWith('cp311-x-'))
    .map((tag) => tag.slice('cp311-x-'.length));

describe('targetTags', () => {
  it('without options gives the tags of the Python at hand', () => {
    expect(targetTags(cpython(11), {})).toEqual(compatibleTags(cpython(11)));
  });

  it.each([
    ['another version', { pythonVersion: [3, 9] }, 'cp39-cp39-win_amd64', 'cp39-none-any'],
    ['three numbers', { pythonVersion: [3, 9, 7] }, 'cp39-cp39-win_amd64', 'cp39-none-any'],
    ['a major version alone', { pythonVersion: [3] }, 'cp3-none-win_amd64', 'py3-none-any'],
    ['an ABI', { abis: ['cp311d'] }, 'cp311-cp311d-win_amd64', 'cp311-none-any'],
    [
      'the stable ABI, which is there in any case',
      { abis: ['abi3'] },
      'cp311-abi3-win_amd64',
      'cp311-none-any',
    ],
    [
      'PyPy',
      { implementation: 'pp', abis: ['pypy311_pp73'] },
      'pp311-pypy311_pp73-win_amd64',
      'pp311-none-any',
    ],
    ['any Python', { implementation: 'py', abis: ['none'] }, 'py311-none-win_amd64', 'py311-none-any'],
    ['a platform', { platforms: ['win_arm64'] }, 'cp311-cp311-win_arm64', 'cp311-none-any'],
  ] satisfies [string, TargetOptions, string, string][])('takes %s', (_reason, options, first, contained) => {
    const tags = targetTags(cpython(11), options);
    expect(tags[0]).toBe(first);
    expect(tags).toContain(contained);
  });

  it.each([
    ['as it is', ['linux_x86_64'], ['linux_x86_64']],
    ['once', ['any', 'any'], ['any']],
    [
      'manylinux of a glibc, which does not take in older ones',
      ['manylinux_2_28_x86_64'],
      ['manylinux_2_28_x86_64'],
    ],
    [
      'manylinux2014 with its forerunners',
      ['manylinux2014_i686'],
      ['manylinux2014_i686', 'manylinux2010_i686', 'manylinux1_i686'],
    ],
    ['manylinux2014 where there were none', ['manylinux2014_aarch64'], ['manylinux2014_aarch64']],
    ['manylinux2010', ['manylinux2010_x86_64'], ['manylinux2010_x86_64', 'manylinux1_x86_64']],
    [
      'macOS with older ones',
      ['macosx_10_4_x86_64'],
      [
        'macosx_10_4_x86_64',
        'macosx_10_4_intel',
        'macosx_10_4_fat64',
        'macosx_10_4_fat3',
        'macosx_10_4_universal2',
        'macosx_10_4_universal',
      ],
    ],
    ['macOS without a version', ['macosx_arm64'], ['macosx_arm64']],
    ['iOS', ['ios_12_1_arm64_iphoneos'], ['ios_12_1_arm64_iphoneos', 'ios_12_0_arm64_iphoneos']],
    ['Android', ['android_17_x86'], ['android_17_x86', 'android_16_x86']],
  ])('expands a platform: %s', (_reason, typed, platforms) => {
    expect(platformsOf(typed)).toEqual(platforms);
  });

  it.each([
    ['macOS', ['macosx_999999999_0_arm64']],
    ['Android', ['android_999999999_x86']],
  ])('refuses %s of an impossible version, which would fill the memory', (_reason, platforms) => {
    expect(() => targetTags(cpython(11), { platforms })).toRefuse('packaging.tag');
  });

  it('refuses a Python of an impossible version', () => {
    expect(() => targetTags(cpython(11), { pythonVersion: [3, 1e9] })).toRefuse('packaging.tag');
    expect(() => targetTags(otherPython('pypy', '.pypy310-pp73-x.so'), { pythonVersion: [3, 1e9] })).toRefuse(
      'packaging.tag',
    );
  });
});
