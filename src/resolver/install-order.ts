/** Who needs whom, by keys. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Visits of one node in a circle that count: enough for the order, and no explosion in tangled ones; pip's number. */
const MAX_VISITS = 5;

/**
 * The order in which pip installs: what others need comes before them.
 *
 * Leaves go first, then what has become a leaf without them, and so on. What is left are circles; there, whatever is on
 * the longest way from the root goes first.
 *
 * @param graph with an entry for every node; edges to themselves do not count.
 */
export function installOrder(graph: Graph, root: string): string[] {
  const weights = new Map<string, number>();
  const rest = new Map([...graph].map(([key, needs]) => [key, new Set(needs)]));
  for (const [key, needs] of rest) needs.delete(key);
  for (;;) {
    const leaves = [...rest].filter(([key, needs]) => key !== root && needs.size === 0).map(([key]) => key);
    if (leaves.length === 0) break;
    for (const leaf of leaves) weights.set(leaf, rest.size - 1);
    for (const leaf of leaves) rest.delete(leaf);
    for (const needs of rest.values()) for (const leaf of leaves) needs.delete(leaf);
  }
  weighCircles(rest, root, weights);
  return [...weights]
    .sort(([left, weight], [right, other]) => other - weight || (left < right ? 1 : -1))
    .map(([key]) => key);
}

/** Adds the length of the longest way to each node that is left, without going round any circle twice. */
function weighCircles(graph: Graph, root: string, weights: Map<string, number>): void {
  const visits = new Map<string, number>();
  const path = new Set<string>();
  const visit = (key: string): void => {
    const count = visits.get(key) ?? 0;
    if (path.has(key) || count >= MAX_VISITS) return;
    path.add(key);
    for (const needed of graph.get(key) ?? []) visit(needed);
    path.delete(key);
    visits.set(key, count + 1);
    if (key !== root) weights.set(key, Math.max(weights.get(key) ?? 0, path.size));
  };
  visit(root);
}
