/** What may not stand in a basic string as it is: the quote, the backslash and controls. */
const SPECIAL = /["\\\u0000-\u001f\u007f]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
};

const escaped = (character: string): string =>
  ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A basic string of TOML; half of a surrogate pair, which no UTF-8 text can hold, is replaced. */
export const tomlText = (text: string): string =>
  `"${text.replace(/\p{Surrogate}/gu, '\ufffd').replace(SPECIAL, escaped)}"`;

const BARE = /^[A-Za-z0-9_-]+$/;

export const tomlKey = (key: string): string => (BARE.test(key) ? key : tomlText(key));

/** A moment in UTC, without a fraction where it has none. */
export const tomlMoment = (time: Date): string => time.toISOString().replace('.000Z', 'Z');

/** `{ a = 1, b = 2 }`, without the members that are `null`. */
export const tomlInline = (members: readonly (readonly [key: string, value: string | null])[]): string =>
  `{ ${members.flatMap(([key, value]) => (value === null ? [] : [`${tomlKey(key)} = ${value}`])).join(', ')} }`;
