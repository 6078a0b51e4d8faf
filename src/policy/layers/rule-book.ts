import type { NormalizedName, Version } from '../../packaging/index.ts';
import type { PolicyLayer } from '../layer.ts';
import { compareSpecificity, matchesPackage } from '../pattern/package-pattern.ts';
import type { Rule, RulePackage } from '../rule.ts';

interface Entry {
  readonly pattern: RulePackage;
  readonly rule: Rule;
  /** The larger, the nearer the layer. */
  readonly nearness: number;
}

/** The rules of some layers, found by package: the most specific one counts, of equally specific ones the nearer. */
export class RuleBook {
  readonly #byName = new Map<string, Entry[]>();
  readonly #wildcards: Entry[] = [];

  /** @param layers the nearest last. */
  constructor(layers: readonly PolicyLayer[]) {
    for (const [nearness, { rules }] of layers.entries())
      for (const rule of rules)
        for (const pattern of rule.packages) {
          const entry = { pattern, rule, nearness };
          if (!pattern.isExact) this.#wildcards.push(entry);
          else this.#byName.set(pattern.name, [...(this.#byName.get(pattern.name) ?? []), entry]);
        }
  }

  /** The entry that forbids this version, whatever else speaks of it. */
  denialOf(name: NormalizedName, version: Version): RulePackage | null {
    return best(this.#matching(name, version).filter(({ rule }) => rule.deny))?.pattern ?? null;
  }

  /** The rule that counts for this version, among those that do not forbid. */
  ruleFor(name: NormalizedName, version: Version): Rule | null {
    return best(this.#matching(name, version).filter(({ rule }) => !rule.deny))?.rule ?? null;
  }

  #matching(name: NormalizedName, version: Version): readonly Entry[] {
    return [...(this.#byName.get(name) ?? []), ...this.#wildcards].filter(({ pattern }) =>
      matchesPackage(pattern, name, version),
    );
  }
}

const best = (entries: readonly Entry[]): Entry | undefined =>
  entries.reduce<Entry | undefined>(
    (found, entry) => (found === undefined || comesBefore(entry, found) ? entry : found),
    undefined,
  );

function comesBefore(one: Entry, other: Entry): boolean {
  const order = compareSpecificity(one.pattern, other.pattern);
  return order === 0 ? one.nearness > other.nearness : order < 0;
}
