import type { Fate } from './option.ts';

/** What a word of a valued option comes to: pip's words for it, or why it is not taken. */
type UvValue = readonly string[] | { readonly refused: string };

/**
 * One option of `uv pip install`, as a row of the table.
 *
 * It is told in pip's words, so that everything behind the command line knows one language. In them `{value}` is the
 * option's value, `{index}` the same without the name that uv lets stand before a URL.
 */
export interface UvRow {
  /** Further long spellings, each as good as the first. */
  readonly also?: readonly string[];
  /** One dash and one letter. */
  readonly short?: string;
  /** The name of its value, as a help page shows it; a flag has none. */
  readonly value?: string;
  readonly fate: Fate;
  /** pip's words; none where nothing follows from it. */
  readonly words?: readonly string[];
  /** For an option with a choice of values: what each of them comes to. */
  readonly values?: Readonly<Record<string, UvValue>>;
  /** Not taken while one of these variables is set. */
  readonly unless?: readonly string[];
  /** What is done with it; for a refused option the reason, as a clause. */
  readonly does: string;
}

/** The table as it stands. */
export const uvTable = <Name extends string>(
  rows: Readonly<Record<Name, UvRow>>,
): Readonly<Record<Name, UvRow>> => rows;
