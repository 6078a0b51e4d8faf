import {
  compatibleTags,
  type MarkerEnvironment,
  parseVersion,
  type TagFacts,
  targetTags,
} from '../../src/packaging/index.ts';
import type { Target } from '../../src/resolver/index.ts';

/** A CPython on a Linux with glibc 2.36, for x86_64. */
export function linuxTarget(version: string, platforms: readonly string[] = []): Target {
  const full = version.split('.').length < 3 ? `${version}.0` : version;
  const [major = 3, minor = 0] = full.split('.').map(Number);
  const facts: TagFacts = {
    implementation: 'cpython',
    pythonVersion: [major, minor],
    abi: {
      extensionSuffix: `.cpython-${major}${minor}-x86_64-linux-gnu.so`,
      isDebug: false,
      looksLikeDebug: false,
      isFreeThreaded: false,
      hasPymalloc: true,
    },
    platform: {
      kind: 'linux',
      platform: 'linux-x86_64',
      is32Bit: false,
      glibc: [2, 36],
      musl: null,
      hasManylinuxAbi: true,
    },
  };
  return {
    markers: linuxMarkers(full),
    tags: platforms.length === 0 ? compatibleTags(facts) : targetTags(facts, { platforms }),
    pythonVersion: parseVersion(full),
  };
}

const linuxMarkers = (full: string): MarkerEnvironment => ({
  implementation_name: 'cpython',
  implementation_version: full,
  os_name: 'posix',
  platform_machine: 'x86_64',
  platform_python_implementation: 'CPython',
  platform_release: '6.1.0',
  platform_system: 'Linux',
  platform_version: '#1 SMP',
  python_full_version: full,
  python_version: full.split('.').slice(0, 2).join('.'),
  sys_platform: 'linux',
});
