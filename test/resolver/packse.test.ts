import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { normalizeName, parseRequirement } from '../../src/packaging/index.ts';
import { resolve } from '../../src/resolver/index.ts';
import { SHARED_DATA, sharedJson } from '../support/shared-data.ts';
import { MemorySource } from './memory-source.ts';
import { linuxTarget } from './targets.ts';

interface PackseVersion {
  readonly requires: readonly string[];
  readonly requires_python: string | null;
  readonly extras: Readonly<Record<string, readonly string[]>>;
  readonly sdist: boolean;
  readonly wheel: boolean;
  readonly yanked: boolean;
  readonly wheel_tags: readonly string[];
}

interface Answer {
  readonly satisfiable: boolean;
  readonly packages?: Readonly<Record<string, string>>;
}

interface Scenario {
  readonly name: string;
  readonly expected: Answer;
  readonly root: { readonly requires: readonly string[] };
  readonly packages: Readonly<Record<string, { readonly versions: Readonly<Record<string, PackseVersion>> }>>;
  readonly environment: { readonly python: string };
  readonly resolver_options: {
    readonly universal?: boolean;
    readonly prereleases?: boolean;
    readonly python?: string;
    readonly python_platform?: string;
    readonly no_binary?: readonly string[];
    readonly no_build?: readonly string[];
  };
  readonly observed: { readonly pip: Answer & { readonly agrees_with_expected?: boolean } };
}

/** Where the answer is neither the expected one nor the one that pip was seen to give, with the reason. */
const DEVIATIONS: Readonly<Record<string, { readonly answer: Answer; readonly reason: string }>> = {};

/** Scenarios where pip was seen to differ only since it was run with `--only-binary :all:`. */
const WHEELS_ONLY_ARTEFACTS: ReadonlySet<string> = new Set([
  'incompatible-python-compatible-override-available-no-wheels',
  'incompatible-python-compatible-override-no-compatible-wheels',
  'incompatible-python-compatible-override-other-wheel',
  'incompatible-python-compatible-override-unavailable-no-wheels',
  'no-wheels',
  'no-wheels-with-matching-platform',
  'only-wheels-no-binary',
]);

/** Scenarios whose question only makes sense for one Python and platform; the others are about universal locks. */
const singleEnvironment = ({ resolver_options: options }: Scenario): boolean => options.universal !== true;

function sourceOf({ packages }: Scenario): MemorySource {
  const source = new MemorySource();
  for (const [name, { versions }] of Object.entries(packages)) {
    for (const [version, spec] of Object.entries(versions)) {
      const common = {
        name,
        version,
        requires: spec.requires,
        extras: spec.extras,
        ...(spec.requires_python === null ? {} : { requiresPython: spec.requires_python }),
        yanked: spec.yanked ? ('' as const) : (false as const),
      };
      const tags = spec.wheel_tags.length === 0 ? ['py3-none-any'] : spec.wheel_tags;
      if (spec.wheel) for (const tag of tags) source.add({ ...common, tag });
      if (spec.sdist) source.add({ ...common, kind: 'sdist' });
    }
  }
  return source;
}

async function answerOf(scenario: Scenario): Promise<Answer> {
  const { resolver_options: options, environment } = scenario;
  const named = (names: readonly string[] = []) => new Set(names.map(normalizeName));
  const platforms =
    options.python_platform === undefined
      ? []
      : [options.python_platform.replace(/^(x86_64)-(.*)$/, '$2_$1')];
  try {
    const { candidates } = await resolve({
      requirements: scenario.root.requires.map((text) => ({
        kind: 'named',
        requirement: parseRequirement(text),
        hashes: [],
        origin: null,
      })),
      source: sourceOf(scenario),
      target: linuxTarget(options.python ?? environment.python, platforms),
      options: {
        formatControl: { noBinary: named(options.no_binary), onlyBinary: named(options.no_build) },
        releaseControl: {
          allReleases: new Set(options.prereleases === true ? [':all:' as const] : []),
          onlyFinal: new Set(),
        },
      },
    });
    const packages = Object.fromEntries(candidates.map(({ name, version }) => [name, version.toString()]));
    return { satisfiable: true, packages };
  } catch (error) {
    if (!(error instanceof SafeInstallError) || error.exitCode !== 4) throw error;
    return { satisfiable: false };
  }
}

/** pip's answer is ours; where pip does what is expected, or was not asked the whole question, that is the expected one. */
function wantedAnswer({ name, expected, observed }: Scenario): Answer {
  const deviation = DEVIATIONS[name];
  if (deviation !== undefined) return deviation.answer;
  return observed.pip.agrees_with_expected === true || WHEELS_ONLY_ARTEFACTS.has(name)
    ? expected
    : observed.pip;
}

describe.skipIf(SHARED_DATA === undefined)('packse scenarios for one environment', () => {
  const { scenarios } =
    SHARED_DATA === undefined
      ? { scenarios: [] }
      : sharedJson<{ readonly scenarios: readonly Scenario[] }>('resolver', 'packse', 'scenarios.json');
  const single = scenarios.filter(singleEnvironment);

  it('are 136', () => {
    console.log(`packse: ${single.length} scenarios, ${Object.keys(DEVIATIONS).length} deviations`);
    expect(single.length).toBe(136);
  });

  it.each(single.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    const wanted = wantedAnswer(scenario);
    const answer = await answerOf(scenario);
    expect(answer.satisfiable).toBe(wanted.satisfiable);
    if (wanted.packages !== undefined) expect(answer.packages).toEqual(wanted.packages);
  });
});
