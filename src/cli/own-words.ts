import { nearestWord, SafeInstallError } from '../errors/index.ts';

/** The words of one command that pip's table of options does not know. */
export interface OwnForm {
  /** `--force` */
  readonly flags?: readonly string[];
  /** `--format`, with the values that it takes; `null` for any. */
  readonly values?: Readonly<Record<string, readonly string[] | null>>;
  /** Those that may be given several times, with any value. */
  readonly lists?: readonly string[];
}

export interface OwnWords {
  /** What is left, in its order: for the table of options that all commands share. */
  readonly rest: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/**
 * Takes the options of one command out of its words. Each is written out; `--name=value` and `--name value` are the same,
 * of values the last one counts, of lists each, and behind `--` nothing is an option.
 *
 * @throws SafeInstallError `usage.option` for a value that is missing, or that the option does not take.
 */
export function takeOwnWords(words: readonly string[], form: OwnForm): OwnWords {
  const rest: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>((form.lists ?? []).map((name) => [name, []]));
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return { rest: [...rest, ...words.slice(at)], flags, values, lists };
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const choices = Object.hasOwn(form.values ?? {}, name) ? form.values?.[name] : undefined;
    const list = lists.get(name);
    const value = (): string | undefined => (equals < 0 ? words[++at] : word.slice(equals + 1));
    if (form.flags?.includes(word) === true) flags.add(word);
    else if (list !== undefined) list.push(checkedValue(name, value(), null));
    else if (choices !== undefined) values.set(name, checkedValue(name, value(), choices));
    else rest.push(word);
  }
  return { rest, flags, values, lists };
}

function checkedValue(name: string, value: string | undefined, choices: readonly string[] | null): string {
  if (value === undefined || value === '')
    throw new SafeInstallError({ code: 'usage.option', message: `"${name}" lacks its value` });
  if (choices === null || choices.includes(value)) return value;
  throw new SafeInstallError({
    code: 'usage.option',
    message: `"${name}" does not take "${value}"`,
    hint: `Say ${choices.join(' or ')}`,
  });
}

/**
 * The word behind a command that says what it is to do.
 *
 * @throws SafeInstallError `usage.command` where there is none, or one that the command does not know.
 */
export function chooseAction<Action extends string>(
  command: string,
  word: string | undefined,
  actions: readonly Action[],
): Action {
  const action = actions.find((each) => each === word);
  if (action !== undefined) return action;
  const nearest = word === undefined ? undefined : nearestWord(word, actions);
  throw new SafeInstallError({
    code: 'usage.command',
    message: word === undefined ? `"${command}" is told nothing to do` : `"${command}" has no "${word}"`,
    hint: nearest === undefined ? `Say ${listed(actions)}` : `Did you mean "${command} ${nearest}"?`,
  });
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
