import { describe, expect, it } from 'vitest';
import { normalizeName } from '../../src/packaging/index.ts';
import { SHARED_DATA, sharedJson } from '../support/shared-data.ts';
import type { FileSpec } from './memory-source.ts';
import { type TraceOutcome, TracePlayer, type TraceStep } from './pip-trace.ts';

interface Trace {
  readonly test: string;
  readonly steps: readonly TraceStep[];
}

/** What pip prints, and what of our outcome says the same. */
const MENTIONS: Readonly<Record<string, (outcome: TraceOutcome) => boolean>> = {
  'does not provide the extra': ({ warnings }) =>
    warnings.some((each) => each.includes('does not provide the extra')),
  missing: ({ warnings }) => warnings.some((each) => each.includes('"missing"')),
  'Installing collected packages: pkg': ({ resolution }) =>
    resolution?.candidates.map(({ name }) => name).join() === 'pkg',
  " inconsistent version: expected '3', but metadata has '2'": ({ warnings }) =>
    warnings.some((each) => each.includes('its metadata is of "A 2"')),
  'Requested A[foo]': ({ warnings }) => warnings.some((each) => each.includes('its metadata is of "A 2"')),
  'Cannot install test_pkg': ({ error }) => error?.code === 'resolve.conflict',
  'Cannot install test-pkg 0.2.0': ({ error }) => error?.code === 'resolve.conflict',
  'Cannot install test_pkg because these package versions have conflicting dependencies.': ({ error }) =>
    error?.code === 'resolve.conflict',
  'because these package versions have conflicting dependencies.': ({ error }) =>
    error?.code === 'resolve.conflict',
  'THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.': ({ error }) =>
    error?.code === 'hash.mismatch',
  Collecting: ({ resolution }) => (resolution?.candidates.length ?? 0) > 0,
  'myuberpkg-2': ({ asked }) => asked.some((each) => each.startsWith('myuberpkg-2')),
  'pkg-2.0': ({ asked }) => asked.some((each) => each.startsWith('pkg-2.0')),
};

/** Lines of pip that have no counterpart, each with the reason. */
const NOT_OURS: Readonly<Record<string, string>> = {
  'This could take a while.': 'pip talks of its backtracking; nothing of the answer depends on it',
};

/** What the recorder did not see: tests that rename a file, or that write another digest than the file has. */
const UNSEEN: Readonly<Record<string, (spec: FileSpec) => FileSpec>> = {
  test_new_resolver_skip_inconsistent_metadata: renamed,
  test_new_resolver_inconsistent_metadata_keeps_extras: renamed,
  test_new_resolver_hash_requirement_and_url_constraint_can_fail: (spec) => ({
    ...spec,
    sha256: '0'.repeat(64),
  }),
};

function renamed(spec: FileSpec): FileSpec {
  return spec.version === '2' ? { ...spec, version: '3', claims: { version: '2' } } : spec;
}

/** The recorder gave all files one digest, and the tests wrote it into their requirements. */
const RECORDED_DIGEST = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';

const nameOf = ({ test }: Trace): string => test.slice(test.lastIndexOf('::') + 2);

const withDigest = (spec: FileSpec): FileSpec => ({ sha256: RECORDED_DIGEST, ...spec });

describe.skipIf(SHARED_DATA === undefined)("traces of pip's own resolver tests", () => {
  const traces =
    SHARED_DATA === undefined
      ? []
      : sharedJson<{ readonly cases: readonly Trace[] }>('resolver', 'pip', 'new_resolver.json').cases;

  it('are 80', () => {
    const steps = traces.flatMap((trace) => trace.steps);
    const assertions = steps.filter(
      (step) => step.pip === undefined && !('wheel' in step) && !('sdist' in step),
    );
    console.log(`pip: ${traces.length} traces, ${assertions.length} steps that are not files or commands`);
    expect(traces.length).toBe(80);
  });

  it.each(traces.map((trace) => [nameOf(trace), trace] as const))('%s', async (name, { steps }) => {
    const test = name.replace(/\[.*$/, '');
    const adapt = UNSEEN[test] ?? ((spec: FileSpec) => spec);
    const player = new TracePlayer((spec) => withDigest(adapt(spec)));
    let outcome: TraceOutcome | undefined;
    let checked = 0;
    for (const step of steps) {
      player.make(step);
      if (step.pip !== undefined) {
        outcome = await player.run(step);
        expect(outcome.error === undefined, outcome.error?.message).toBe(step.expect_error !== true);
        checked += 1;
      }
      for (const [project, version] of Object.entries(step.assert_installed ?? {})) {
        expect(player.installed.get(normalizeName(project))?.version.toString(), project).toBe(version);
      }
      for (const project of step.assert_not_installed ?? [])
        expect(player.installed.has(normalizeName(project)), project).toBe(false);
      const mention = step.stdout_or_stderr_mentions ?? step.stdout_or_stderr_does_not_mention;
      if (mention === undefined || mention in NOT_OURS) continue;
      const holds = outcome === undefined ? undefined : MENTIONS[mention]?.(outcome);
      expect(holds, mention).toBe(step.stdout_or_stderr_mentions !== undefined);
    }
    expect(checked).toBeGreaterThan(0);
  });
});
