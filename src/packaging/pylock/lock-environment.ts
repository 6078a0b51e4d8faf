import { type Marker, parseMarker } from '../marker.ts';
import { conditionText, type MarkerCondition } from '../marker-conditions.ts';
import { tryParseVersion, type Version } from '../version.ts';

/**
 * The environments that a lock holds for, as one marker: those in which every marker that was met comes out as it did where
 * the lock was made.
 *
 * @param conditions what decided them (`Marker.decidedBy`).
 * @returns `null` where nothing depended on the environment.
 * @see https://packaging.python.org/en/latest/specifications/pylock-toml/#environments
 */
export function lockEnvironment(conditions: Iterable<MarkerCondition>): Marker | null {
  const byVariable = new Map<string, MarkerCondition[]>();
  for (const condition of conditions) {
    const known = byVariable.get(condition.variable);
    if (known === undefined) byVariable.set(condition.variable, [condition]);
    else known.push(condition);
  }
  const texts = new Set([...byVariable.values()].flatMap((each) => tightest(each).map(conditionText)));
  return texts.size === 0 ? null : parseMarker([...texts].sort().join(' and '));
}

/** Without those that follow from others. */
function tightest(conditions: readonly MarkerCondition[]): readonly MarkerCondition[] {
  const exact = conditions.find(isExact);
  if (exact !== undefined) return [exact];
  const [lowest, highest] = [furthest(conditions, '>=', 1), furthest(conditions, '<', -1)];
  return [
    ...conditions.filter((each) => !isBound(each, '>=') && !isBound(each, '<')),
    ...(lowest === undefined ? [] : [lowest]),
    ...(highest === undefined ? [] : [highest]),
  ];
}

/** The variable is what it is, and all else that was said of it follows. `3.11.*` is many versions. */
const isExact = ({ operator, value, isReversed }: MarkerCondition): boolean =>
  !isReversed && operator === '==' && !value.endsWith('.*');

const isBound = ({ operator, value, isReversed }: MarkerCondition, bound: '>=' | '<'): boolean =>
  !isReversed && operator === bound && tryParseVersion(value) !== undefined;

/** Of the bounds on one side, the one that leaves least. */
function furthest(
  conditions: readonly MarkerCondition[],
  bound: '>=' | '<',
  direction: 1 | -1,
): MarkerCondition | undefined {
  let best: { readonly condition: MarkerCondition; readonly version: Version } | undefined;
  for (const condition of conditions) {
    const version = isBound(condition, bound) ? tryParseVersion(condition.value) : undefined;
    if (version === undefined) continue;
    if (best === undefined || version.compare(best.version) * direction > 0) best = { condition, version };
  }
  return best?.condition;
}
