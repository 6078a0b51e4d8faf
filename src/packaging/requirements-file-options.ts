import { stripSpace } from './python-space.ts';
import { ShellWordsFault, splitShellWords } from './shell-words.ts';

/** Options that pip 26.3 takes in a requirements file; `value`: whether the option has one. */
const OPTIONS = [
  { name: 'index-url', long: ['--index-url', '--pypi-url'], short: '-i', value: true },
  { name: 'extra-index-url', long: ['--extra-index-url'], value: true },
  { name: 'no-index', long: ['--no-index'], value: false },
  { name: 'constraint', long: ['--constraint'], short: '-c', value: true },
  { name: 'requirement', long: ['--requirement'], short: '-r', value: true },
  { name: 'editable', long: ['--editable'], short: '-e', value: true },
  { name: 'find-links', long: ['--find-links'], short: '-f', value: true },
  { name: 'no-binary', long: ['--no-binary'], value: true },
  { name: 'only-binary', long: ['--only-binary'], value: true },
  { name: 'prefer-binary', long: ['--prefer-binary'], value: false },
  { name: 'require-hashes', long: ['--require-hashes'], value: false },
  { name: 'no-require-hashes', long: ['--no-require-hashes'], value: false },
  { name: 'pre', long: ['--pre'], value: false },
  { name: 'all-releases', long: ['--all-releases'], value: true },
  { name: 'only-final', long: ['--only-final'], value: true },
  { name: 'trusted-host', long: ['--trusted-host'], value: true },
  { name: 'use-feature', long: ['--use-feature'], value: true },
  { name: 'hash', long: ['--hash'], value: true },
  { name: 'config-settings', long: ['--config-settings'], short: '-C', value: true },
] as const satisfies readonly {
  readonly name: string;
  readonly long: readonly string[];
  readonly short?: string;
  readonly value: boolean;
}[];

type Option = (typeof OPTIONS)[number];

/** An option by its usual long name, without the hyphens in front. */
export type FileOptionName = Option['name'];

/** An option as it stands on a line; `value` is `null` for one that takes none. */
export interface LineOption {
  readonly name: FileOptionName;
  readonly value: string | null;
}

/** A line of a requirements file, taken apart. */
export interface LineParts {
  /** The requirement in front of the options; empty when there is none. */
  readonly requirement: string;
  readonly options: readonly LineOption[];
  /** Words behind the options that belong to none. pip drops them. */
  readonly leftover: readonly string[];
}

/** Why a line's options are none that pip would take. */
export class OptionFault extends Error {}

const LONG = new Map<string, Option>(OPTIONS.flatMap((option) => option.long.map((name) => [name, option])));
const SHORT = new Map<string, Option>(
  OPTIONS.flatMap((option) => ('short' in option ? [[option.short, option]] : [])),
);

/** A long option by its name or the beginning of exactly one, as Python's `optparse` has it. */
function longOption(written: string): Option {
  const exact = LONG.get(written);
  if (exact !== undefined) return exact;
  const names = [...LONG.keys()].filter((name) => name.startsWith(written));
  const only = names.length === 1 && names[0] !== undefined ? LONG.get(names[0]) : undefined;
  if (only !== undefined) return only;
  if (names.length > 1) throw new OptionFault(`"${written}" may mean ${names.join(' or ')}`);
  throw new OptionFault(`there is no option "${written}" in a requirements file`);
}

function parseOptions(words: readonly string[]): Pick<LineParts, 'options' | 'leftover'> {
  const options: LineOption[] = [];
  const leftover: string[] = [];
  let at = 0;
  const takeValue = (written: string): string => {
    const value = words[at];
    if (value === undefined) throw new OptionFault(`the option "${written}" needs a value`);
    at += 1;
    return value;
  };
  while (at < words.length) {
    const word = words[at] ?? '';
    at += 1;
    if (word === '--') {
      leftover.push(...words.slice(at));
      break;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const written = equals < 0 ? word : word.slice(0, equals);
      const option = longOption(written);
      if (option.value) {
        options.push({ name: option.name, value: equals < 0 ? takeValue(written) : word.slice(equals + 1) });
      } else {
        if (equals >= 0) throw new OptionFault(`the option "${written}" takes no value`);
        options.push({ name: option.name, value: null });
      }
    } else if (word.startsWith('-') && word.length > 1) {
      // Every short option takes a value: the rest of the word, or the next one.
      const option = SHORT.get(word.slice(0, 2));
      if (option === undefined)
        throw new OptionFault(`there is no option "${word.slice(0, 2)}" in a requirements file`);
      options.push({ name: option.name, value: word.length > 2 ? word.slice(2) : takeValue(word) });
    } else {
      leftover.push(word);
    }
  }
  return { options, leftover };
}

const splitOptions = (text: string): string[] => {
  try {
    return splitShellWords(text);
  } catch (error) {
    if (!(error instanceof ShellWordsFault)) throw error;
    throw new OptionFault(`the options cannot be told apart: ${error.message}`);
  }
};

/**
 * Takes a line apart: what stands before the first word that begins with a hyphen is the requirement, and is left as it
 * is, since quotes in markers are not quotes of a shell.
 *
 * @throws OptionFault
 */
export function parseRequirementsLine(text: string): LineParts {
  const words = text.split(' ');
  const first = words.findIndex((word) => word.startsWith('-'));
  if (first < 0) return { requirement: text, options: [], leftover: [] };
  return {
    requirement: stripSpace(words.slice(0, first).join(' ')),
    ...parseOptions(splitOptions(words.slice(first).join(' '))),
  };
}
