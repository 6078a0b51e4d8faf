import { type NormalizedName, normalizeName } from '../packaging/index.ts';
import type { NameChoice } from './arguments.ts';
import { type Occurrence, valueError } from './occurrence.ts';
import type { OptionName } from './option-index.ts';

/**
 * Two lists of names that exclude each other, as `--no-binary` and `--only-binary`: what is added to one is taken from
 * the other; `:all:` empties both and stands alone; `:none:` empties its own.
 *
 * @returns the names of `first` and of `second`, after all occurrences in their order.
 */
export function chooseNames(
  occurrences: readonly Occurrence[],
  first: OptionName,
): { readonly first: NameChoice; readonly second: NameChoice } {
  const chosen = { first: new Set<NormalizedName | ':all:'>(), second: new Set<NormalizedName | ':all:'>() };
  for (const occurrence of occurrences) {
    const isFirst = occurrence.option.name === first;
    addNames(occurrence, isFirst ? chosen.first : chosen.second, isFirst ? chosen.second : chosen.first);
  }
  return chosen;
}

/** The names of one accumulating list, such as `--refresh-package`. */
export function listNames(occurrences: readonly Occurrence[]): NameChoice {
  const names = new Set<NormalizedName | ':all:'>();
  for (const occurrence of occurrences) addNames(occurrence, names, new Set());
  return names;
}

function addNames(
  occurrence: Occurrence,
  target: Set<NormalizedName | ':all:'>,
  other: Set<NormalizedName | ':all:'>,
): void {
  const { option, origin } = occurrence;
  const text = String(occurrence.value);
  // pip refuses these too: an option was forgotten its value and has swallowed the next one
  if (text.startsWith('-')) throw valueError(option.name, text, 'names with commas between them', origin);
  let words = text.split(',');
  while (words.includes(':all:')) {
    other.clear();
    target.clear();
    target.add(':all:');
    words = words.slice(words.indexOf(':all:') + 1);
    if (!words.includes(':none:')) return;
  }
  for (const word of words) {
    if (word === ':none:') {
      target.clear();
      continue;
    }
    const name = normalizeName(word);
    other.delete(name);
    target.add(name);
  }
}
