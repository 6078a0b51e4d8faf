import { VersionRange } from '../../packaging/index.ts';
import { describeOrigin } from '../origin.ts';
import { compareSpecificity, coversPackage, packagesOverlap } from '../pattern/package-pattern.ts';
import type { Rule } from '../rule.ts';
import type { Problems } from './problems.ts';
import type { PlacedPackage } from './read-packages.ts';
import type { PlacedRule } from './read-rule.ts';

/** Entries of `packages` in one file. */
const MOST_ENTRIES = 5000;

/** Those of them with a wildcard: each is compared with all entries. */
const MOST_WILDCARDS = 200;

interface Entry extends PlacedPackage {
  readonly rule: Rule;
}

/**
 * What can be said of the rules of one file together: that two of them are equally specific for the same packages, so
 * that neither comes first, and that one is never reached, since others come before it for all that it names.
 */
export function lintRules(rules: readonly PlacedRule[], problems: Problems): void {
  const entries = rules.flatMap(({ rule, packages }) => packages.map((each): Entry => ({ ...each, rule })));
  const wildcards = entries.filter(({ pattern }) => !pattern.isExact);
  if (entries.length > MOST_ENTRIES || wildcards.length > MOST_WILDCARDS) {
    problems.error(['rule'], {
      code: 'policy.too-large',
      message: `the rules name more than ${MOST_ENTRIES} packages, or have more than ${MOST_WILDCARDS} wildcards`,
      at: 'key',
    });
    return;
  }
  const ofName = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { name, isExact } = entry.pattern;
    const earlier = isExact ? (ofName.get(name) ?? []) : wildcards.slice(0, wildcards.indexOf(entry));
    noteRivals(entry, earlier, problems);
    if (isExact) ofName.set(name, [...earlier, entry]);
  }
  for (const entry of entries)
    noteUnreachable(entry, [...(ofName.get(entry.pattern.name) ?? []), ...wildcards], problems);
}

/** Two entries that speak of some package, neither being the more specific one, where it matters which of them counts. */
function noteRivals(entry: Entry, earlier: readonly Entry[], problems: Problems): void {
  const rival = earlier.find(
    (other) =>
      other.rule !== entry.rule &&
      other.rule.deny === entry.rule.deny &&
      !entry.rule.deny &&
      compareSpecificity(other.pattern, entry.pattern) === 0 &&
      packagesOverlap(other.pattern, entry.pattern),
  );
  if (rival === undefined) return;
  problems.error(entry.path, {
    code: 'policy.rule-conflict',
    message: `${named(entry)} and ${named(rival)} (${describeOrigin(rival.pattern.origin)}) are equally specific, and speak of the same packages`,
    hint: 'Put the two rules together, or part them by their versions',
  });
}

function noteUnreachable(entry: Entry, others: readonly Entry[], problems: Problems): void {
  const { pattern } = entry;
  const covering = others.filter((other) => comesBefore(other, entry) && coversName(other, entry));
  const taken = covering.reduce((range, other) => range.union(other.pattern.range), VersionRange.empty);
  if (!pattern.range.isSubsetOf(taken)) return;
  const told = covering
    .slice(0, 3)
    .map((other) => `${named(other)} (${describeOrigin(other.pattern.origin)})`);
  problems.warn(entry.path, {
    code: 'policy.rule-unreachable',
    message: `${named(entry)} is never reached, because of ${told.join(', ')}`,
  });
}

const named = ({ pattern }: Entry): string => `"${pattern.text}"`;

const allVersions = ({ pattern }: Entry) => ({ ...pattern, range: VersionRange.full });

const coversName = (outer: Entry, inner: Entry): boolean =>
  coversPackage(allVersions(outer), allVersions(inner));

/** What forbids comes before what does not; else the more specific entry; of two that say the same, the first. */
function comesBefore(one: Entry, other: Entry): boolean {
  if (one.rule.deny !== other.rule.deny) return one.rule.deny;
  const order = compareSpecificity(one.pattern, other.pattern);
  if (order !== 0 || one.rule !== other.rule) return order < 0;
  return isEarlier(one, other) && one.pattern.range.equals(other.pattern.range);
}

const isEarlier = (one: Entry, other: Entry): boolean =>
  one.rule.packages.indexOf(one.pattern) < other.rule.packages.indexOf(other.pattern);
