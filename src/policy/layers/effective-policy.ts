import type { NormalizedName, Version } from '../../packaging/index.ts';
import type { PolicyLayer } from '../layer.ts';
import type { Stated } from '../origin.ts';
import { compareSpecificity, matchesName } from '../pattern/package-pattern.ts';
import type { IndexRule, Rule, RulePackage, Waiver } from '../rule.ts';
import type { StatedSettings } from '../settings.ts';
import { PUBLIC_GOOD, type TrustSource } from '../trust-source.ts';
import { isSameAddress } from './address.ts';
import { effectiveSettings, type Strata } from './effective-settings.ts';
import { RuleBook } from './rule-book.ts';

/** A rule that names publishers, with the trust root that they have to sign under. */
export interface PublisherRule {
  readonly rule: Rule;
  readonly root: TrustSource;
}

/** All that the policy has to say about one version of one project. */
export interface Demands {
  /** The entry that forbids it. */
  readonly denied: RulePackage | null;
  readonly settings: StatedSettings;
  /** Each of them has to be met: one of the organisation, one of the others. */
  readonly publisherRules: readonly PublisherRule[];
  /** The root to verify its evidence under. */
  readonly root: TrustSource;
}

/**
 * What all layers together come to. Made by `combineLayers`, which has looked at whether they may stand together.
 *
 * Whatever the files below say, what the organisation states holds: its settings are a least, its rule has to be met
 * beside the others' one, its index pins come first.
 */
export class EffectivePolicy {
  readonly layers: readonly PolicyLayer[];
  /** What is demanded where no rule speaks. */
  readonly settings: StatedSettings;
  readonly waivers: readonly Waiver[];
  readonly #strata: Strata;
  readonly #above: RuleBook;
  readonly #below: RuleBook;
  readonly #rootOf: ReadonlyMap<Rule, TrustSource>;
  readonly #defaultRoot: TrustSource;

  constructor(strata: Strata) {
    const { organisation, files, commandLine } = strata;
    this.layers = [organisation, ...files, commandLine].filter((layer) => layer !== null);
    this.settings = effectiveSettings(strata);
    this.waivers = this.layers.flatMap((layer) => layer.waivers);
    this.#strata = strata;
    this.#above = new RuleBook(organisation === null ? [] : [organisation]);
    this.#below = new RuleBook(files);
    this.#rootOf = rootsOfRules(this.layers);
    this.#defaultRoot = this.layers.findLast(({ root }) => root !== null)?.root ?? PUBLIC_GOOD;
  }

  demandsOn(name: NormalizedName, version: Version): Demands {
    const rules = {
      organisation: this.#above.ruleFor(name, version),
      files: this.#below.ruleFor(name, version),
    };
    const both = [rules.files, rules.organisation].filter((rule) => rule !== null);
    const naming = both.find((rule) => this.#rootOf.has(rule));
    return {
      denied: this.#above.denialOf(name, version) ?? this.#below.denialOf(name, version),
      settings: effectiveSettings(this.#strata, rules),
      publisherRules: both
        .filter((rule) => rule.publishers.length > 0)
        .map((rule) => ({ rule, root: this.#rootOf.get(rule) ?? this.#defaultRoot })),
      root: (naming === undefined ? undefined : this.#rootOf.get(naming)) ?? this.#defaultRoot,
    };
  }

  /** Every root that evidence may have to be verified under, the default one first. */
  get roots(): readonly TrustSource[] {
    return [...new Set([this.#defaultRoot, ...this.#rootOf.values()])];
  }

  /** The index that a project has to come from; `null`: from any that is configured. */
  pinOf(name: NormalizedName): Stated<string> | null {
    const { organisation, files } = this.#strata;
    const pin =
      bestIndex(organisation?.indexes ?? [], name) ??
      bestIndex(
        files.flatMap(({ indexes }) => indexes),
        name,
      );
    return pin === null ? null : { value: pin.url, origin: pin.origin };
  }

  /** The index that has the evidence for a project which `index` serves without it; `null` where none is named. */
  evidenceIndexOf(name: NormalizedName, index: string): Stated<string> | null {
    const rules = this.layers
      .flatMap(({ indexes }) => indexes)
      .filter((rule) => rule.evidence !== null && isSameAddress(rule.url, index));
    const rule = bestIndex(rules, name) ?? rules.findLast(({ packages }) => packages.length === 0);
    return rule == null || rule.evidence === null ? null : { value: rule.evidence, origin: rule.origin };
  }
}

/** The roots that rules name are those of their own file. */
function rootsOfRules(layers: readonly PolicyLayer[]): ReadonlyMap<Rule, TrustSource> {
  const roots = layers.flatMap(({ rules, namedRoots }) =>
    rules.flatMap((rule): (readonly [Rule, TrustSource])[] => {
      if (rule.root === null) return [];
      return [[rule, namedRoots.get(rule.root.value) ?? PUBLIC_GOOD]];
    }),
  );
  return new Map(roots);
}

/** The index whose entry for the project is the most specific; of equally specific ones the last. */
function bestIndex(rules: readonly IndexRule[], name: NormalizedName): IndexRule | null {
  const entries = rules.flatMap((rule) =>
    rule.packages.filter((pattern) => matchesName(pattern, name)).map((pattern) => ({ rule, pattern })),
  );
  const [first, ...others] = entries.reverse();
  if (first === undefined) return null;
  return others.reduce(
    (best, entry) => (compareSpecificity(entry.pattern, best.pattern) < 0 ? entry : best),
    first,
  ).rule;
}
