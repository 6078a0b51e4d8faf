import { describe, expect, it } from 'vitest';
import { type Outcome, Solver } from '../../../src/resolver/core/index.ts';
import {
  type Needs,
  type NumberedVersion,
  type Numbers,
  numbered,
  ROOT,
  type Universe,
  UniverseProvider,
} from './small-universe.ts';

const solve = async (world: Universe, root: Needs, maxRounds = 1000) => {
  const provider = new UniverseProvider(world, root);
  const outcome = await new Solver(provider, { maxRounds }).solve(ROOT, numbered(0));
  return { outcome, asked: provider.asked };
};

const answerOf = (outcome: Outcome<Numbers, NumberedVersion, string>): Record<string, number> | string =>
  outcome.kind === 'solved'
    ? Object.fromEntries(
        [...outcome.pins].filter(([name]) => name !== ROOT).map(([name, { number }]) => [name, number]),
      )
    : outcome.kind;

const ANY = [0, 1, 2, 3];

const CASES: readonly [
  reason: string,
  world: Universe,
  root: Needs,
  answer: Record<string, number> | 'failed',
][] = [
  ['nothing is needed', {}, {}, {}],
  ['the newest version is chosen', { a: { 1: {}, 2: {} } }, { a: ANY }, { a: 2 }],
  [
    'what is needed is needed of what needs it',
    { a: { 1: { b: [1] } }, b: { 1: {}, 2: {} } },
    { a: ANY },
    { a: 1, b: 1 },
  ],
  ['an unknown package fails', {}, { a: ANY }, 'failed'],
  ['a range without versions fails', { a: { 1: {} } }, { a: [2] }, 'failed'],
  ['an empty range fails', { a: { 1: {} } }, { a: [] }, 'failed'],
  [
    'an older version is taken when the newest needs what is not there',
    { a: { 1: {}, 2: { b: ANY } } },
    { a: ANY },
    { a: 1 },
  ],
  [
    'a pin is lost to a later need, rather than the later package passed over',
    { a: { 1: {}, 2: {} }, b: { 1: {}, 2: { a: [1] } } },
    { a: ANY, b: ANY },
    { a: 1, b: 2 },
  ],
  [
    'a need of a lost pin counts no more',
    { a: { 1: {}, 2: { c: [1] } }, b: { 1: { a: [1] } }, c: { 1: {}, 2: {} } },
    { a: ANY, b: ANY, c: ANY },
    { a: 1, b: 1, c: 2 },
  ],
  [
    'two needs that exclude each other reject the later package',
    { a: { 1: { c: [1] }, 2: { c: [2] } }, b: { 1: {}, 2: { c: [1] } }, c: { 1: {}, 2: {} } },
    { a: ANY, b: ANY },
    { a: 2, b: 1, c: 2 },
  ],
  [
    'a conflict goes back to what caused it, over what did not',
    { a: { 1: {}, 2: { d: [1] } }, b: { 1: {} }, c: { 1: { d: [2] } }, d: { 1: {}, 2: {} } },
    { a: ANY, b: ANY, c: ANY },
    { a: 1, b: 1, c: 1, d: 2 },
  ],
  ['a version that excludes itself is rejected', { a: { 1: {}, 2: { a: [1] } } }, { a: ANY }, { a: 1 }],
  ['a version may need itself', { a: { 2: { a: [2] } } }, { a: ANY }, { a: 2 }],
  [
    'packages may need each other',
    { a: { 1: { b: [1] } }, b: { 1: { a: [1] }, 2: { a: [2] } } },
    { a: ANY },
    { a: 1, b: 1 },
  ],
  [
    'pins that lose to each other in a circle come to an end',
    { p: { 1: { q: [2] }, 2: { q: [1] } }, q: { 1: { p: [1] }, 2: { p: [2] } } },
    { p: ANY },
    'failed',
  ],
  [
    'a way out of a circle is found',
    { p: { 0: {}, 1: { q: [2] }, 2: { q: [1] } }, q: { 1: { p: [1] }, 2: { p: [2] } } },
    { p: ANY },
    { p: 0 },
  ],
];

describe('the solver', () => {
  it.each(CASES)('%s', async (_reason, world, root, answer) => {
    const { outcome } = await solve(world, root);
    const found = answerOf(outcome);
    if (typeof answer === 'string' || typeof found === 'string') expect(found).toBe(answer);
    else expect(found).toMatchObject(answer);
  });

  it('asks for the dependencies of a version once', async () => {
    const world: Universe = {
      a: { 1: {}, 2: { d: [1] } },
      b: { 1: {} },
      c: { 1: { d: [2] } },
      d: { 1: {}, 2: {} },
    };
    const { asked } = await solve(world, { a: ANY, b: ANY, c: ANY });
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('does not look at versions that a known need rules out', async () => {
    const world: Universe = { a: { 1: {}, 2: {}, 3: {} }, b: { 1: { a: [1] } } };
    const { asked } = await solve(world, { b: ANY, a: [1, 2] });
    expect(asked).not.toContain('a 3');
  });

  it('gives up after the rounds that it is given', async () => {
    const { outcome } = await solve(
      { a: { 1: { b: ANY } }, b: { 1: { c: ANY } }, c: { 1: {} } },
      { a: ANY },
      2,
    );
    expect(outcome.kind).toBe('exhausted');
  });

  it('gives up when it is told to', async () => {
    const provider = new UniverseProvider({ a: { 1: {} } }, { a: ANY });
    const solver = new Solver(provider, { maxRounds: 1000, isOver: () => true });
    expect((await solver.solve(ROOT, numbered(0))).kind).toBe('exhausted');
  });

  it('proves a failure from what it was told', async () => {
    const world: Universe = { a: { 1: { c: [1] } }, b: { 1: { c: [2] } }, c: { 1: {}, 2: {} } };
    const { outcome } = await solve(world, { a: ANY, b: ANY });
    if (outcome.kind !== 'failed') throw new TypeError(`expected a failure, got ${outcome.kind}`);
    const reasons = new Set<string>();
    const queue = [outcome.proof];
    for (const { cause } of queue) {
      if (cause.kind === 'given') reasons.add(cause.why);
      else queue.push(cause.left, cause.right);
    }
    expect([...reasons]).toEqual(
      expect.arrayContaining([
        'a 1 needs c 1',
        'b 1 needs c 2',
        '(root) 0 needs a 0|1|2|3',
        '(root) 0 needs b 0|1|2|3',
      ]),
    );
  });
});
