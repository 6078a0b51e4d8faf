import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { normalizeName, parseRequirement, parseVersion, tryParseVersion } from '../../src/packaging/index.ts';
import { resolve } from '../../src/resolver/index.ts';
import { SHARED_DATA, sharedJson, sharedPath } from '../support/shared-data.ts';
import { MemorySource } from './memory-source.ts';
import { linuxTarget } from './targets.ts';

type Index = Readonly<
  Record<string, Readonly<Record<string, { readonly dependencies?: readonly string[] }>>>
>;

interface Case {
  readonly index: string;
  readonly requested: readonly string[];
  readonly expected_resolved: Readonly<Record<string, string>> | null;
  readonly observed: Readonly<
    Record<
      string,
      { readonly ok: boolean; readonly packages?: Readonly<Record<string, string>>; readonly agrees: boolean }
    >
  >;
}

/** Odd cases: the answer of the case is not that of pip on CPython 3.11 for Linux, and pip's is ours. */
const ODD: Readonly<Record<string, string>> = {
  chalice: 'the case was recorded for another Python, whose markers need enum-compat',
  'pyrex-1.9.8': 'the case expects an empty answer for requirements that cannot be had',
};

const PIP = 'pip-26.3 (cp311 linux x86_64)';

/** Extras are spelled in the index only where markers name them. */
const EXTRA = /extra\s*==\s*["']([^"']+)["']/g;

function readIndex(name: string): Index {
  const path = sharedPath('resolver', 'resolvelib', 'index', `${name}.json`);
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return JSON.parse(gunzipSync(readFileSync(`${path}.gz`)).toString('utf8'));
  }
}

function sourceOf(index: Index): MemorySource {
  const source = new MemorySource();
  for (const [name, versions] of Object.entries(index)) {
    if (typeof versions !== 'object') continue;
    for (const [written, { dependencies: listed }] of Object.entries(versions)) {
      const version = tryParseVersion(written);
      if (version === undefined) continue; // such as those of conda, which no index would list
      const dependencies: readonly string[] = Array.isArray(listed) ? listed : [];
      const extras = new Set(
        dependencies.flatMap((text) => [...text.matchAll(EXTRA)].map(([, extra = '']) => extra)),
      );
      source.add({
        name,
        version: version.toString(),
        requires: dependencies,
        extras: Object.fromEntries([...extras].map((extra) => [extra, []])),
      });
    }
  }
  return source;
}

const normalized = (packages: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(packages).map(([name, version]) => [normalizeName(name), parseVersion(version).canonical]),
  );

describe.skipIf(SHARED_DATA === undefined)('resolvelib cases', () => {
  const cases =
    SHARED_DATA === undefined
      ? []
      : Object.entries(
          sharedJson<Readonly<Record<string, Case>>>('resolver', 'resolvelib', 'observed.json'),
        ).filter(([, each]) => Array.isArray(each.requested));

  it('are 13', () => {
    console.log(`resolvelib: ${cases.length} cases, ${Object.keys(ODD).length} of them by pip's answer`);
    expect(cases.length).toBe(13);
  });

  it.each(cases)('%s', async (name, { index, requested, expected_resolved: expected, observed }) => {
    const pip = observed[PIP];
    const wanted = name in ODD ? (pip?.ok === true ? pip.packages : null) : expected;
    const resolution = resolve({
      requirements: requested.map((text) => ({
        kind: 'named',
        requirement: parseRequirement(text),
        hashes: [],
        origin: null,
      })),
      source: sourceOf(readIndex(index)),
      target: linuxTarget('3.11.7'),
    });
    if (wanted === null || wanted === undefined) {
      await expect(resolution).rejects.toBeInstanceOf(SafeInstallError);
      await expect(resolution).toRefuseWith('resolve.conflict');
      return;
    }
    const { candidates } = await resolution;
    const packages = Object.fromEntries(candidates.map((each) => [each.name, each.version.toString()]));
    expect(normalized(packages)).toEqual(normalized(wanted));
  });
});
