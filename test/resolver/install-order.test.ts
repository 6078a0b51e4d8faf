import { describe, expect, it } from 'vitest';
import { type Graph, installOrder } from '../../src/resolver/install-order.ts';

const graphOf = (edges: Readonly<Record<string, readonly string[]>>): Graph =>
  new Map(Object.entries(edges).map(([key, needs]) => [key, new Set(needs)]));

describe('the order of installation', () => {
  it.each([
    ['nothing', { root: [] }, []],
    ['one package', { root: ['a'], a: [] }, ['a']],
    ['what is needed before what needs it', { root: ['a'], a: ['b'], b: ['c'], c: [] }, ['c', 'b', 'a']],
    ['leaves by name, the last first', { root: ['a', 'b', 'c'], a: [], b: [], c: [] }, ['c', 'b', 'a']],
    ['a package that needs itself', { root: ['a'], a: ['a'] }, ['a']],
    ['a circle, what is deepest first', { root: ['a'], a: ['b'], b: ['a'] }, ['b', 'a']],
    ['a circle with a tail', { root: ['a'], a: ['b'], b: ['a', 'c'], c: [] }, ['c', 'b', 'a']],
  ] as const)('is right for %s', (_reason, edges, expected) => {
    expect(installOrder(graphOf(edges), 'root')).toEqual(expected);
  });

  it('ends where everything needs everything', () => {
    const names = Array.from({ length: 30 }, (_, index) => `p${index}`);
    const graph = graphOf({ root: names, ...Object.fromEntries(names.map((name) => [name, names])) });
    expect(installOrder(graph, 'root').sort()).toEqual([...names].sort());
  });
});
