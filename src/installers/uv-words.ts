import { SafeInstallError } from '../errors/index.ts';
import type { Environment } from '../platform/index.ts';
import { COMMAND_LINE, checkValue, type Occurrence, valueError } from './occurrence.ts';
import type { OptionIndex } from './option-index.ts';
import { withCredentials } from './uv-index.ts';
import type { UvRow } from './uv-option.ts';

/**
 * An option of `uv pip install` as occurrences of pip's options.
 *
 * @param value `undefined` for a flag, and for an option whose value is missing.
 * @throws SafeInstallError `usage.option`, `usage.unsupported`.
 */
export function uvOccurrences(
  row: UvRow,
  spelled: string,
  value: string | undefined,
  index: OptionIndex,
  environment: Environment,
): readonly Occurrence[] {
  if (row.fate === 'refuse') throw refused(spelled, row.does);
  if (row.value !== undefined && value === undefined)
    throw new SafeInstallError({
      code: 'usage.option',
      message: `"${spelled}" needs a value: ${row.value}`,
      subject: spelled,
    });
  const active = row.unless?.find((variable) => (environment[variable] ?? '') !== '');
  if (active !== undefined) throw refused(spelled, `"${active}" names another environment`);
  const words = wordsOf(row, spelled, value ?? '');
  return words.map((word) => {
    const text = word
      .replace('{value}', () => value ?? '')
      .replace('{index}', () => withCredentials(value ?? '', environment));
    return occurrenceOf(text, spelled, index);
  });
}

function wordsOf(row: UvRow, spelled: string, value: string): readonly string[] {
  if (row.values === undefined) return row.words ?? [];
  const meant = Object.hasOwn(row.values, value) ? row.values[value] : undefined;
  if (meant === undefined) {
    const known = Object.keys(row.values).map((word) => `"${word}"`);
    throw valueError(spelled, value, `one of ${known.join(', ')}`, COMMAND_LINE);
  }
  if ('refused' in meant) throw refused(`${spelled} ${value}`, meant.refused);
  return meant;
}

function occurrenceOf(word: string, spelled: string, index: OptionIndex): Occurrence {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const option = index.internal.get(name) ?? index.bySpelling.get(name);
  if (option === undefined) throw new TypeError(`"${word}" of "${spelled}" is no option of pip`);
  if (option.fate === 'refuse') throw refused(spelled, option.does);
  if (equals < 0) return { option, value: option.negates !== true, origin: COMMAND_LINE };
  const value = word.slice(equals + 1);
  checkValue(option, spelled, value, COMMAND_LINE);
  return { option, value, origin: COMMAND_LINE };
}

function refused(spelled: string, reason: string): SafeInstallError {
  return new SafeInstallError({
    code: 'usage.unsupported',
    message: `"${spelled}" is not taken: ${reason}`,
    subject: spelled,
    hint: "Leave it out; docs/uv-options.md says what happens to each of uv's options",
  });
}

/** Whether uv was chosen by the words themselves, or by safe-install's own variable: uv's words are understood then. */
export function areUvWords(words: readonly string[], environment: Environment): boolean {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const stated = own.flatMap((word, at) => {
    if (word.startsWith('--installer=')) return [word.slice('--installer='.length)];
    return word === '--installer' ? [own[at + 1] ?? ''] : [];
  });
  return (stated.at(-1) ?? environment.SAFE_INSTALL_INSTALLER) === 'uv';
}
