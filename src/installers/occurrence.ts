import { SafeInstallError } from '../errors/index.ts';
import type { Option } from './option-index.ts';

/** Where a value was stated: `command line`, the name of a variable, or `file:line`. */
export type Origin = string;

export const COMMAND_LINE: Origin = 'command line';

/** A value with the place that it was stated at. */
export interface Stated<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** One option as it was found, in the order of increasing weight: settings first, then the command line. */
export interface Occurrence {
  readonly option: Option;
  /** The text of its value, or for a flag what the flag's subject becomes: `--no-compile` gives `false`. */
  readonly value: string | boolean;
  readonly origin: Origin;
}

const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');

/** Numbers longer than this are no count and no number of seconds. */
const LONGEST_NUMBER = 16;

function isNumber(text: string, kind: 'integer' | 'number'): boolean {
  if (text.trim() === '' || text.length > LONGEST_NUMBER) return false;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 && (kind === 'number' || Number.isInteger(value));
}

/**
 * Checks a value against its option's row.
 *
 * @throws SafeInstallError `usage.option` on the command line, `configuration.value` elsewhere.
 */
export function checkValue(option: Option, spelled: string, value: string, origin: Origin): void {
  const { choices, kind } = option;
  if (choices !== undefined && !choices.includes(value)) {
    throw valueError(spelled, value, `one of ${quoted(choices)}`, origin);
  }
  if ((kind === 'integer' || kind === 'number') && !isNumber(value, kind)) {
    throw valueError(
      spelled,
      value,
      kind === 'integer' ? 'a whole number, 0 or more' : 'a number, 0 or more',
      origin,
    );
  }
}

/** The error of a value that an option does not take; `expected` ends "it takes …". */
export function valueError(
  spelled: string,
  value: string,
  expected: string,
  origin: Origin,
): SafeInstallError {
  return new SafeInstallError({
    code: origin === COMMAND_LINE ? 'usage.option' : 'configuration.value',
    message: `"${spelled}" does not take "${value}"`,
    subject: spelled,
    facts: [
      { label: 'expected', value: expected },
      { label: 'got', value, origin },
    ],
  });
}

/** The error of an option whose row says `refuse`. */
export function refusedOption(option: Option, spelled: string, origin: Origin): SafeInstallError {
  return new SafeInstallError({
    code: 'usage.unsupported',
    message: `"${spelled}" is not taken: ${option.does}`,
    subject: spelled,
    facts: [{ label: 'stated', value: option.name, origin }],
    hint: 'Leave it out; docs/pip-options.md says what happens to each option',
  });
}
