import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import {
  bestRank,
  compareBuildTags,
  compatibleTags,
  isNormalizedName,
  isValidName,
  normalizeName,
  parseMarker,
  parseRequirement,
  parseSdistFilename,
  parseSpecifierSet,
  parseVersion,
  parseWheelFilename,
  platformTags,
  rankTags,
  type Tag,
  type TagFacts,
  type TagRanks,
} from '../../src/packaging/index.ts';
import {
  cpythonAbis,
  cpythonTags,
  genericAbis,
  genericTags,
  independentTags,
} from '../../src/packaging/python-tags.ts';
import { SHARED_DATA, sharedJson } from '../support/shared-data.ts';
import type {
  FilterCase,
  MarkerCases,
  NameCase,
  RequirementCase,
  SdistCase,
  SpecifierCases,
  TagCases,
  VersionCases,
  WheelCase,
} from './conformance-data.ts';

/** Answers of Python's `packaging` that are not ours, each with its reason. An entry that has become wrong fails too. */
const DEVIATIONS: Readonly<Record<string, readonly (readonly [input: string, reason: string])[]>> = {
  'sdist filenames': [
    ['../a-1.0.tar.gz', 'a path is not the name of a project; `packaging` answers with the name "-/a"'],
    ['é-1.0.tar.gz', 'no project has such a name (PEP 508); `packaging` does not look at it'],
  ],
};

/** Counts answers and keeps the inputs whose answer is another. */
class Tally {
  answers = 0;
  readonly disagreements = new Map<string, unknown>();
  readonly #set: string;

  constructor(set: string) {
    this.#set = set;
  }

  same(input: string, actual: unknown, expected: unknown): void {
    this.answers += 1;
    if (!this.#equal(actual, expected)) this.disagreements.set(input, { actual, expected });
  }

  /** Each field of an answer counts as one. */
  sameFields(input: string, actual: Readonly<Record<string, unknown>>, expected: object): void {
    for (const [field, value] of Object.entries(actual))
      this.same(input, value, Object.entries(expected).find(([each]) => each === field)?.[1]);
  }

  close(): void {
    const known = (DEVIATIONS[this.#set] ?? []).map(([input]) => input);
    console.log(
      `packaging conformance: ${this.#set}: ${this.answers} answers, ${this.disagreements.size} disagreements`,
    );
    expect(this.answers).toBeGreaterThan(0);
    expect([...this.disagreements].filter(([input]) => !known.includes(input))).toEqual([]);
    expect(known.filter((input) => !this.disagreements.has(input))).toEqual([]);
  }

  #equal(actual: unknown, expected: unknown): boolean {
    return JSON.stringify(actual) === JSON.stringify(expected);
  }
}

/** The value, or `undefined` when it was refused with `code`; any other error is a failure of the test. */
function attempt<Value>(code: string, parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SafeInstallError && error.code === code) return undefined;
    throw error;
  }
}

const read = <Shape>(file: string): Shape => sharedJson<Shape>('packaging', file);

describe.skipIf(SHARED_DATA === undefined)("the answers of Python's packaging 26.3", () => {
  it('names', () => {
    const tally = new Tally('names');
    for (const each of read<{ cases: NameCase[] }>('names.json').cases)
      tally.sameFields(
        each.name,
        {
          canonical: normalizeName(each.name),
          valid: isValidName(each.name),
          is_normalized: isNormalizedName(each.name),
        },
        each,
      );
    tally.close();
  });

  it('versions', () => {
    const tally = new Tally('versions');
    const { valid, invalid } = read<VersionCases>('versions.json');
    for (const each of valid) {
      const version = parseVersion(each.input);
      tally.sameFields(
        each.input,
        {
          normalized: version.toString(),
          canonical: version.canonical,
          public: version.public,
          base: version.base,
          epoch: version.epoch,
          release: version.release,
          pre: version.pre === null ? null : [version.pre.kind, version.pre.number],
          post: version.post,
          dev: version.dev,
          local: version.local,
          is_prerelease: version.isPrerelease,
          is_postrelease: version.isPostrelease,
          is_devrelease: version.isDevrelease,
        },
        each,
      );
    }
    for (const each of invalid)
      tally.same(
        each,
        attempt('packaging.version', () => parseVersion(each)),
        undefined,
      );
    tally.close();
  });

  it('order of versions', () => {
    const tally = new Tally('order of versions');
    const groups = read<VersionCases>('versions.json').order.groups.map((texts) => texts.map(parseVersion));
    for (const [rank, group] of groups.entries())
      for (const version of group) {
        tally.same(`${version} in its group`, Math.sign(version.compare(group[0] ?? version)), 0);
        const next = groups[rank + 1]?.[0];
        if (next !== undefined) tally.same(`${version} < ${next}`, Math.sign(version.compare(next)), -1);
      }
    const shuffled = groups.flat().reverse();
    tally.same(
      'sorted',
      shuffled.sort((left, right) => left.compare(right)).map(({ key }) => key),
      groups.flat().map(({ key }) => key),
    );
    tally.close();
  });

  it('specifiers: contains', () => {
    const tally = new Tally('specifiers: contains');
    for (const [version, text, prereleases, expected] of read<SpecifierCases>('specifiers.json').contains)
      tally.same(
        `${version} in ${text}, prereleases ${prereleases}`,
        parseSpecifierSet(text).contains(version, { prereleases: prereleases ?? undefined }),
        expected,
      );
    tally.close();
  });

  it('specifiers: the range agrees with contains', () => {
    const tally = new Tally('specifiers: ranges');
    for (const [version, text, prereleases, expected] of read<SpecifierCases>('specifiers.json').contains) {
      if (prereleases !== true || text.includes('===')) continue;
      const parsed = attempt('packaging.version', () => parseVersion(version));
      if (parsed !== undefined)
        tally.same(
          `${version} in the range ${text}`,
          parseSpecifierSet(text).toRange().contains(parsed),
          expected,
        );
    }
    tally.close();
  });

  it('specifiers: filter', () => {
    const tally = new Tally('specifiers: filter');
    const filtered = ({ specifier, specifier_prereleases, prereleases, input }: FilterCase): string[] =>
      parseSpecifierSet(specifier)
        .withPrereleases(specifier_prereleases ?? undefined)
        .filter(input, { prereleases: prereleases ?? undefined });
    for (const each of read<SpecifierCases>('specifiers.json').filter)
      tally.same(`${each.specifier} of ${each.input}`, filtered(each), each.output);
    tally.close();
  });

  it('specifiers: invalid', () => {
    const tally = new Tally('specifiers: invalid');
    for (const { specifier } of read<SpecifierCases>('specifiers.json').invalid)
      tally.same(
        specifier,
        attempt('packaging.specifier', () => parseSpecifierSet(specifier)),
        undefined,
      );
    tally.close();
  });

  it('markers', () => {
    const tally = new Tally('markers');
    const { cases, environments } = read<MarkerCases>('markers.json');
    for (const each of cases) {
      const marker = attempt('packaging.marker', () => parseMarker(each.marker));
      tally.same(each.marker, marker !== undefined, each.valid);
      if (marker === undefined || !each.valid) continue;
      tally.same(each.marker, marker.toString(), each.str);
      for (const [name, expected] of Object.entries(each.results)) {
        const { extra, ...environment } = environments[name] ?? expect.unreachable(name);
        const actual = attempt('packaging.marker', () => marker.evaluate(environment, extra));
        tally.same(`${each.marker} in ${name}`, actual, typeof expected === 'boolean' ? expected : undefined);
      }
    }
    tally.close();
  });

  it('requirements', () => {
    const tally = new Tally('requirements');
    for (const each of read<{ cases: RequirementCase[] }>('requirements.json').cases) {
      const requirement = attempt('packaging.requirement', () => parseRequirement(each.input));
      tally.same(each.input, requirement !== undefined, each.valid);
      if (requirement === undefined || !each.valid) continue;
      tally.sameFields(
        each.input,
        {
          name: requirement.name,
          canonical_name: requirement.normalizedName,
          extras: requirement.writtenExtras,
          specifier: requirement.specifier.specifiers.map(({ operator, text }) => operator + text).sort(),
          url: requirement.url,
          marker: requirement.marker?.toString() ?? null,
          str: requirement.toString(),
        },
        each,
      );
    }
    tally.close();
  });

  it('wheel filenames', () => {
    const tally = new Tally('wheel filenames');
    for (const each of read<{ cases: WheelCase[] }>('wheel_filenames.json').cases) {
      const wheel = attempt('packaging.filename', () => parseWheelFilename(each.filename));
      tally.same(each.filename, wheel !== undefined, each.valid);
      if (wheel === undefined || !each.valid) continue;
      const { name, version, build, tags } = wheel;
      tally.sameFields(
        each.filename,
        {
          name,
          version: version.toString(),
          build: build === null ? null : [Number(build.number), build.suffix],
          tags: [...tags].sort(),
        },
        { ...each, tags: [...each.tags].sort() },
      );
    }
    tally.close();
  });

  it('sdist filenames', () => {
    const tally = new Tally('sdist filenames');
    for (const each of read<{ cases: SdistCase[] }>('sdist_filenames.json').cases) {
      const sdist = attempt('packaging.filename', () => parseSdistFilename(each.filename));
      tally.same(each.filename, sdist !== undefined, each.valid);
      if (sdist === undefined || !each.valid) continue;
      tally.sameFields(each.filename, { name: sdist.name, version: sdist.version.toString() }, each);
    }
    tally.close();
  });

  it('tags', () => {
    const tally = new Tally('tags');
    for (const [name, { platforms, tags }] of Object.entries(read<TagCases>('tags.json').environments)) {
      const facts = TAG_FACTS[name] ?? expect.unreachable(name);
      // the data puts linux_* last, where its makers gave the list by hand; packaging 26.3 itself puts it first
      const own = platformTags(facts.platform);
      tally.same(`${name}: platforms`, [...own].sort(), [...platforms].sort());
      if (facts.platform.kind !== 'linux') tally.same(`${name}: order of platforms`, own, platforms);
      if (facts.platform.kind !== 'linux') tally.same(`${name}: facts`, compatibleTags(facts), tags);
      for (const [rank, tag] of tagsFor(facts, platforms).entries())
        tally.same(`${name}: ${rank}`, tag, tags[rank]);
      tally.same(`${name}: count`, tagsFor(facts, platforms).length, tags.length);
    }
    tally.close();
  });

  it('choice of wheels', () => {
    const tally = new Tally('choice of wheels');
    const { environments, select } = read<TagCases>('tags.json');
    const ranks = new Map<string, TagRanks>(
      Object.entries(environments).map(([name, { platforms }]) => [
        name,
        rankTags(tagsFor(TAG_FACTS[name] ?? expect.unreachable(name), platforms)),
      ]),
    );
    for (const { env, project, version, wheels, compatible, best, best_rank } of select) {
      const supported = ranks.get(env) ?? expect.unreachable(env);
      const fitting = wheels
        .map((filename) => ({ filename, ...parseWheelFilename(filename) }))
        .map((wheel) => ({ ...wheel, rank: bestRank(wheel.tags, supported) }))
        .filter((wheel) => wheel.rank !== undefined)
        .sort(
          (left, right) => (left.rank ?? 0) - (right.rank ?? 0) || compareBuildTags(right.build, left.build),
        );
      tally.sameFields(
        `${project} ${version} in ${env}`,
        {
          compatible: fitting.map(({ filename }) => filename),
          best: fitting[0]?.filename ?? null,
          best_rank: fitting[0]?.rank ?? null,
        },
        { compatible, best, best_rank },
      );
    }
    tally.close();
  });
});

/** All tags, with the platforms in the order in which the data has them. */
function tagsFor(facts: TagFacts, platforms: readonly string[]): Tag[] {
  const version = facts.pythonVersion;
  const nodot = version.join('');
  return facts.implementation === 'cpython'
    ? [
        ...cpythonTags(version, cpythonAbis(version, facts.abi), platforms),
        ...independentTags(version, `cp${nodot}`, platforms),
      ]
    : [
        ...genericTags(`pp${nodot}`, genericAbis(facts), platforms),
        ...independentTags(version, 'pp3', platforms),
      ];
}

const facts = (minor: number, platform: TagFacts['platform'], rest: Partial<TagFacts> = {}): TagFacts => ({
  implementation: 'cpython',
  pythonVersion: [3, minor],
  abi: {
    extensionSuffix: null,
    isDebug: false,
    looksLikeDebug: false,
    isFreeThreaded: null,
    hasPymalloc: true,
  },
  platform,
  ...rest,
});

const linux = (
  machine: string,
  libc: { readonly glibc?: readonly [number, number]; readonly musl?: readonly [number, number] },
): TagFacts['platform'] => ({
  kind: 'linux',
  platform: `linux-${machine}`,
  is32Bit: false,
  glibc: libc.glibc ?? null,
  musl: libc.musl ?? null,
  hasManylinuxAbi: false,
});

const X86_GLIBC_36 = linux('x86_64', { glibc: [2, 36] });

/** The facts behind the environments of the data. */
const TAG_FACTS: Readonly<Record<string, TagFacts>> = {
  'cp311-linux-x86_64-glibc2.36': facts(11, X86_GLIBC_36),
  'cp38-linux-x86_64-glibc2.17': facts(8, linux('x86_64', { glibc: [2, 17] })),
  'cp312-linux-aarch64-glibc2.31': facts(12, linux('aarch64', { glibc: [2, 31] })),
  'cp313-musl1.2-x86_64': facts(13, linux('x86_64', { musl: [1, 2] })),
  'cp312-macos14-arm64': facts(12, { kind: 'macos', version: [14, 0], machine: 'arm64', is32Bit: false }),
  'cp310-macos12-x86_64': facts(10, { kind: 'macos', version: [12, 0], machine: 'x86_64', is32Bit: false }),
  'cp313-win_amd64': facts(13, { kind: 'other', platform: 'win-amd64' }),
  'cp39-win32': facts(9, { kind: 'other', platform: 'win32' }),
  'pp310-linux-x86_64-glibc2.36': facts(10, X86_GLIBC_36, {
    implementation: 'pypy',
    abi: { ...facts(10, X86_GLIBC_36).abi, extensionSuffix: '.pypy310-pp73-x86_64-linux-gnu.so' },
  }),
  'cp314t-linux-x86_64-glibc2.36': facts(14, X86_GLIBC_36, {
    abi: { ...facts(14, X86_GLIBC_36).abi, isFreeThreaded: true },
  }),
};
