import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjacency,
  type Graph,
  ranksOf,
  withoutCircles,
  withoutDetours,
} from '../../../src/report/html/graph/dependency-graph.ts';
import { BOX, layeredLayout } from '../../../src/report/html/graph/layered-layout.ts';
import { settle } from '../../../src/report/html/graph/settle-column.ts';

/** Any graph of up to 25 nodes. */
const anyGraph: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 25 }).chain((size) => {
  const node = fc.integer({ min: 0, max: size - 1 });
  return fc
    .uniqueArray(fc.tuple(node, node), { maxLength: 60, selector: ([from, to]) => `${from} ${to}` })
    .map((edges) => ({ size, edges: edges.filter(([from, to]) => from !== to) }));
});

/** One without circles: edges go upwards only. */
const tree: fc.Arbitrary<Graph> = anyGraph.map(({ size, edges }) => ({
  size,
  edges: edges.filter(([from, to]) => from < to),
}));

function reachable(graph: Graph): readonly string[] {
  const next = adjacency(graph);
  const pairs = new Set<string>();
  for (let start = 0; start < graph.size; start += 1) {
    const queue = [...(next[start] ?? [])];
    for (const node of queue) {
      if (pairs.has(`${start} ${node}`)) continue;
      pairs.add(`${start} ${node}`);
      queue.push(...(next[node] ?? []));
    }
  }
  return [...pairs].sort();
}

const hasCircle = (graph: Graph): boolean =>
  reachable(graph).some((pair) => pair.split(' ')[0] === pair.split(' ')[1]);

describe('the dependency graph', () => {
  it('loses its circles, and nothing where it has none', () => {
    fc.assert(fc.property(anyGraph, (graph) => !hasCircle(withoutCircles(graph))));
    fc.assert(
      fc.property(tree, (graph) => {
        expect([...withoutCircles(graph).edges].sort()).toEqual([...graph.edges].sort());
      }),
    );
  });

  it('without detours leads to the same places, and no line more can be left out', () => {
    fc.assert(
      fc.property(tree, (graph) => {
        const reduced = withoutDetours(graph);
        expect(reachable(reduced)).toEqual(reachable(graph));
        for (const left of reduced.edges) {
          const fewer = { size: graph.size, edges: reduced.edges.filter((edge) => edge !== left) };
          expect(reachable(fewer)).not.toEqual(reachable(graph));
        }
      }),
    );
  });

  it('ranks whoever needs before what is needed', () => {
    fc.assert(
      fc.property(tree, (graph) => {
        const ranks = ranksOf(graph);
        for (const [from, to] of graph.edges) expect(ranks[from]).toBeLessThan(ranks[to] ?? 0);
      }),
    );
  });

  it('bears a chain that is longer than any stack', () => {
    const size = 20_000;
    const edges = Array.from({ length: size - 1 }, (_, node) => [node, node + 1] as const);
    expect(withoutCircles({ size, edges }).edges).toHaveLength(size - 1);
  });
});

describe('the layout', () => {
  it('lets no two boxes overlap, and stays within its size', () => {
    fc.assert(
      fc.property(tree, (graph) => {
        const { boxes, width, height } = layeredLayout(graph);
        for (const [index, one] of boxes.entries()) {
          expect(one.x >= 0 && one.x + BOX.width <= width).toBe(true);
          expect(one.y - BOX.height / 2 >= 0 && one.y + BOX.height / 2 <= height).toBe(true);
          for (const other of boxes.slice(index + 1)) {
            const isApart = Math.abs(one.x - other.x) >= BOX.width || Math.abs(one.y - other.y) >= BOX.height;
            expect(isApart).toBe(true);
          }
        }
      }),
    );
  });

  it('leads each line from the right of a box to the left of another', () => {
    fc.assert(
      fc.property(tree, (graph) => {
        const { boxes, lines } = layeredLayout(graph);
        for (const [index, [from, to]] of graph.edges.entries()) {
          const line = lines[index] ?? [];
          expect(line[0]).toEqual({ x: (boxes[from]?.x ?? 0) + BOX.width, y: boxes[from]?.y });
          expect(line.at(-1)).toEqual({ x: boxes[to]?.x, y: boxes[to]?.y });
          expect(line.map(({ x }) => x)).toEqual(line.map(({ x }) => x).toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('does not cross two lines that need not cross', () => {
    const { boxes } = layeredLayout({
      size: 4,
      edges: [
        [0, 3],
        [1, 2],
      ],
    });
    const [one, other, second, first] = boxes.map(({ y }) => y);
    expect(Math.sign((one ?? 0) - (other ?? 0))).toBe(Math.sign((first ?? 0) - (second ?? 0)));
  });
});

describe('settle', () => {
  it.each<[string, readonly number[], readonly number[]]>([
    ['those that have room stand where they want to', [0, 100], [0, 100]],
    ['those that want the same place share it', [0, 0], [-10, 10]],
    ['a block goes where its members want to be on average', [0, 0, 3], [-19, 1, 21]],
    ['nobody changes places', [50, 0], [15, 35]],
  ])('%s', (_reason, wanted, expected) => {
    const column = wanted.map((y) => ({ height: 10, wanted: y, y: 0 }));
    settle(column, (each) => each.wanted);
    expect(column.map(({ y }) => y)).toEqual(expected);
  });
});
