import { nearestWord, type ReasonCode, SafeInstallError } from '../../errors/index.ts';
import type { TomlPath } from '../toml/toml-positions.ts';
import type { TomlData, TomlTableData, TomlText } from '../toml/toml-text.ts';

/** Members of any one array of a lock: the largest release that is known has some hundred files. */
const MOST_MEMBERS = 10_000;

/** Characters of a value that are shown in a sentence. */
const LONGEST_SHOWN = 60;

/** What is wrong at a place of a lock. */
export interface LockProblem {
  readonly code: Extract<ReasonCode, `lock.${string}`>;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** What reading a lock has to tell beside its values. */
export interface LockNotes {
  /** Sentences without a final period. */
  readonly warnings: string[];
  /** Where each value that was made of a table was read from. */
  readonly paths: Map<object, TomlPath>;
}

/** One table of a lock: its members are read by kind, and a wrong one is an error with its place. */
export class LockTable {
  readonly path: TomlPath;
  readonly #text: TomlText;
  readonly #data: TomlTableData;
  readonly #notes: LockNotes;

  constructor(text: TomlText, path: TomlPath, data: TomlTableData, notes: LockNotes) {
    this.#text = text;
    this.path = path;
    this.#data = data;
    this.#notes = notes;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#data, key);
  }

  /** Remembers which table a value was made of. */
  made<Value extends object>(value: Value): Value {
    this.#notes.paths.set(value, this.path);
    return value;
  }

  text(key: string): string | null {
    const value = this.#get(key);
    if (value === undefined) return null;
    if (typeof value !== 'string') return this.#misfit(key, 'a string', value);
    return value === '' ? this.refuse({ code: 'lock.value', message: `"${key}" is empty` }, key) : value;
  }

  requiredText(key: string): string {
    return this.text(key) ?? this.#missing(key);
  }

  /** Texts of any kind, as an array. */
  texts(key: string): readonly string[] {
    return this.#array(key).map((value, index) =>
      typeof value === 'string' ? value : this.#misfit(key, 'an array of strings', value, index),
    );
  }

  /** A text that is something else, which `parse` knows; an empty set of specifiers is one. */
  parsed<Value>(key: string, parse: (text: string) => Value): Value | null {
    const value = this.#get(key);
    if (value === undefined) return null;
    if (typeof value !== 'string') return this.#misfit(key, 'a string', value);
    return this.attempt(() => parse(value), key);
  }

  allParsed<Value>(key: string, parse: (text: string) => Value): readonly Value[] {
    return this.texts(key).map((text, index) => this.attempt(() => parse(text), key, index));
  }

  flag(key: string): boolean {
    const value = this.#get(key);
    if (value === undefined || typeof value === 'boolean') return value ?? false;
    return this.#misfit(key, 'true or false', value);
  }

  /** A number of bytes. */
  size(key: string): number | null {
    const value = this.#get(key);
    if (value === undefined) return null;
    const isSize = typeof value === 'bigint' && value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER);
    return isSize ? Number(value) : this.#misfit(key, 'a number of bytes', value);
  }

  /** A moment: a date and time with its offset (PEP 751 says UTC). */
  moment(key: string): Date | null {
    const value = this.#get(key);
    if (value === undefined) return null;
    if (
      !(value instanceof Date) ||
      Number.isNaN(value.getTime()) ||
      !isMoment(this.#text.writtenAt([...this.path, key]))
    )
      return this.#misfit(key, 'a date and time in UTC', value);
    return new Date(value.getTime());
  }

  table(key: string): LockTable | null {
    const value = this.#get(key);
    return value === undefined ? null : this.#child(key, value, [...this.path, key]);
  }

  tables(key: string): readonly LockTable[] {
    return this.#array(key).map((value, index) => this.#child(key, value, [...this.path, key, index]));
  }

  requiredTables(key: string): readonly LockTable[] {
    return this.has(key) ? this.tables(key) : this.#missing(key);
  }

  /** Members that are texts, but for those named; tables among the others are passed over. */
  otherTexts(known: string): Readonly<Record<string, string>> {
    const texts: Record<string, string> = Object.create(null);
    for (const [key, value] of Object.entries(this.#data)) {
      if (key === known || isTable(value)) continue;
      texts[key] = typeof value === 'string' ? value : this.#misfit(key, 'a string', value);
    }
    return texts;
  }

  /** PEP 751: a key that is not known is passed over, and told. */
  warnOfOthers(title: string, known: readonly string[]): void {
    for (const key of Object.keys(this.#data)) {
      if (known.includes(key)) continue;
      const nearest = nearestWord(key, known);
      const hint = nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
      this.#notes.warnings.push(
        `${this.#placeOf(key)}: "${key}" is no key of ${title} that is known, and is passed over${hint}`,
      );
    }
  }

  /** Whatever a parser says of a value, at its place. */
  attempt<Value>(parse: () => Value, key: string, index?: number): Value {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      return this.refuse(
        { code: 'lock.value', message: `"${key}" is wrong: ${error.message}`, cause: error },
        key,
        index,
      );
    }
  }

  /** @throws SafeInstallError about a member, or the table itself. */
  refuse({ code, message, hint, cause }: LockProblem, key?: string, index?: number): never {
    const path = [...this.path, ...(key === undefined ? [] : [key]), ...(index === undefined ? [] : [index])];
    const wanted = key === undefined || !this.has(key) ? 'key' : 'value';
    const { source, line, column } = this.#text.originOf(path, wanted);
    throw new SafeInstallError({
      code,
      message,
      hint,
      cause,
      subject: `${source}:${line}:${column}`,
      excerpt: this.#text.excerptOf(path, wanted),
    });
  }

  #get(key: string): TomlData | undefined {
    return this.has(key) ? this.#data[key] : undefined;
  }

  #array(key: string): readonly TomlData[] {
    const value = this.#get(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) return this.#misfit(key, 'an array', value);
    if (value.length <= MOST_MEMBERS) return value;
    return this.refuse(
      {
        code: 'lock.too-large',
        message: `"${key}" has ${value.length} members, more than the ${MOST_MEMBERS} that are read`,
      },
      key,
    );
  }

  #child(key: string, value: TomlData, path: TomlPath): LockTable {
    const index = path.at(-1);
    if (isTable(value)) return new LockTable(this.#text, path, value, this.#notes);
    return this.#misfit(key, 'a table', value, typeof index === 'number' ? index : undefined);
  }

  #placeOf(key: string): string {
    const { source, line } = this.#text.originOf([...this.path, key], 'key');
    return `${source}:${line}`;
  }

  #missing(key: string): never {
    return this.refuse({ code: 'lock.missing-key', message: `there is no "${key}"` }, key);
  }

  #misfit(key: string, expected: string, value: TomlData, index?: number): never {
    return this.refuse(
      { code: 'lock.value', message: `"${key}" takes ${expected}, not ${describe(value)}` },
      key,
      index,
    );
  }
}

const isTable = (value: TomlData): value is TomlTableData =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

/** With its offset: the parser reads local times and days of the calendar into the same type. */
const isMoment = (written: string): boolean =>
  /^[0-9]{4}-.{5}[Tt ].*(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$/s.test(written);

function describe(value: TomlData): string {
  if (value instanceof Date) return 'a date';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'a table';
  const written = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return written.length > LONGEST_SHOWN ? `${written.slice(0, LONGEST_SHOWN)}…` : written;
}
