/**
 * What becomes of an option: `interpret` it here, `pass on` to the installer at the hand-over, `both`, or `refuse` it
 * with the reason. No option is dropped.
 */
export type Fate = 'interpret' | 'pass on' | 'both' | 'refuse';

/** The commands that share pip's option table. `resolve`, `lock` and dry runs take the options of `install`. */
export type OptionCommand = 'install' | 'download';

/**
 * One option as a row of the table.
 *
 * `repeats` follows optparse: without it the last occurrence counts; `each` collects all of them ("append": a setting of
 * a higher place replaces that of a lower one, the command line adds to it, and a setting is split at white space);
 * `accumulate` collects all of them from every place (pip's callbacks); `count` says how often it stands there.
 */
export interface OptionRow {
  /** Further long spellings, each as good as the first. */
  readonly also?: readonly string[];
  /** One dash and one letter. */
  readonly short?: string;
  /** The name of its value, as a help page shows it; a flag has none. */
  readonly value?: string;
  /** `path`: a leading `~` means the home folder. `integer` and `number` are checked. Text without it. */
  readonly kind?: 'path' | 'integer' | 'number';
  readonly choices?: readonly string[];
  readonly repeats?: 'each' | 'accumulate' | 'count';
  /**
   * A flag that turns something off. In a configuration file or a variable its value is that of the thing, not of the
   * flag: `no-compile = false` means "do not compile" (optparse's store_false; pip's manual says so too).
   */
  readonly negates?: true;
  readonly fate: Fate;
  /** What is done with it; for a refused option the reason, as a clause. */
  readonly does: string;
}

export type OptionTable = Readonly<Record<string, OptionRow>>;

/** The table as it stands, with its names as a type, so that nobody asks for an option that is not there. */
export const table = <Name extends string>(
  rows: Readonly<Record<Name, OptionRow>>,
): Readonly<Record<Name, OptionRow>> => rows;
