import { type Fact, SafeInstallError } from '../../errors/index.ts';
import { formatDuration } from '../duration.ts';
import type { PolicyLayer } from '../layer.ts';
import { describeOrigin, type Origin, type Stated } from '../origin.ts';
import { compareSpecificity, coversPackage, packagesOverlap } from '../pattern/package-pattern.ts';
import type { Rule, RulePackage } from '../rule.ts';
import {
  RULE_SETTINGS,
  SETTING_KEYS,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  type StatedSettings,
  strictness,
} from '../settings.ts';
import { isSameAddress } from './address.ts';
import { demandedByPublishers } from './effective-settings.ts';
import { mayBeWithin } from './narrower-publisher.ts';

/**
 * Everything in which a layer goes beyond what the organisation allows, each with both lines. That it does so is an
 * error, and not just of no effect, since its author believes it to have one.
 */
export function looseningsOf(organisation: PolicyLayer, layer: PolicyLayer): readonly SafeInstallError[] {
  return [
    ...looserSettings(organisation.settings, layer.settings),
    ...looserSettings({ ...organisation.settings, ...organisation.ci }, layer.ci),
    ...layer.rules.flatMap((rule) => looserRule(organisation, rule)),
    ...layer.indexes.flatMap(({ packages, url, origin }) =>
      packages.flatMap((pattern) => otherIndex(organisation, pattern, url, origin)),
    ),
    ...layer.waivers.map((waiver) =>
      loosened(
        `a waiver for "${waiver.name}==${waiver.version}" stands below the policy of the organisation`,
        ['waivers', 'only in the policy of the organisation', organisation.origin],
        [`a waiver of ${waiver.check}`, waiver.origin],
      ),
    ),
    ...[layer.root, ...layer.namedRoots.values()]
      .filter((root) => root !== null)
      .map((root) =>
        loosened(
          'a trust root stands below the policy of the organisation, under which everything could be signed',
          [
            'trust roots',
            'only in the policy of the organisation',
            organisation.root?.origin ?? organisation.origin,
          ],
          [root.name, root.origin],
        ),
      ),
  ];
}

const looserSettings = (
  above: Partial<StatedSettings>,
  below: Partial<StatedSettings>,
): readonly SafeInstallError[] =>
  SETTING_NAMES.flatMap((name) => looserSetting(name, above[name], below[name]));

function looserSetting<Name extends SettingName>(
  name: Name,
  above: Stated<Settings[Name]> | undefined,
  below: Stated<Settings[Name]> | undefined,
): readonly SafeInstallError[] {
  if (above === undefined || below === undefined) return [];
  if (strictness(name, below.value) >= strictness(name, above.value)) return [];
  const key = SETTING_KEYS[name];
  return [
    loosened(
      `"${key}" is looser than the organisation has it`,
      [key, `${textOf(above.value)} or stricter`, above.origin],
      [textOf(below.value), below.origin],
    ),
  ];
}

const textOf = (value: string | number): string =>
  JSON.stringify(typeof value === 'number' ? formatDuration(value) : value);

function looserRule(organisation: PolicyLayer, rule: Rule): readonly SafeInstallError[] {
  const errors = rule.packages.flatMap((pattern) => {
    const above = coveringRule(organisation, pattern);
    const settings = { ...organisation.settings, ...(above === null ? {} : settingsOf(above)) };
    return [
      ...RULE_SETTINGS.flatMap((name) => looserSetting(name, settings[name], rule.settings[name])),
      ...(above === null ? [] : otherPublishers(above, rule, pattern)),
    ];
  });
  // A rule for many packages is told of once.
  return [...new Map(errors.map((error) => [JSON.stringify([error.message, error.facts]), error])).values()];
}

/** What a rule demands, said or not: one that names publishers demands one of them. */
const settingsOf = (rule: Rule): Rule['settings'] => ({
  ...(rule.publishers.length > 0 ? { provenance: demandedByPublishers(rule) } : {}),
  ...rule.settings,
});

/** The organisation's rule that counts for all that `pattern` speaks of, where there is one. */
function coveringRule(organisation: PolicyLayer, pattern: RulePackage): Rule | null {
  const covering = organisation.rules
    .filter(({ deny }) => !deny)
    .flatMap((rule) => rule.packages.map((each) => ({ rule, pattern: each })))
    .filter((entry) => coversPackage(entry.pattern, pattern));
  const [first, ...others] = covering;
  if (first === undefined) return null;
  return others.reduce(
    (best, entry) => (compareSpecificity(entry.pattern, best.pattern) < 0 ? entry : best),
    first,
  ).rule;
}

function otherPublishers(above: Rule, rule: Rule, pattern: RulePackage): readonly SafeInstallError[] {
  if (above.publishers.length === 0) return [];
  const beyond = rule.publishers.find(
    (entry) => !above.publishers.some((outer) => mayBeWithin(entry, outer)),
  );
  if (beyond === undefined) return [];
  return [
    loosened(
      `a publisher of "${pattern.text}" is none that the organisation takes`,
      ['publishers', 'one of the organisation', above.origin],
      ['another publisher', beyond.origin],
    ),
  ];
}

function otherIndex(
  organisation: PolicyLayer,
  pattern: RulePackage,
  url: string,
  origin: Origin,
): readonly SafeInstallError[] {
  const pin = organisation.indexes.find(
    (index) =>
      !isSameAddress(index.url, url) && index.packages.some((each) => packagesOverlap(each, pattern)),
  );
  if (pin === undefined) return [];
  return [
    loosened(
      `"${pattern.text}" is to come from another index than the organisation has it come from`,
      ['index', pin.url, pin.origin],
      [url, origin],
    ),
  ];
}

function loosened(
  message: string,
  [label, expected, above]: readonly [string, string, Origin],
  [got, below]: readonly [string, Origin],
): SafeInstallError {
  const facts: readonly Fact[] = [
    { label: 'expected', value: `${label}: ${expected}`, origin: describeOrigin(above) },
    { label: 'got', value: got, origin: describeOrigin(below) },
  ];
  return new SafeInstallError({
    code: 'policy.loosened',
    message,
    subject: describeOrigin(below),
    facts,
    hint: 'Below the policy of the organisation, things can be made stricter only; ask there for the change',
  });
}
