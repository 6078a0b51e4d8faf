import { printable } from '../../errors/index.ts';

/** Characters of one foreign text in a cell or a list. */
const LONGEST = 300;

/** Characters that begin markup somewhere in GitHub's Markdown, or HTML. */
const MARKUP = /[\\`*_{}[\]<>&|~#$]/g;

/** An invisible character that no address and no name goes on after. */
const JOINER = '\u2060';

/** Foreign text among our own words: it makes no markup, no link, no mention and no new line. */
export const proseText = (text: string, longest = LONGEST): string =>
  printable(text, longest)
    .replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('://', `:${JOINER}//`)
    .replaceAll('@', `@${JOINER}`)
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}${JOINER}.`);

/** Foreign text as code. A bar would end a cell even there, so it is written as an escape. */
export function codeText(text: string, longest = LONGEST): string {
  const safe = printable(text, longest).replaceAll('|', '\\u{7c}');
  if (safe.trim() === '') return '';
  const runs = safe.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const padding = safe.startsWith('`') || safe.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${safe}${padding}${fence}`;
}
