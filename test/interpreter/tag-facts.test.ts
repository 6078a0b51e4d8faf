import { describe, expect, it } from 'vitest';
import { AnswerFault } from '../../src/interpreter/answer-fields.ts';
import type { LinuxAnswer } from '../../src/interpreter/linux-libraries.ts';
import { readAnswer } from '../../src/interpreter/probe-answer.ts';
import { toTagFacts } from '../../src/interpreter/tag-facts.ts';
import { compatibleTags } from '../../src/packaging/index.ts';
import { linuxAnswer } from './answers.ts';

const factsOf = (platform: object, linux: LinuxAnswer | null = null) =>
  toTagFacts(readAnswer({ ...linuxAnswer(), platform: { is32Bit: false, ...platform } }), linux);

describe('toTagFacts', () => {
  it.each<[string, object, LinuxAnswer | null, object]>([
    [
      'glibc',
      { system: 'Linux', platform: 'linux-x86_64', glibc: '2.36', manylinux: { '2_17': false } },
      { musl: null, hasManylinuxAbi: false },
      { kind: 'linux', glibc: [2, 36], musl: null, hasManylinuxAbi: false, manylinuxSays: { '2_17': false } },
    ],
    [
      'a glibc of a vendor',
      { system: 'Linux', platform: 'linux-x86_64', glibc: '2.20-2014.11' },
      null,
      { glibc: [2, 20] },
    ],
    [
      'a glibc that is none',
      { system: 'Linux', platform: 'linux-x86_64', glibc: 'two' },
      null,
      { glibc: null },
    ],
    [
      'musl',
      { system: 'Linux', platform: 'linux-x86_64', glibc: null },
      { musl: [1, 2], hasManylinuxAbi: false },
      { glibc: null, musl: [1, 2] },
    ],
    [
      'macOS',
      { system: 'Darwin', platform: 'macosx-11.0-arm64', macVersion: '14.4.1', machine: 'arm64' },
      null,
      { kind: 'macos', version: [14, 4], machine: 'arm64' },
    ],
    [
      'iOS',
      { system: 'iOS', platform: 'ios-13.0-arm64-iphoneos', iosVersion: '17.4', multiarch: 'arm64-iphoneos' },
      null,
      { kind: 'ios', version: [17, 4], multiarch: 'arm64-iphoneos' },
    ],
    [
      'Android',
      { system: 'Android', platform: 'android-21-arm64_v8a', apiLevel: 33 },
      null,
      { kind: 'android', apiLevel: 33, abi: 'arm64_v8a' },
    ],
    [
      'Emscripten',
      { system: 'Emscripten', platform: 'emscripten-3.1.58-wasm32', abiVersion: '2024_0' },
      null,
      { kind: 'emscripten', abiVersion: '2024_0' },
    ],
    ['Windows', { system: 'Windows', platform: 'win-amd64' }, null, { kind: 'other', platform: 'win-amd64' }],
    [
      'a system of its own',
      { system: 'FreeBSD', platform: 'freebsd-14.0-release-amd64' },
      null,
      { kind: 'other' },
    ],
  ])('of %s', (_what, platform, linux, expected) => {
    expect(factsOf(platform, linux).platform).toMatchObject(expected);
  });

  it.each<[string, object]>([
    ['macOS without its version', { system: 'Darwin', platform: 'macosx-11.0-arm64', machine: 'arm64' }],
    [
      'macOS with a version that is none',
      { system: 'Darwin', platform: 'x', machine: 'arm64', macVersion: '' },
    ],
    ['macOS without its machine', { system: 'Darwin', platform: 'macosx-11.0-arm64', macVersion: '14.4' }],
    ['iOS without its version', { system: 'iOS', platform: 'ios-13.0', multiarch: 'arm64-iphoneos' }],
    ['Android without its level', { system: 'Android', platform: 'android-21-arm64_v8a' }],
  ])('refuses %s', (_what, platform) => {
    expect(() => factsOf(platform)).toThrow(AnswerFault);
  });

  it.each<[string, object, LinuxAnswer | null, string]>([
    [
      'glibc',
      { system: 'Linux', platform: 'linux-x86_64', glibc: '2.36' },
      null,
      'cp312-cp312-manylinux_2_17_x86_64',
    ],
    [
      'musl',
      { system: 'Linux', platform: 'linux-aarch64' },
      { musl: [1, 2], hasManylinuxAbi: false },
      'cp312-cp312-musllinux_1_1_aarch64',
    ],
    [
      '32 bits of ARM',
      { system: 'Linux', platform: 'linux-armv7l', glibc: '2.31', is32Bit: true },
      { musl: null, hasManylinuxAbi: true },
      'cp312-cp312-manylinux_2_17_armv7l',
    ],
    [
      'macOS',
      { system: 'Darwin', platform: 'macosx-11.0-arm64', macVersion: '14.4', machine: 'arm64' },
      null,
      'cp312-cp312-macosx_11_0_universal2',
    ],
    ['Windows', { system: 'Windows', platform: 'win-amd64' }, null, 'cp312-abi3-win_amd64'],
  ])('leads to the tags of %s', (_what, platform, linux, expected) => {
    expect(compatibleTags(factsOf(platform, linux))).toContain(expected);
  });
});
