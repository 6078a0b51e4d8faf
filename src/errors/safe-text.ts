/**
 * Text from outside, made harmless for a terminal and a CI log.
 *
 * A package name or an index's error page may carry escape sequences, carriage returns, or bidirectional controls
 * that make a line read as something else. Anything that is shown goes through {@link printable}.
 */

/** C0/C1 controls, bidirectional controls, zero-width characters, line separators, lone surrogates. */
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** Longest piece of foreign text that is shown in one line. */
const LONGEST_SHOWN = 400;

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** `text` with every character that could steer a terminal written as `\u{…}`, and cut after 400 characters. */
export function printable(text: string, longest: number = LONGEST_SHOWN): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(UNPRINTABLE, escaped);
}

/** `url` without its user name, password, query and fragment: credentials and signatures live there. */
export function redactUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return printable(url.replace(/\/\/[^/@]*@/u, '//****@'));
  }
  const secret = parsed.username !== '' || parsed.password !== '';
  parsed.username = '';
  parsed.password = '';
  parsed.search = '';
  parsed.hash = '';
  const text = parsed.href;
  return printable(secret ? text.replace('//', '//****@') : text);
}
