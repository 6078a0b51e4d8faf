import type { MarkerComparison, MarkerNode, MarkerOperator } from './marker-syntax.ts';

/** A comparison of one variable of the environment that holds where it was asked; of several, it says which ones count. */
export interface MarkerCondition {
  readonly variable: string;
  readonly operator: MarkerOperator;
  readonly value: string;
  /** The value stands on the left, as in `"win" in sys_platform`. */
  readonly isReversed: boolean;
}

type Holds = (comparison: MarkerComparison) => boolean;

/** Nothing of the environment: which extras are wanted does not depend on where. */
const isAboutSelection = ({ left, right }: MarkerComparison): boolean =>
  [left, right].some(({ kind, value }) => kind === 'variable' && value === 'extra');

function nodeHolds(node: MarkerNode, holds: Holds): boolean {
  if (node.kind === 'comparison') return holds(node);
  return node.alternatives.some((all) => all.every((each) => nodeHolds(each, holds)));
}

/**
 * Comparisons that decide a marker: wherever each of them comes out as it does here, so does the marker, whatever the
 * others say. One that is false because nobody wants its extra is decided by none.
 */
export function decisiveComparisons(node: MarkerNode, holds: Holds): readonly MarkerComparison[] {
  if (node.kind === 'comparison') return isAboutSelection(node) ? [] : [node];
  const decidedBy = (each: MarkerNode) => decisiveComparisons(each, holds);
  const whole = node.alternatives.filter((all) => all.every((each) => nodeHolds(each, holds)));
  if (whole.length > 0) return fewest(whole.map((all) => all.flatMap(decidedBy)));
  return node.alternatives.flatMap((all) =>
    fewest(all.filter((each) => !nodeHolds(each, holds)).map(decidedBy)),
  );
}

const fewest = (lists: readonly (readonly MarkerComparison[])[]): readonly MarkerComparison[] =>
  lists.reduce((best, each) => (each.length < best.length ? each : best), lists[0] ?? []);

/** Where one of a pair holds, the other does not. */
const OPPOSITES: Readonly<Partial<Record<MarkerOperator, MarkerOperator>>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  in: 'not in',
  'not in': 'in',
};

/** A comparison as a condition; its opposite where it does not hold, and `null` where it has none. */
export function toCondition(
  { left, operator, right }: MarkerComparison,
  holds: boolean,
): MarkerCondition | null {
  const isReversed = left.kind !== 'variable';
  const [variable, value] = isReversed ? [right.value, left.value] : [left.value, right.value];
  const own = holds ? operator : OPPOSITES[operator];
  return own === undefined ? null : { variable, operator: own, value, isReversed };
}

/** A literal ends at the next quote of its kind, whatever stands before it; so one quote of a mixed value is escaped. */
export function quoted(value: string): string {
  if (!value.includes('"')) return `"${value}"`;
  if (!value.includes("'")) return `'${value}'`;
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\x22')}"`;
}

/** A condition as a marker. */
export const conditionText = ({ variable, operator, value, isReversed }: MarkerCondition): string =>
  isReversed ? `${quoted(value)} ${operator} ${variable}` : `${variable} ${operator} ${quoted(value)}`;
