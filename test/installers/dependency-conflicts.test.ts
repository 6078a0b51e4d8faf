import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dependencyConflicts } from '../../src/installers/dependency-conflicts.ts';
import {
  type MarkerEnvironment,
  normalizeName,
  parseRequirement,
  parseVersion,
} from '../../src/packaging/index.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { makeVerified } from './support/verified.ts';

const MARKERS: MarkerEnvironment = {
  implementation_name: 'cpython',
  implementation_version: '3.11.7',
  os_name: 'posix',
  platform_machine: 'x86_64',
  platform_python_implementation: 'CPython',
  platform_release: '6',
  platform_system: 'Linux',
  platform_version: '1',
  python_full_version: '3.11.7',
  python_version: '3.11',
  sys_platform: 'linux',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dependency-conflicts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const installed = (name: string, version: string, ...requires: readonly string[]) => ({
  name: normalizeName(name),
  version: parseVersion(version),
  requiresDist: requires.map((text) => parseRequirement(text)),
});

describe('dependencyConflicts', () => {
  it.each<[string, string[], ReturnType<typeof installed>[], string[]]>([
    ['nothing installed', [], [], []],
    ['something that suits', [], [installed('old', '1', 'new>=1')], []],
    [
      'something that needs another version',
      [],
      [installed('old', '1', 'New<2')],
      ['old 1 requires New<2, but you have New 2.0 which is incompatible'],
    ],
    [
      'something that needs it on another system',
      [],
      [installed('old', '1', 'new<2; sys_platform == "win32"')],
      [],
    ],
    ['something that needs it for an extra', [], [installed('old', '1', 'new<2; extra == "x"')], []],
    ['something broken that has nothing to do with it', [], [installed('old', '1', 'absent')], []],
    [
      'something that needs it and is broken elsewhere',
      [],
      [installed('old', '1', 'new', 'absent>1')],
      ['old 1 requires absent, which is not installed'],
    ],
    [
      'a dependency that is missing, as with --no-deps',
      ['till>=1'],
      [],
      ['new 2.0 requires till, which is not installed'],
    ],
    [
      'a dependency that is too old',
      ['till>=1'],
      [installed('till', '0.9')],
      ['new 2.0 requires till>=1, but you have till 0.9 which is incompatible'],
    ],
    ['a dependency that is a pre-release', ['till>=1'], [installed('till', '2.0b1')], []],
    ['an older version of itself', [], [installed('new', '1', 'absent')], []],
  ])('beside %s', async (_reason, requires, others, expected) => {
    const artifact = await makeVerified(makeWheel({ name: 'new', version: '2.0', requires }), folder);
    expect(dependencyConflicts([artifact], others, MARKERS)).toEqual(expected);
  });
});
