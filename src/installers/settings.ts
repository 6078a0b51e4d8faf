import { SafeInstallError } from '../errors/index.ts';
import type { Environment } from '../platform/index.ts';
import { checkValue, type Occurrence, type Origin, refusedOption, valueError } from './occurrence.ts';
import { type Option, type OptionIndex, OWN_NAMES, optionIndex } from './option-index.ts';

/** One line of a configuration file or one variable, before anybody has looked whether there is such an option. */
export interface Setting {
  /** The long spelling without its dashes: `index-url`. */
  readonly key: string;
  /** Several values where the place has a form for that; else a text, which is parted as pip does. */
  readonly value: string | readonly string[];
  readonly origin: Origin;
  /** Stands beside weaker values of the key, where pip would put it in their place. */
  readonly adds?: true;
  /** Of uv's: it may name what pip has no option for. */
  readonly of?: 'uv';
}

const TRUE = new Set(['y', 'yes', 't', 'true', 'on', '1']);
const FALSE = new Set(['n', 'no', 'f', 'false', 'off', '0']);

/** pip's words for yes and no, in any case; `undefined` for any other word. */
export function parseTruth(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return TRUE.has(lower) ? true : FALSE.has(lower) ? false : undefined;
}

/**
 * Turns settings, weakest first, into occurrences that stand before those of the command line.
 *
 * A key that is no option of the command is passed over, as pip does: the section `global` is read by every command.
 *
 * @throws SafeInstallError `configuration.value` for a value that the option does not take; `usage.unsupported` for an
 *   option that the table refuses.
 */
export function settingOccurrences(settings: readonly Setting[], index: OptionIndex): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const { key, value, origin, adds, of } of settings) {
    const spelled = `--${key}`;
    const own = of === 'uv' ? optionIndex(index.command, 'uv').internal.get(spelled) : undefined;
    const option = own ?? index.bySpelling.get(spelled);
    if (option === undefined) continue;
    if (option.fate === 'refuse') throw refusedOption(option, spelled, origin);
    if (option.repeats === 'each' && adds !== true) {
      const weaker = found.filter((occurrence) => occurrence.option !== option);
      found.splice(0, found.length, ...weaker);
    }
    for (const part of partsOf(option, value)) found.push(oneOccurrence(option, spelled, part, origin));
  }
  return found;
}

function partsOf(option: Option, value: string | readonly string[]): readonly string[] {
  if (typeof value !== 'string') return value;
  return option.repeats === 'each' ? value.split(/\s+/u).filter((word) => word !== '') : [value];
}

function oneOccurrence(option: Option, spelled: string, value: string, origin: Origin): Occurrence {
  if (option.repeats === 'count') return { option, value: countOf(spelled, value, origin), origin };
  if (option.value !== undefined) {
    checkValue(option, spelled, value, origin);
    return { option, value, origin };
  }
  const truth = parseTruth(value);
  if (truth === undefined) throw valueError(spelled, value, 'yes or no, true or false, 1 or 0', origin);
  // pip takes any such word as "no cache", yes and no alike, and scripts rely on it
  return { option, value: option.name === '--no-cache-dir' ? true : truth, origin };
}

function countOf(spelled: string, value: string, origin: Origin): string {
  const truth = parseTruth(value);
  if (truth !== undefined) return truth ? '1' : '0';
  if (!/^[0-9]{1,2}$/.test(value)) throw valueError(spelled, value, 'a whole number, 0 or more', origin);
  return value;
}

/** The variable that sets an option of safe-install: `--min-age` is set by `SAFE_INSTALL_MIN_AGE`. */
export const ownVariable = (name: string): string =>
  `SAFE_INSTALL_${name.slice(2).toUpperCase().replaceAll('-', '_')}`;

/** Variables of safe-install that are no options: folders, and what its own tests read. */
const OTHER_VARIABLES =
  /^SAFE_INSTALL_(?:CACHE_DIR|STATE_DIR|CONFIG_DIR|DATA_DIR|SHIM|TIMINGS|TEST_[A-Z_]*)$/;

/**
 * The options that the environment sets in safe-install's own name. An empty variable counts as unset.
 *
 * @throws SafeInstallError `configuration.value` for a variable of that prefix that is none of ours: a misspelt
 *   `SAFE_INSTALL_REQUIRE_PROVENANCE` must not pass for a protection.
 */
export function ownSettings(environment: Environment): readonly Setting[] {
  const known = new Map([...OWN_NAMES].map((name) => [ownVariable(name), name.slice(2)]));
  return Object.entries(environment).flatMap(([variable, value]) => {
    if (!variable.startsWith('SAFE_INSTALL_') || value === undefined || value === '') return [];
    const key = known.get(variable);
    if (key !== undefined) return [{ key, value, origin: variable }];
    if (OTHER_VARIABLES.test(variable)) return [];
    throw new SafeInstallError({
      code: 'configuration.value',
      message: `"${variable}" is no variable of safe-install`,
      subject: variable,
      hint: 'Unset it, or mend its name; docs/pip-options.md lists the variables',
    });
  });
}
