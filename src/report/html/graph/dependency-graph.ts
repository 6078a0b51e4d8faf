/** Who needs whom, by index. */
export interface Graph {
  readonly size: number;
  /** From the one that needs to the one that is needed. */
  readonly edges: readonly (readonly [from: number, to: number])[];
}

/** The edges without those that close a circle: distributions do need each other in circles. */
export function withoutCircles({ size, edges }: Graph): Graph {
  const next = adjacency({ size, edges });
  const state = new Array<'new' | 'open' | 'done'>(size).fill('new');
  const kept: (readonly [number, number])[] = [];
  for (let start = 0; start < size; start += 1) {
    if (state[start] !== 'new') continue;
    // a walk with a stack of its own: a chain may be longer than the one of the language
    const stack = [{ node: start, at: 0 }];
    state[start] = 'open';
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = next[top.node]?.[top.at];
      top.at += 1;
      if (to === undefined) {
        state[top.node] = 'done';
        stack.pop();
      } else if (state[to] !== 'open') {
        kept.push([top.node, to]);
        if (state[to] === 'new') {
          state[to] = 'open';
          stack.push({ node: to, at: 0 });
        }
      }
    }
  }
  return { size, edges: kept };
}

/** For each node the longest way that leads to it, from 0. The graph has no circles. */
export function ranksOf(graph: Graph): readonly number[] {
  const ranks = new Array<number>(graph.size).fill(0);
  const next = adjacency(graph);
  for (const node of inOrder(graph))
    for (const to of next[node] ?? []) ranks[to] = Math.max(ranks[to] ?? 0, (ranks[node] ?? 0) + 1);
  return ranks;
}

/** How many columns all edges cross together, where each rank is a column. */
export function crossedColumns(graph: Graph): number {
  const ranks = ranksOf(graph);
  return graph.edges.reduce((sum, [from, to]) => sum + (ranks[to] ?? 0) - (ranks[from] ?? 0), 0);
}

/** The edges without those that follow from others: what is left shows the same, and can be read. */
export function withoutDetours(graph: Graph): Graph {
  const next = adjacency(graph);
  const reached = new Map<number, Set<number>>();
  for (const node of [...inOrder(graph)].reverse()) {
    const all = new Set<number>();
    for (const to of next[node] ?? []) {
      all.add(to);
      for (const far of reached.get(to) ?? []) all.add(far);
    }
    reached.set(node, all);
  }
  const isDetour = ([from, to]: readonly [number, number]): boolean =>
    (next[from] ?? []).some((between) => between !== to && reached.get(between)?.has(to));
  return { size: graph.size, edges: graph.edges.filter((edge) => !isDetour(edge)) };
}

/** For each node those that it leads to. */
export function adjacency({ size, edges }: Graph): readonly (readonly number[])[] {
  const next = Array.from({ length: size }, (): number[] => []);
  for (const [from, to] of edges) next[from]?.push(to);
  return next;
}

/** The nodes, each after all that lead to it. */
function inOrder(graph: Graph): readonly number[] {
  const next = adjacency(graph);
  const waiting = new Array<number>(graph.size).fill(0);
  for (const [, to] of graph.edges) waiting[to] = (waiting[to] ?? 0) + 1;
  const order = waiting.flatMap((amount, node) => (amount === 0 ? [node] : []));
  for (const node of order) {
    for (const to of next[node] ?? []) {
      const left = (waiting[to] ?? 0) - 1;
      waiting[to] = left;
      if (left === 0) order.push(to);
    }
  }
  return order;
}
