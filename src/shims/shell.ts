/** Shells that functions are written for. `sh` is any POSIX shell with `local`: dash, ash, busybox. */
export const SHELLS = ['bash', 'zsh', 'fish', 'sh'] as const;

export type Shell = (typeof SHELLS)[number];

export const isShell = (word: string): word is Shell => SHELLS.some((shell) => shell === word);

/** `text` as one word of a POSIX shell, whatever is in it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** `text` as one word of fish, where a backslash counts between single quotes. */
export const quotedForFish = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
