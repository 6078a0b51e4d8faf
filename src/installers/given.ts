import { COMMAND_LINE, type Occurrence, type Stated } from './occurrence.ts';
import type { OptionName } from './option-index.ts';

/** What was given for each option: the occurrences, asked by name. */
export class Given {
  readonly #occurrences: readonly Occurrence[];

  constructor(occurrences: readonly Occurrence[]) {
    this.#occurrences = occurrences;
  }

  /** Occurrences of the named options, weakest first. */
  of(...names: readonly OptionName[]): readonly Occurrence[] {
    return this.#occurrences.filter(({ option }) => names.includes(option.name));
  }

  /** What a flag's subject becomes by the strongest of the named flags; `undefined` when none was given. */
  flag(...names: readonly OptionName[]): boolean | undefined {
    const value = this.of(...names).at(-1)?.value;
    return typeof value === 'boolean' ? value : undefined;
  }

  isSet(name: OptionName): boolean {
    return this.flag(name) === true;
  }

  /** The strongest value of an option. */
  stated(name: OptionName): Stated<string> | null {
    const occurrence = this.of(name).at(-1);
    return occurrence !== undefined && typeof occurrence.value === 'string'
      ? { value: occurrence.value, origin: occurrence.origin }
      : null;
  }

  text(name: OptionName): string | null {
    return this.stated(name)?.value ?? null;
  }

  number(name: OptionName): number | null {
    const text = this.text(name);
    return text === null ? null : Number(text);
  }

  /** Every value of an option, weakest first. */
  all(name: OptionName): readonly Stated<string>[] {
    return this.of(name).flatMap(({ value, origin }) =>
      typeof value === 'string' ? [{ value, origin }] : [],
    );
  }

  texts(name: OptionName): readonly string[] {
    return this.all(name).map(({ value }) => value);
  }

  /** How often a counted flag stands on the command line, added to what a setting says. */
  count(name: OptionName): number {
    const found = this.of(name);
    const stated = found.findLast(({ origin }) => origin !== COMMAND_LINE)?.value ?? 0;
    return Number(stated) + found.filter(({ origin }) => origin === COMMAND_LINE).length;
  }
}
