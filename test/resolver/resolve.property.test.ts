import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { parseRequirement, parseVersion } from '../../src/packaging/index.ts';
import { ask } from './ask.ts';
import { type FileSpec, file } from './memory-source.ts';

const PROJECTS = ['a', 'b', 'c', 'd'] as const;
const VERSIONS = ['1', '2', '3'] as const;

const requirement: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...PROJECTS),
    fc.constantFrom('', '', '', '[x]', '[y]', '[x,y]'),
    fc.constantFrom('', '', '==1', '==2', '<2', '<3', '>=2', '>=3', '!=2'),
  )
  .map((parts) => parts.join(''));

const release: fc.Arbitrary<FileSpec> = fc
  .tuple(
    fc.constantFrom(...PROJECTS),
    fc.constantFrom(...VERSIONS),
    fc.array(requirement, { maxLength: 2 }),
    fc.array(requirement, { maxLength: 2 }),
  )
  .map(([name, version, requires, needed]) => file(name, version, requires, { extras: { x: needed } }));

const index: fc.Arbitrary<FileSpec[]> = fc.uniqueArray(release, {
  minLength: 3,
  maxLength: 12,
  selector: ({ name, version }) => `${name} ${version}`,
});

type Selection = ReadonlyMap<string, FileSpec>;

/** Whether the selected releases give all that is asked for what it needs, extras included. */
function holds(selection: Selection, asked: readonly string[]): boolean {
  const queue = [...asked];
  const seen = new Set<string>();
  for (const text of queue) {
    if (seen.has(text)) continue;
    seen.add(text);
    const { name, specifier, extras } = parseRequirement(text);
    const chosen = selection.get(name);
    if (chosen === undefined || !specifier.contains(parseVersion(chosen.version))) return false;
    queue.push(...(chosen.requires ?? []), ...extras.flatMap((extra) => chosen.extras?.[extra] ?? []));
  }
  return true;
}

function hasSolution(releases: readonly FileSpec[], asked: readonly string[]): boolean {
  const select = (at: number, selection: Map<string, FileSpec>): boolean => {
    const name = PROJECTS[at];
    if (name === undefined) return holds(selection, asked);
    return (
      select(at + 1, selection) ||
      releases
        .filter((each) => each.name === name)
        .some((each) => select(at + 1, new Map(selection).set(name, each)))
    );
  };
  return select(0, new Map());
}

describe('the resolver in small indexes', () => {
  it('finds an answer that holds when there is one, and refuses when there is none', async () => {
    let found = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        index,
        fc.array(requirement, { minLength: 1, maxLength: 3 }),
        async (releases, asked) => {
          try {
            const { candidates } = await ask(asked, releases);
            const selection = new Map(
              candidates.map(({ name, version }) => [
                name as string,
                releases.find((each) => each.name === name && each.version === version.toString()) ??
                  file(name, '0'),
              ]),
            );
            expect(holds(selection, asked)).toBe(true);
            found += 1;
          } catch (error) {
            if (!(error instanceof SafeInstallError)) throw error;
            expect(error.message).toMatch(/^you ask for "/);
            expect(hasSolution(releases, asked)).toBe(false);
            refused += 1;
          }
        },
      ),
      { numRuns: 1_000 },
    );
    expect(Math.min(found, refused)).toBeGreaterThan(50);
  });
});
