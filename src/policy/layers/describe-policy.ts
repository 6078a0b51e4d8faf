import { dayBefore, formatDuration } from '../duration.ts';
import { describeEntry } from '../identity/describe-entry.ts';
import type { PolicyLayer } from '../layer.ts';
import type { Origin } from '../origin.ts';
import type { Rule, Waiver } from '../rule.ts';
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

const layerSections = ({ indexes, rules, waivers }: PolicyLayer): readonly PolicySection[] => [
  ...indexes.map(
    ({ url, packages, evidence, origin }): PolicySection => ({
      title: '[[index]]',
      lines: [
        line('url', url, origin),
        ...packages.map((each) => line('packages', each.text, each.origin)),
        ...(evidence === null ? [] : [line('evidence', evidence, origin)]),
      ],
    }),
  ),
  ...rules.map((rule): PolicySection => ({ title: '[[rule]]', lines: ruleLines(rule) })),
  ...waivers.map((waiver): PolicySection => ({ title: '[[waiver]]', lines: waiverLines(waiver) })),
];

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
