import type { PolicyLayer } from '../layer.ts';
import { BUILT_IN, type Stated, sourceOrigin } from '../origin.ts';
import type { Rule } from '../rule.ts';
import {
  BUILT_IN_CI_SETTINGS,
  BUILT_IN_SETTINGS,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  type StatedSettings,
  stricter,
} from '../settings.ts';

/**
 * Whether this is a run of continuous integration: `on` with `--ci`; `detected` where only the environment says so, in
 * which case the tables `[ci]` of policy files apply, and nothing that is built in.
 */
export type CiMode = 'off' | 'detected' | 'on';

/** The layers in two strata: what the organisation states is never loosened by what the others state. */
export interface Strata {
  readonly organisation: PolicyLayer | null;
  /** User and project, the nearest last. */
  readonly files: readonly PolicyLayer[];
  readonly commandLine: PolicyLayer | null;
  readonly ci: CiMode;
}

type Some<Name extends SettingName> = Stated<Settings[Name]> | undefined;

/** The rules that count for a package, one of each stratum. */
export interface CountingRules {
  readonly organisation: Rule | null;
  readonly files: Rule | null;
}

export const NO_RULES: CountingRules = { organisation: null, files: null };

/** What is demanded: of a package for which these rules count, or in general. */
export const effectiveSettings = (strata: Strata, rules: CountingRules = NO_RULES): StatedSettings =>
  Object.fromEntries(
    SETTING_NAMES.map((name) => [name, effective(strata, rules, name)]),
  ) as unknown as StatedSettings;

/**
 * One setting. Of the layers below the organisation the command line comes first, then the rule, then what is said in
 * general; where none of them says anything, the organisation does, and at last the program. Then the organisation has
 * its word again: what it states is the least.
 */
function effective<Name extends SettingName>(
  strata: Strata,
  rules: CountingRules,
  name: Name,
): Stated<Settings[Name]> {
  const { organisation, files, commandLine } = strata;
  const general = generalOf(strata, files, name);
  const above = generalOf(strata, organisation === null ? [] : [organisation], name);
  const builtIn = raised(strata, name, { value: BUILT_IN_SETTINGS[name], origin: BUILT_IN });
  const ofOrganisation = ofRule(rules.organisation, name, above ?? builtIn) ?? above;
  const lower: Some<Name> =
    statedIn(commandLine?.settings, name) ??
    ofRule(rules.files, name, general ?? above ?? builtIn) ??
    general ??
    ofOrganisation ??
    builtIn;
  return ofOrganisation === undefined ? lower : stricter(name, ofOrganisation, lower);
}

/**
 * What a rule states. One that names publishers demands one of them, so that to leave the evidence out is no way around
 * it; unless evidence is not looked at in the first place.
 */
function ofRule<Name extends SettingName>(
  rule: Rule | null,
  name: Name,
  general: Stated<Settings[Name]>,
): Some<Name> {
  if (rule === null) return undefined;
  const stated = statedIn(rule.settings, name);
  if (stated !== undefined || name !== 'provenance' || rule.publishers.length === 0) return stated;
  if (general.value === 'off') return undefined;
  return demandedByPublishers(rule) as Stated<Settings[Name]>;
}

/** What a rule demands of provenance by naming publishers. */
export const demandedByPublishers = (rule: Rule): Stated<'required'> => ({
  value: 'required',
  origin: rule.origin,
});

/** What layers of one stratum state outside of rules: in `[ci]`, which is laid over the rest, or else beside it. */
function generalOf<Name extends SettingName>(
  strata: Strata,
  layers: readonly PolicyLayer[],
  name: Name,
): Some<Name> {
  const inCi =
    strata.ci === 'off'
      ? undefined
      : nearest(
          layers.map(({ ci }) => ci),
          name,
        );
  if (inCi !== undefined) return inCi;
  const stated = nearest(
    layers.map(({ settings }) => settings),
    name,
  );
  return stated === undefined ? undefined : raised(strata, name, stated);
}

/** What `--ci` makes of a setting where no `[ci]` speaks of it. */
function raised<Name extends SettingName>(
  { ci, organisation, files }: Strata,
  name: Name,
  setting: Stated<Settings[Name]>,
): Stated<Settings[Name]> {
  const value = BUILT_IN_CI_SETTINGS[name];
  const isSpokenOf = [organisation, ...files].some((layer) => layer?.ci[name] !== undefined);
  if (ci !== 'on' || value === undefined || isSpokenOf) return setting;
  return stricter(name, setting, { value: value as Settings[Name], origin: sourceOrigin('--ci') });
}

const nearest = <Name extends SettingName>(
  tables: readonly Partial<StatedSettings>[],
  name: Name,
): Some<Name> =>
  statedIn(
    tables.findLast((table) => table[name] !== undefined),
    name,
  );

const statedIn = <Name extends SettingName>(
  table: Partial<StatedSettings> | undefined,
  name: Name,
): Some<Name> => table?.[name] as Some<Name>;
