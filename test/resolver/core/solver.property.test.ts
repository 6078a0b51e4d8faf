import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Solver } from '../../../src/resolver/core/index.ts';
import { type Needs, numbered, ROOT, type Universe, UniverseProvider } from './small-universe.ts';

const PACKAGES = ['a', 'b', 'c', 'd', 'e'] as const;

const needs: fc.Arbitrary<Needs> = fc
  .dictionary(fc.constantFrom(...PACKAGES), fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 4 }), {
    maxKeys: 3,
  })
  .map((dictionary) => ({ ...dictionary }));

const universe: fc.Arbitrary<Universe> = fc.record(
  Object.fromEntries(
    PACKAGES.map((name) => [
      name,
      fc
        .uniqueArray(fc.tuple(fc.nat(3), needs), { maxLength: 4, selector: ([number]) => number })
        .map((versions): Readonly<Record<number, Needs>> => Object.fromEntries(versions)),
    ]),
  ),
);

type Selection = ReadonlyMap<string, number>;

const holds = (selection: Selection, all: Needs): boolean =>
  Object.entries(all).every(([name, numbers]) => {
    const chosen = selection.get(name);
    return chosen !== undefined && numbers.includes(chosen);
  });

const isSolution = (selection: Selection, world: Universe, root: Needs): boolean =>
  holds(selection, root) &&
  [...selection].every(([name, number]) => {
    const version = world[name]?.[number];
    return version !== undefined && holds(selection, version);
  });

/** Whether any selection of at most one version of each package is a solution: all of them are tried. */
function hasSolution(world: Universe, root: Needs, names: readonly string[] = PACKAGES): boolean {
  const tryFrom = (at: number, selection: Map<string, number>): boolean => {
    const name = names[at];
    if (name === undefined) return isSolution(selection, world, root);
    if (tryFrom(at + 1, selection)) return true;
    return Object.keys(world[name] ?? {}).some((number) =>
      tryFrom(at + 1, new Map(selection).set(name, Number(number))),
    );
  };
  return tryFrom(0, new Map());
}

describe('the solver in small universes', () => {
  it('finds a solution when there is one, and says so when there is none', async () => {
    let solved = 0;
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(universe, needs, async (world, root) => {
        const solver = new Solver(new UniverseProvider(world, root), { maxRounds: 10_000 });
        const outcome = await solver.solve(ROOT, numbered(0));
        expect(outcome.kind).toBe(hasSolution(world, root) ? 'solved' : 'failed');
        if (outcome.kind !== 'solved') {
          failed += 1;
          return;
        }
        solved += 1;
        const selection = new Map([...outcome.pins].map(([name, { number }]) => [name, number] as const));
        selection.delete(ROOT);
        expect(isSolution(selection, world, root)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(solved, failed)).toBeGreaterThan(100);
  });
});
