import { describe, expect, it } from 'vitest';
import { type LinuxFacts, platformTags } from '../../src/packaging/index.ts';

const LINUX: LinuxFacts = {
  kind: 'linux',
  platform: 'linux-x86_64',
  is32Bit: false,
  glibc: [2, 6],
  musl: null,
  hasManylinuxAbi: false,
};

describe('platformTags on Linux', () => {
  it.each([
    [
      'with glibc: its own tag, then each version down to manylinux1',
      {},
      ['linux_x86_64', 'manylinux_2_6_x86_64', 'manylinux_2_5_x86_64', 'manylinux1_x86_64'],
    ],
    ['with a glibc that is too old', { glibc: [2, 4] }, ['linux_x86_64']],
    [
      'with musl',
      { glibc: null, musl: [1, 1] },
      ['linux_x86_64', 'musllinux_1_1_x86_64', 'musllinux_1_0_x86_64'],
    ],
    [
      'on ARM, where manylinux begins with 2.17',
      { platform: 'linux-aarch64', glibc: [2, 18] },
      ['linux_aarch64', 'manylinux_2_18_aarch64', 'manylinux_2_17_aarch64', 'manylinux2014_aarch64'],
    ],
    ['on a machine without manylinux', { platform: 'linux-mips', glibc: [2, 36] }, ['linux_mips']],
    [
      'in 32 bits on a 64-bit Intel, by the ELF header',
      { is32Bit: true, glibc: [2, 5], hasManylinuxAbi: true },
      ['linux_i686', 'manylinux_2_5_i686', 'manylinux1_i686'],
    ],
    ['in 32 bits with another ELF header', { is32Bit: true }, ['linux_i686']],
    [
      'in 32 bits on a 64-bit ARM',
      { platform: 'linux-aarch64', is32Bit: true, glibc: [2, 17], hasManylinuxAbi: true },
      [
        'linux_armv8l',
        'linux_armv7l',
        'manylinux_2_17_armv8l',
        'manylinux2014_armv8l',
        'manylinux_2_17_armv7l',
        'manylinux2014_armv7l',
      ],
    ],
    [
      'where a _manylinux module says no',
      { manylinuxSays: { '2_6': false, '2_5': true } },
      ['linux_x86_64', 'manylinux_2_5_x86_64', 'manylinux1_x86_64'],
    ],
    ['under a name of another system', { platform: 'freebsd-14.1-amd64' }, ['freebsd_14_1_amd64']],
  ] satisfies [string, Partial<LinuxFacts>, string[]][])('%s', (_reason, facts, tags) => {
    expect(platformTags({ ...LINUX, ...facts })).toEqual(tags);
  });

  it('goes on below a glibc 3', () => {
    const tags = platformTags({ ...LINUX, glibc: [3, 1] });
    expect(tags.slice(0, 4)).toEqual([
      'linux_x86_64',
      'manylinux_3_1_x86_64',
      'manylinux_3_0_x86_64',
      'manylinux_2_50_x86_64',
    ]);
    expect(tags.at(-1)).toBe('manylinux1_x86_64');
  });
});

describe('platformTags on macOS', () => {
  const mac = (version: readonly [number, number], machine: string, is32Bit = false): string[] =>
    platformTags({ kind: 'macos', version, machine, is32Bit });

  it('of an ARM Mac: its own from 11 on, then universal binaries', () => {
    expect(mac([12, 3], 'arm64')).toEqual([
      'macosx_12_0_arm64',
      'macosx_12_0_universal2',
      'macosx_11_0_arm64',
      'macosx_11_0_universal2',
      ...[16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4].map((minor) => `macosx_10_${minor}_universal2`),
    ]);
  });

  it('of an Intel Mac: all formats that it runs', () => {
    expect(mac([11, 0], 'x86_64').slice(0, 7)).toEqual([
      'macosx_11_0_x86_64',
      'macosx_11_0_intel',
      'macosx_11_0_fat64',
      'macosx_11_0_fat3',
      'macosx_11_0_universal2',
      'macosx_11_0_universal',
      'macosx_10_16_x86_64',
    ]);
    expect(mac([11, 0], 'x86_64').at(-1)).toBe('macosx_10_4_universal');
  });

  it.each([
    ['a first Intel Mac', [10, 4], 'x86_64', 'macosx_10_4_x86_64', 6],
    ['a 32-bit Intel', [10, 4], 'i386', 'macosx_10_4_i386', 5],
    ['a 32-bit build on a 64-bit Intel', [10, 4], 'x86_64', 'macosx_10_4_i386', 5, true],
    ['a 64-bit PowerPC', [10, 5], 'ppc64', 'macosx_10_5_ppc64', 6],
    ['a PowerPC', [10, 6], 'ppc', 'macosx_10_6_ppc', 28],
    ['a 32-bit build on a 64-bit PowerPC', [10, 6], 'ppc64', 'macosx_10_6_ppc', 28, true],
    ['a Mac before the tenth', [9, 2], 'ppc', undefined, 0],
  ] satisfies [string, [number, number], string, string | undefined, number, boolean?][])(
    'of %s',
    (_reason, version, machine, first, count, is32Bit: boolean = false) => {
      const tags = mac(version, machine, is32Bit);
      expect([tags[0], tags.length]).toEqual([first, count]);
    },
  );
});

describe('platformTags elsewhere', () => {
  it.each([
    ['Windows', { kind: 'other', platform: 'win-amd64' }, ['win_amd64']],
    ['Windows in 32 bits', { kind: 'other', platform: 'win32' }, ['win32']],
    [
      'iOS',
      { kind: 'ios', version: [13, 1], multiarch: 'arm64-iphoneos' },
      [
        'ios_13_1_arm64_iphoneos',
        'ios_13_0_arm64_iphoneos',
        ...[9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((minor) => `ios_12_${minor}_arm64_iphoneos`),
      ],
    ],
    ['iOS before 12', { kind: 'ios', version: [11, 4], multiarch: 'arm64-iphoneos' }, []],
    [
      'Android',
      { kind: 'android', apiLevel: 18, abi: 'arm64-v8a' },
      ['android_18_arm64_v8a', 'android_17_arm64_v8a', 'android_16_arm64_v8a'],
    ],
    [
      'Emscripten',
      { kind: 'emscripten', abiVersion: '2025_0', platform: 'emscripten-4.0.9-wasm32' },
      ['pyemscripten_2025_0_wasm32', 'emscripten_4_0_9_wasm32'],
    ],
    [
      'Emscripten without a version of its ABI',
      { kind: 'emscripten', abiVersion: null, platform: 'emscripten-3.1.58-wasm32' },
      ['emscripten_3_1_58_wasm32'],
    ],
  ] satisfies [string, Parameters<typeof platformTags>[0], string[]][])('%s', (_reason, facts, tags) => {
    expect(platformTags(facts)).toEqual(tags);
  });
});

describe('platformTags of impossible versions, which would fill the memory', () => {
  it.each([
    ['glibc', { ...LINUX, glibc: [2, 1e9] }],
    ['musl', { ...LINUX, musl: [1, 201] }],
    ['macOS', { kind: 'macos', version: [1e9, 0], machine: 'arm64', is32Bit: false }],
    ['macOS with a fraction', { kind: 'macos', version: [12.5, 0], machine: 'arm64', is32Bit: false }],
    ['iOS', { kind: 'ios', version: [12, Number.POSITIVE_INFINITY], multiarch: 'x' }],
    ['Android', { kind: 'android', apiLevel: 1e9, abi: 'x' }],
  ] satisfies [string, Parameters<typeof platformTags>[0]][])('refuses %s', (_reason, facts) => {
    expect(() => platformTags(facts)).toRefuse('packaging.tag');
  });
});
