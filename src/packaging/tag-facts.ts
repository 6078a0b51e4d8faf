import { SafeInstallError } from '../errors/index.ts';

/** Major and minor number. */
export type TwoNumbers = readonly [major: number, minor: number];

/** What a target Python says of itself, as far as its tags depend on it; plain values, as a probe returns them. */
export interface TagFacts {
  /** `sys.implementation.name`, such as `cpython` or `pypy`. */
  readonly implementation: string;
  /** `sys.version_info[:2]` */
  readonly pythonVersion: TwoNumbers;
  readonly abi: AbiFacts;
  readonly platform: PlatformFacts;
}

/** How the interpreter was built. `null` where `sysconfig` has no such variable. */
export interface AbiFacts {
  /** `sysconfig.get_config_var("EXT_SUFFIX")`, such as `.cpython-311-x86_64-linux-gnu.so`. */
  readonly extensionSuffix: string | null;
  /** `Py_DEBUG` */
  readonly isDebug: boolean | null;
  /** `hasattr(sys, "gettotalrefcount")`, or `_d.pyd` in `importlib.machinery.EXTENSION_SUFFIXES`. */
  readonly looksLikeDebug: boolean;
  /** `Py_GIL_DISABLED` */
  readonly isFreeThreaded: boolean | null;
  /** `WITH_PYMALLOC`; counts before Python 3.8. */
  readonly hasPymalloc: boolean | null;
}

/** What the interpreter runs on. */
export type PlatformFacts = LinuxFacts | MacFacts | IosFacts | AndroidFacts | EmscriptenFacts | OtherFacts;

export interface LinuxFacts {
  readonly kind: 'linux';
  /** `sysconfig.get_platform()`, such as `linux-x86_64`. */
  readonly platform: string;
  /** `struct.calcsize("P") == 4` */
  readonly is32Bit: boolean;
  readonly glibc: TwoNumbers | null;
  /** Of the loader that the executable asks for. */
  readonly musl: TwoNumbers | null;
  /**
   * Whether the executable's ELF header is what manylinux asks of 32-bit systems: for armv7l a little-endian ARM EABI 5
   * with hard floats, for i686 an 80386. Not asked on other machines.
   */
  readonly hasManylinuxAbi: boolean;
  /** What a `_manylinux` module says (PEP 600), by `MAJOR_MINOR` of glibc; a version that it says nothing of is absent. */
  readonly manylinuxSays?: Readonly<Record<string, boolean>>;
}

export interface MacFacts {
  readonly kind: 'macos';
  /** `platform.mac_ver()[0]`, the true one: not the 10.16 that older builds are told. */
  readonly version: TwoNumbers;
  /** `platform.mac_ver()[2]`, such as `arm64`. */
  readonly machine: string;
  readonly is32Bit: boolean;
}

export interface IosFacts {
  readonly kind: 'ios';
  /** `platform.ios_ver().release` */
  readonly version: TwoNumbers;
  /** `sys.implementation._multiarch`, such as `arm64-iphoneos`. */
  readonly multiarch: string;
}

export interface AndroidFacts {
  readonly kind: 'android';
  /** `platform.android_ver().api_level` */
  readonly apiLevel: number;
  /** What follows the last hyphen in `sysconfig.get_platform()`, such as `arm64_v8a`. */
  readonly abi: string;
}

export interface EmscriptenFacts {
  readonly kind: 'emscripten';
  /** `PYEMSCRIPTEN_PLATFORM_VERSION` */
  readonly abiVersion: string | null;
  readonly platform: string;
}

/** Windows (`win-amd64`, `win-arm64`, `win32`) and whatever has no rules of its own. */
export interface OtherFacts {
  readonly kind: 'other';
  /** `sysconfig.get_platform()` */
  readonly platform: string;
}

/**
 * No system, C library or Python has reached such a version; the lists of tags grow with it, and the numbers come from
 * a program or from the command line.
 */
const MAX_VERSION_NUMBER = 200;

/** @throws SafeInstallError `packaging.tag` for a version that no list of tags is made for. */
export function checkVersionNumbers(what: string, numbers: readonly number[]): void {
  if (numbers.every((each) => Number.isSafeInteger(each) && each >= 0 && each <= MAX_VERSION_NUMBER)) return;
  throw new SafeInstallError({
    code: 'packaging.tag',
    message: `${what} ${numbers.join('.')} is not a version that tags are known for`,
  });
}
