import type { NormalizedName, Version } from '../../packaging/index.ts';
import { dayBefore, formatDuration } from '../duration.ts';
import { describeEntry } from '../identity/describe-entry.ts';
import type { PolicyLayer } from '../layer.ts';
import type { Origin } from '../origin.ts';
import { matchesName, matchesPackage, type PackagePattern } from '../pattern/package-pattern.ts';
import type { IndexRule, Rule, Waiver } from '../rule.ts';
import { SETTING_KEYS, SETTING_NAMES, type SettingName, type StatedSettings } from '../settings.ts';
import type { TrustSource } from '../trust-source.ts';
import type { EffectivePolicy } from './effective-policy.ts';

/** One line of the policy that is in force, with the place where it was stated. */
export interface PolicyLine {
  /** As it would stand in a policy file. */
  readonly text: string;
  readonly origin: Origin;
}

/** A table of the policy that is in force. */
export interface PolicySection {
  /** `[[rule]]`; empty for the settings. */
  readonly title: string;
  readonly lines: readonly PolicyLine[];
}

/** The policy that is in force, as one file would state it, every line with its origin: for `policy show`. */
export const describePolicy = (policy: EffectivePolicy): readonly PolicySection[] => [
  { title: '', lines: settingLines(policy.settings) },
  ...policy.layers.flatMap(layerSections),
  ...policy.roots.map((root): PolicySection => ({ title: '[trust]', lines: [rootLine(root)] })),
];

/**
 * What the policy says about one project, or about one version of it: the settings and rules that count for it, where it
 * comes from, what is waived. Without a version, every rule is shown that speaks of some version.
 */
export function describeDemands(
  policy: EffectivePolicy,
  name: NormalizedName,
  version: Version | null,
): readonly PolicySection[] {
  const { indexes, rules, waivers } = sectionsAbout(policy, name, version);
  const demands = version === null ? null : policy.demandsOn(name, version);
  const roots = demands === null ? policy.roots : [demands.root];
  return [
    { title: '', lines: settingLines(demands?.settings ?? policy.settings) },
    ...indexes,
    ...rules,
    ...waivers,
    ...roots.map((root): PolicySection => ({ title: '[trust]', lines: [rootLine(root)] })),
  ];
}

function sectionsAbout(policy: EffectivePolicy, name: NormalizedName, version: Version | null) {
  const speaksOf = (patterns: readonly PackagePattern[]): boolean =>
    patterns.some((each) =>
      version === null ? matchesName(each, name) : matchesPackage(each, name, version),
    );
  const counting = version === null ? null : countingRules(policy, name, version);
  return {
    indexes: policy.layers
      .flatMap(({ indexes }) => indexes)
      .filter(({ packages }) => packages.length === 0 || packages.some((each) => matchesName(each, name)))
      .map(indexSection),
    rules: policy.layers
      .flatMap(({ rules }) => rules)
      .filter((rule) => speaksOf(rule.packages) && (counting === null || rule.deny || counting.has(rule)))
      .map(ruleSection),
    waivers: policy.waivers
      .filter((waiver) => waiver.name === name && (version === null || waiver.version.equals(version)))
      .map(waiverSection),
  };
}

/** Of the rules that speak of a version, those that name its publishers or state one of its settings. */
function countingRules(policy: EffectivePolicy, name: NormalizedName, version: Version): ReadonlySet<Rule> {
  const { publisherRules, settings } = policy.demandsOn(name, version);
  const origins = new Set<Origin>(Object.values(settings).map(({ origin }) => origin));
  const stating = policy.layers
    .flatMap(({ rules }) => rules)
    .filter((rule) => Object.values(rule.settings).some(({ origin }) => origins.has(origin)));
  return new Set([...publisherRules.map(({ rule }) => rule), ...stating]);
}

const layerSections = ({ indexes, rules, waivers }: PolicyLayer): readonly PolicySection[] => [
  ...indexes.map(indexSection),
  ...rules.map(ruleSection),
  ...waivers.map(waiverSection),
];

const indexSection = ({ url, packages, evidence, origin }: IndexRule): PolicySection => ({
  title: '[[index]]',
  lines: [
    line('url', url, origin),
    ...packages.map((each) => line('packages', each.text, each.origin)),
    ...(evidence === null ? [] : [line('evidence', evidence, origin)]),
  ],
});

const ruleSection = (rule: Rule): PolicySection => ({ title: '[[rule]]', lines: ruleLines(rule) });

const waiverSection = (waiver: Waiver): PolicySection => ({
  title: '[[waiver]]',
  lines: waiverLines(waiver),
});

const line = (key: string, value: string, origin: Origin): PolicyLine => ({
  text: `${key} = ${JSON.stringify(value)}`,
  origin,
});

const settingLines = (settings: Partial<StatedSettings>): readonly PolicyLine[] =>
  SETTING_NAMES.flatMap((name: SettingName) => {
    const setting = settings[name];
    if (setting === undefined) return [];
    const { value, origin } = setting;
    return [line(SETTING_KEYS[name], typeof value === 'number' ? formatDuration(value) : value, origin)];
  });

const ruleLines = (rule: Rule): readonly PolicyLine[] => [
  ...rule.packages.map((each) => line('packages', each.text, each.origin)),
  ...(rule.deny ? [{ text: 'deny = true', origin: rule.origin }] : []),
  ...rule.publishers.map((entry) => line('publisher', describeEntry(entry), entry.origin)),
  ...(rule.root === null ? [] : [line('root', rule.root.value, rule.root.origin)]),
  ...settingLines(rule.settings),
];

const waiverLines = ({
  name,
  version,
  sha256,
  check,
  reason,
  expires,
  origin,
}: Waiver): readonly PolicyLine[] => [
  line('package', `${name}==${version}`, origin),
  line('sha256', sha256, origin),
  line('check', check, origin),
  line('reason', reason, origin),
  { text: `expires = ${dayBefore(expires)}`, origin },
];

function rootLine(root: TrustSource): PolicyLine {
  switch (root.kind) {
    case 'public-good':
      return line('root', root.name, root.origin);
    case 'file':
      return line('root', root.path, root.origin);
    case 'tuf':
      return line('tuf-mirror', root.mirror, root.origin);
  }
}
