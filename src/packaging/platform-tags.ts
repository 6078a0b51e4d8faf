import { manylinuxTags } from './manylinux-tags.ts';
import {
  checkVersionNumbers,
  type EmscriptenFacts,
  type LinuxFacts,
  type MacFacts,
  type PlatformFacts,
  type TwoNumbers,
} from './tag-facts.ts';

const normalized = (text: string): string => text.replaceAll(/[-. ]/g, '_');

/** `from`, `from - 1`, … `to`; empty when `from` is below `to`. */
const countDown = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, from - to + 1) }, (_, index) => from - index);

const isBefore = (version: TwoNumbers, major: number, minor: number): boolean =>
  version[0] < major || (version[0] === major && version[1] < minor);

/** The kinds of binary that a Mac of this version and processor runs, best first. */
function macFormats(version: TwoNumbers, machine: string): string[] {
  const universal = ['x86_64', 'i386', 'ppc64', 'ppc', 'intel'].includes(machine) ? ['universal'] : [];
  switch (machine) {
    case 'x86_64':
      return isBefore(version, 10, 4) ? [] : ['x86_64', 'intel', 'fat64', 'fat3', 'universal2', ...universal];
    case 'i386':
      return isBefore(version, 10, 4) ? [] : ['i386', 'intel', 'fat3', 'fat', ...universal];
    case 'ppc64':
      return isBefore(version, 10, 4) || !isBefore(version, 10, 6) ? [] : ['ppc64', 'fat64', ...universal];
    case 'ppc':
      return isBefore(version, 10, 7) ? ['ppc', 'fat3', 'fat', ...universal] : [];
    case 'arm64':
      return ['arm64', 'universal2'];
    default:
      return [machine, ...universal];
  }
}

/** Platform tags for macOS of a version, on a processor such as `arm64`; best first. */
export function macPlatforms(version: TwoNumbers, machine: string): string[] {
  checkVersionNumbers('macOS', version);
  const [major, minor] = version;
  const tagsOf = (ofMajor: number, ofMinor: number): string[] =>
    macFormats([ofMajor, ofMinor], machine).map((format) => `macosx_${ofMajor}_${ofMinor}_${format}`);
  if (major === 10) return countDown(minor, 0).flatMap((each) => tagsOf(10, each));
  if (major < 10) return [];
  // from 11 on a year's release is a major version; before it, 10.4 was the first that ran universal binaries
  const since11 = countDown(major, 11).flatMap((each) => tagsOf(each, 0));
  const before11 = countDown(16, 4).flatMap((each) =>
    machine === 'x86_64' ? tagsOf(10, each) : [`macosx_10_${each}_universal2`],
  );
  return [...since11, ...before11];
}

const machineOf = ({ machine, is32Bit }: MacFacts): string => {
  if (!is32Bit) return machine;
  return machine.startsWith('ppc') ? 'ppc' : 'i386';
};

/** iOS 12 is the first that can run CPython; no minor number has gone beyond 9. */
export function iosPlatforms(version: TwoNumbers, multiarch: string): string[] {
  checkVersionNumbers('iOS', version);
  const [major, minor] = version;
  if (major < 12) return [];
  const tag = (ofMajor: number, ofMinor: number) => `ios_${ofMajor}_${ofMinor}_${normalized(multiarch)}`;
  return [
    ...countDown(minor, 0).map((each) => tag(major, each)),
    ...countDown(major - 1, 12).flatMap((ofMajor) => countDown(9, 0).map((ofMinor) => tag(ofMajor, ofMinor))),
  ];
}

/** 16 is the first API level that can run CPython. */
export function androidPlatforms(apiLevel: number, abi: string): string[] {
  checkVersionNumbers('Android API level', [apiLevel]);
  return countDown(apiLevel, 16).map((level) => `android_${level}_${normalized(abi)}`);
}

/** A 32-bit interpreter on a 64-bit kernel is told the kernel's machine. */
const MACHINES_OF_32_BIT: Readonly<Record<string, string>> = {
  linux_x86_64: 'linux_i686',
  linux_aarch64: 'linux_armv8l',
};

function linuxPlatforms(facts: LinuxFacts): string[] {
  const told = normalized(facts.platform);
  if (!told.startsWith('linux_')) return [told];
  const platform = (facts.is32Bit ? MACHINES_OF_32_BIT[told] : undefined) ?? told;
  const machine = platform.slice('linux_'.length);
  const machines = machine === 'armv8l' ? ['armv8l', 'armv7l'] : [machine];
  return [
    ...machines.map((each) => `linux_${each}`),
    ...manylinuxTags(facts, machines),
    ...muslTags(facts, machines),
  ];
}

/** PEP 656 */
function muslTags({ musl }: LinuxFacts, machines: readonly string[]): string[] {
  if (musl === null) return [];
  checkVersionNumbers('musl', musl);
  const [major, minor] = musl;
  return machines.flatMap((machine) =>
    countDown(minor, 0).map((each) => `musllinux_${major}_${each}_${machine}`),
  );
}

const emscriptenPlatforms = ({ abiVersion, platform }: EmscriptenFacts): string[] => [
  ...(abiVersion === null ? [] : [`pyemscripten_${abiVersion}_wasm32`]),
  normalized(platform),
];

/**
 * The platform part of the tags of wheels that run here, best first.
 *
 * @throws SafeInstallError `packaging.tag` for a system of an impossible version.
 * @see https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/#platform-tag
 */
export function platformTags(facts: PlatformFacts): string[] {
  switch (facts.kind) {
    case 'linux':
      return linuxPlatforms(facts);
    case 'macos':
      return macPlatforms(facts.version, machineOf(facts));
    case 'ios':
      return iosPlatforms(facts.version, facts.multiarch);
    case 'android':
      return androidPlatforms(facts.apiLevel, facts.abi);
    case 'emscripten':
      return emscriptenPlatforms(facts);
    case 'other':
      return [normalized(facts.platform)];
  }
}
