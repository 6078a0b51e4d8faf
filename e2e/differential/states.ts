/** What is installed before a case, as words for `pip install --no-deps` from the index of the suite. */
export const STATES = {
  /** Nothing but pip. */
  bare: [],
  /** An older release of what the cases ask for, whose dependency is old too. */
  old: ['shop==1.0', 'till==1.5'],
  /** What a plain run gives. */
  current: ['shop==2.0', 'till==1.6'],
  /** A dependency is missing. */
  lacking: ['shop==2.0'],
  /** Two that do not suit each other. */
  clashing: ['stand==1.0', 'cards==1.9', 'till==1.6'],
  /** A pre-release that is newer than any final one. */
  early: ['till==2.0b1'],
  /** From an address, which `direct_url.json` remembers. */
  direct: ['{origin}/files/till/till-1.5-py3-none-any.whl'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type StateName = keyof typeof STATES;
