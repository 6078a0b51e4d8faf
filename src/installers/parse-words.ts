import { nearestWord, SafeInstallError } from '../errors/index.ts';
import type { Environment } from '../platform/index.ts';
import { COMMAND_LINE, checkValue, type Occurrence, refusedOption } from './occurrence.ts';
import type { Option, OptionIndex } from './option-index.ts';
import { uvOccurrences } from './uv-words.ts';

/** A command line, told apart as Python's optparse does it: options may stand anywhere before `--`. */
export interface ParsedWords {
  /** Words that are no options, in their order. */
  readonly positionals: readonly string[];
  /** Where each of them stands. */
  readonly places: readonly number[];
  readonly occurrences: readonly Occurrence[];
}

/** More words than any system passes on; a cap that keeps error texts and loops finite. */
const MOST_WORDS = 100_000;

/**
 * Tells options and other words apart.
 *
 *     --opt VALUE   --opt=VALUE   --flag   --fl (an abbreviation that fits one option of pip)
 *     -oVALUE   -o VALUE   -fg (two flags)   -fgoVALUE   -- (everything after it is a word)   - (a word)
 *
 * @param environment decides what a few of uv's options come to.
 * @throws SafeInstallError `usage.option` for an unknown or ambiguous one, a value that is missing, not taken or not
 *   one of its choices; `usage.unsupported` for one that the table refuses.
 * @see https://docs.python.org/3/library/optparse.html
 */
export function parseWords(
  words: readonly string[],
  index: OptionIndex,
  environment: Environment = {},
): ParsedWords {
  if (words.length > MOST_WORDS)
    throw usage(`${words.length} words are more than the ${MOST_WORDS} that are read`);
  const rest = [...words].reverse(); // taken from its end: a word that an option takes is gone
  const positionals: string[] = [];
  const places: number[] = [];
  const take = (word: string, place: number): void => {
    positionals.push(word);
    places.push(place);
  };
  const occurrences: Occurrence[] = [];
  for (let word = rest.pop(); word !== undefined; word = rest.pop()) {
    const place = words.length - rest.length - 1;
    if (word === '--') {
      for (const [at, each] of rest.reverse().entries()) take(each, place + 1 + at);
      break;
    }
    if (word.startsWith('--')) occurrences.push(...readLong(word, rest, index, environment));
    else if (word.startsWith('-') && word.length > 1)
      occurrences.push(...readShort(word, rest, index, environment));
    else take(word, place);
  }
  return { positionals, places, occurrences };
}

function readLong(
  word: string,
  rest: string[],
  index: OptionIndex,
  environment: Environment,
): readonly Occurrence[] {
  const equals = word.indexOf('=');
  const spelled = equals < 0 ? word : word.slice(0, equals);
  const attached = equals < 0 ? undefined : word.slice(equals + 1);
  const uv = index.uv.get(spelled);
  const option =
    uv === undefined ? (index.bySpelling.get(spelled) ?? abbreviated(spelled, index)) : undefined;
  const takes = uv?.value ?? option?.value;
  if (takes === undefined && attached !== undefined) throw usage(`"${spelled}" takes no value`, spelled);
  const value = takes === undefined ? undefined : (attached ?? rest.pop());
  if (uv !== undefined) return uvOccurrences(uv, spelled, value, index, environment);
  if (option === undefined) return [];
  return [takes === undefined ? flag(option, spelled) : valued(option, spelled, value)];
}

function abbreviated(spelled: string, index: OptionIndex): Option {
  const fitting = index.abbreviable.filter((long) => long.startsWith(spelled));
  const [only, second] = fitting;
  const option = only === undefined ? undefined : index.bySpelling.get(only);
  if (option !== undefined && second === undefined) return option;
  if (second !== undefined) {
    throw usage(`"${spelled}" may mean ${fitting.map((long) => `"${long}"`).join(', ')}`, spelled);
  }
  const nearest = nearestWord(
    spelled,
    [...index.bySpelling.keys()].filter((known) => known.startsWith('--')),
  );
  throw usage(
    `"${spelled}" is no option of "${index.command}"`,
    spelled,
    nearest === undefined ? undefined : `Did you mean "${nearest}"?`,
  );
}

/** Letters after one dash: flags, until one takes the rest of the word, or the next word, as its value. */
function readShort(
  word: string,
  rest: string[],
  index: OptionIndex,
  environment: Environment,
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const letters = [...word.slice(1)];
  for (const [position, letter] of letters.entries()) {
    const spelled = `-${letter}`;
    const uv = index.uv.get(spelled);
    const option = index.bySpelling.get(spelled);
    if (uv === undefined && option === undefined) {
      const long = `-${word}`;
      const meant =
        word.length > 2 && index.abbreviable.includes(long) ? `Did you mean "${long}"?` : undefined;
      throw usage(`"${spelled}" is no option of "${index.command}"`, spelled, meant);
    }
    const takes = uv === undefined ? option?.value : uv.value;
    const attached = letters.slice(position + 1).join('');
    const value = takes === undefined ? undefined : attached === '' ? rest.pop() : attached;
    if (uv !== undefined) found.push(...uvOccurrences(uv, spelled, value, index, environment));
    else if (option !== undefined)
      found.push(takes === undefined ? flag(option, spelled) : valued(option, spelled, value));
    if (takes !== undefined) break;
  }
  return found;
}

function flag(option: Option, spelled: string): Occurrence {
  if (option.fate === 'refuse') throw refusedOption(option, spelled, COMMAND_LINE);
  return { option, value: option.negates !== true, origin: COMMAND_LINE };
}

function valued(option: Option, spelled: string, value: string | undefined): Occurrence {
  if (option.fate === 'refuse') throw refusedOption(option, spelled, COMMAND_LINE);
  if (value === undefined) throw usage(`"${spelled}" needs a value: ${option.value}`, spelled);
  checkValue(option, spelled, value, COMMAND_LINE);
  return { option, value, origin: COMMAND_LINE };
}

function usage(message: string, subject?: string, hint?: string): SafeInstallError {
  return new SafeInstallError({ code: 'usage.option', message, subject, hint });
}
