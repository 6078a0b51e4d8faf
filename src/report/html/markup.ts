import { printable } from '../../errors/index.ts';

/** Characters of one foreign text on the page. */
const LONGEST = 2_000;

/** HTML that is safe to put on the page: made by {@link html} alone, so that no text gets there without being escaped. */
export class Markup {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** For what this program itself has written, such as its style sheet. */
  static unsafeOwn(text: string): Markup {
    return new Markup(text);
  }
}

type Value = Markup | string | number | null | readonly Markup[];

/**
 * A template whose strings are ours and whose values are not: each is escaped, unless it is markup already. Attributes are
 * to be written in double quotes.
 */
export const html = (strings: readonly string[], ...values: readonly Value[]): Markup =>
  Markup.unsafeOwn(strings.map((own, index) => own + textOf(values[index] ?? null)).join(''));

function textOf(value: Value): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return value.map(({ text }) => text).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  printable(text, LONGEST).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** A link out of the page, where the address is one that does nothing but lead there; else the text alone. */
export function outwardLink(address: string, text: string): Markup {
  const isPlain = /^https:\/\/[A-Za-z0-9.-]+\/[!-~]*$/.test(address);
  return isPlain ? html`<a href="${address}" rel="noopener noreferrer">${text}</a>` : html`${text}`;
}
