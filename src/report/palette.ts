import { styleText } from 'node:util';

/** The few things that colour is used for; never the only carrier of a meaning. */
export interface Palette {
  error(text: string): string;
  warning(text: string): string;
  good(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const plain = (text: string): string => text;

/** No colour at all: pipes, CI logs, `NO_COLOR`, `--color never`. */
export const PLAIN: Palette = { error: plain, warning: plain, good: plain, strong: plain, faint: plain };

const COLOURED: Palette = {
  error: (text) => styleText(['bold', 'red'], text),
  warning: (text) => styleText(['bold', 'yellow'], text),
  good: (text) => styleText('green', text),
  strong: (text) => styleText('bold', text),
  faint: (text) => styleText('dim', text),
};

export type ColourChoice = 'auto' | 'always' | 'never';

/** What is known of the stream that text goes to. */
export interface ColourFacts {
  readonly choice: ColourChoice;
  readonly isTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** `--color` first, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal that is not `dumb`. */
export function choosePalette({ choice, isTerminal, environment }: ColourFacts): Palette {
  if (choice !== 'auto') return choice === 'always' ? COLOURED : PLAIN;
  if (environment.NO_COLOR) return PLAIN;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined && forced !== '0' && forced !== 'false') return COLOURED;
  return isTerminal && environment.TERM !== 'dumb' ? COLOURED : PLAIN;
}
