import type { DifferenceName } from './differences.ts';
import type { StateName } from './states.ts';

export type Words = string | readonly string[];

/** What a file holds: a text or bytes, or what is made of both once it is known where things lie. */
export type Content = string | Uint8Array | ((filled: (text: string) => string) => Uint8Array);

/** Files by their names, as {@link Case} has them. */
export type Files = Readonly<Record<string, Content>>;

/** One of several command lines. */
export interface Step {
  readonly words: Words;
  readonly files?: Files;
}

/**
 * One command line that both programs are given, with what there is when they are.
 *
 * In words, files and variables `{index}` is the URL of the index, `{second}` of another one with other files under some of
 * the same names, `{html}` of one that answers pages, `{links}` a folder of files, `{repository}` that of a git repository and `{commit}` its first commit, `{project}` the working folder, `{home}`
 * the home, `{venv}` the environment, `{origin}` where the index serves files.
 */
export interface Case {
  /** What it is about; the sentence that a failing test is called by. */
  readonly name: string;
  /** The words behind `pip`; a text is split at its blanks. `install` where none of them is a command. */
  readonly words: Words;
  /** Command lines before it, each in the same way, with files that are written before them. */
  readonly before?: readonly Step[];
  /** What is installed; nothing without it. */
  readonly state?: StateName;
  /** Files of the working folder, or with `~/` before their names of the home; `venv/` before it means the environment. */
  readonly files?: Files;
  /** Variables beside those that name the index; `null` takes one away. */
  readonly environment?: Readonly<Record<string, string | null>>;
  /** Bytecode is made and compared by name; without it both run with `--no-compile`. */
  readonly bytecode?: true;
  /** pip is started anew: what is asked for is settled before it could be told. */
  readonly fresh?: true;
  /** The difference that this case is known to show. */
  readonly differs?: DifferenceName;
}

/** Words of a text, or the words themselves. */
export const wordsOf = (words: Words): readonly string[] =>
  typeof words === 'string' ? words.split(' ').filter((word) => word !== '') : words;

const COMMANDS = new Set(['install', 'download']);

/** The command, what stands before it, and its own words. */
export function commandOf(words: Words): {
  readonly before: readonly string[];
  readonly command: string;
  readonly rest: readonly string[];
} {
  const all = wordsOf(words);
  const at = all.findIndex((word) => COMMANDS.has(word));
  return at < 0
    ? { before: [], command: 'install', rest: all }
    : { before: all.slice(0, at), command: all[at] ?? '', rest: all.slice(at + 1) };
}
