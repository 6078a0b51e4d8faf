import type { Stated } from './origin.ts';

/** What is demanded of provenance, in the order of strictness. */
export const PROVENANCE_WORDS = ['off', 'if-present', 'no-downgrade', 'required'] as const;

/** What is demanded of the repository that the metadata declares. */
export const SOURCE_WORDS = ['off', 'warn', 'require'] as const;

/** What becomes of a publisher that nobody has named and that has not been seen before. */
export const FIRST_SEEN_WORDS = ['remember', 'accept', 'refuse'] as const;

/** What becomes of two distributions that write different bytes to one path. */
export const PATH_CONFLICTS_WORDS = ['warn', 'refuse'] as const;

export type ProvenanceDemand = (typeof PROVENANCE_WORDS)[number];
export type SourceDemand = (typeof SOURCE_WORDS)[number];
export type FirstSeenDemand = (typeof FIRST_SEEN_WORDS)[number];
export type PathConflictsDemand = (typeof PATH_CONFLICTS_WORDS)[number];

/** What a policy decides beside its rules. */
export interface Settings {
  readonly provenance: ProvenanceDemand;
  /** Milliseconds. */
  readonly minAge: number;
  readonly source: SourceDemand;
  readonly firstSeen: FirstSeenDemand;
  readonly pathConflicts: PathConflictsDemand;
}

export type SettingName = keyof Settings;

/** Settings with the place of each. */
export type StatedSettings = { readonly [Name in SettingName]: Stated<Settings[Name]> };

/** The settings that a rule may state for its packages. */
export const RULE_SETTINGS = ['provenance', 'minAge', 'source'] as const satisfies readonly SettingName[];

/** The key of each setting in a policy file. */
export const SETTING_KEYS: { readonly [Name in SettingName]: string } = {
  provenance: 'provenance',
  minAge: 'min-age',
  source: 'source',
  firstSeen: 'first-seen',
  pathConflicts: 'path-conflicts',
};

export const SETTING_NAMES = Object.keys(SETTING_KEYS) as readonly SettingName[];

const WORDS: { readonly [Name in SettingName]: readonly string[] } = {
  provenance: PROVENANCE_WORDS,
  minAge: [], // a number
  source: SOURCE_WORDS,
  firstSeen: FIRST_SEEN_WORDS,
  pathConflicts: PATH_CONFLICTS_WORDS,
};

/** How strict a value is; to be compared with other values of the same setting only. */
export function strictness<Name extends SettingName>(name: Name, value: Settings[Name]): number {
  return typeof value === 'number' ? value : WORDS[name].indexOf(value);
}

/** The stricter of two; the first where they are equally strict. */
export const stricter = <Name extends SettingName>(
  name: Name,
  one: Stated<Settings[Name]>,
  other: Stated<Settings[Name]>,
): Stated<Settings[Name]> => (strictness(name, other.value) > strictness(name, one.value) ? other : one);

/** What holds where no layer says anything; `policies/default.toml` states the same, and a test holds them together. */
export const BUILT_IN_SETTINGS: Settings = {
  provenance: 'no-downgrade',
  minAge: 0,
  source: 'warn',
  firstSeen: 'remember',
  pathConflicts: 'warn',
};

/** What `--ci` demands where no `[ci]` says otherwise. */
export const BUILT_IN_CI_SETTINGS: Partial<Settings> = {
  provenance: 'required',
  firstSeen: 'accept',
};
