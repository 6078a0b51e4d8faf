import type { AbiFacts, PlatformFacts, TagFacts } from '../../src/packaging/index.ts';

const RELEASE_BUILD: AbiFacts = {
  extensionSuffix: '.cpython-311-x86_64-linux-gnu.so',
  isDebug: false,
  looksLikeDebug: false,
  isFreeThreaded: null,
  hasPymalloc: true,
};

/** An ordinary CPython of `minor` on Windows, which has one platform tag. */
export function cpython(minor: number, abi: Partial<AbiFacts> = {}): TagFacts {
  return {
    implementation: 'cpython',
    pythonVersion: [3, minor],
    abi: { ...RELEASE_BUILD, ...abi },
    platform: { kind: 'other', platform: 'win-amd64' },
  };
}

/** An interpreter that is not CPython, of Python 3.10. */
export function otherPython(
  implementation: string,
  extensionSuffix: string | null,
  platform: PlatformFacts = { kind: 'other', platform: 'win-amd64' },
): TagFacts {
  return {
    implementation,
    pythonVersion: [3, 10],
    abi: { ...RELEASE_BUILD, extensionSuffix },
    platform,
  };
}
