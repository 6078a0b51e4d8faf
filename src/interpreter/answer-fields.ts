/** Why an answer is not of the expected shape. */
export class AnswerFault extends Error {}

/** Characters of one text. Paths of Windows have up to 32,767. */
const LONGEST_TEXT = 40_000;

/** Members of one list. A search path has some dozens. */
const LONGEST_LIST = 10_000;

/** Control characters, and half pairs: Python writes bytes of a path that are not UTF-8 as these. */
const UNUSABLE = /[\u0000-\u001f\u007f]|\p{Surrogate}/u;

/** An object that somebody else wrote, asked for its members one by one; each fault names the member. */
export class AnswerFields {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #path: string;

  /** @throws AnswerFault when `value` is not an object. */
  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new AnswerFault(`"${path}" is not an object`);
    this.#object = value as Readonly<Record<string, unknown>>;
    this.#path = path;
  }

  get names(): readonly string[] {
    return Object.keys(this.#object);
  }

  has(name: string): boolean {
    return this.#member(name) !== undefined;
  }

  /** The member as it is, for a reader of its own. */
  raw(name: string): unknown {
    return this.#member(name);
  }

  /** A text without control characters; may be empty. */
  text(name: string): string {
    return this.#checkedText(this.#member(name), name);
  }

  textOrNull(name: string): string | null {
    return this.#isNull(name) ? null : this.text(name);
  }

  boolean(name: string): boolean {
    const value = this.#member(name);
    if (typeof value !== 'boolean') throw this.#fault(name, 'true or false');
    return value;
  }

  booleanOrNull(name: string): boolean | null {
    return this.#isNull(name) ? null : this.boolean(name);
  }

  /** A whole number that is not negative. */
  count(name: string): number {
    return this.#checkedCount(this.#member(name), name);
  }

  pair(name: string): readonly [number, number] {
    const [first, second, ...others] = this.#list(name);
    if (others.length > 0) throw this.#fault(name, 'a pair');
    return [this.#checkedCount(first, name), this.#checkedCount(second, name)];
  }

  pairOrNull(name: string): readonly [number, number] | null {
    return this.#isNull(name) ? null : this.pair(name);
  }

  texts(name: string): readonly string[] {
    return this.#list(name).map((value) => this.#checkedText(value, name));
  }

  object(name: string): AnswerFields {
    return new AnswerFields(this.#member(name), this.#pathOf(name));
  }

  objectOrNull(name: string): AnswerFields | null {
    return this.#isNull(name) ? null : this.object(name);
  }

  objects(name: string): readonly AnswerFields[] {
    return this.#list(name).map((value) => new AnswerFields(value, this.#pathOf(name)));
  }

  #member(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
  }

  #isNull(name: string): boolean {
    return (this.#member(name) ?? null) === null;
  }

  #list(name: string): readonly unknown[] {
    const value = this.#member(name);
    if (!Array.isArray(value) || value.length > LONGEST_LIST) throw this.#fault(name, 'a list');
    return value;
  }

  #checkedText(value: unknown, name: string): string {
    if (typeof value !== 'string' || value.length > LONGEST_TEXT || UNUSABLE.test(value))
      throw this.#fault(name, 'a text that can be used');
    return value;
  }

  #checkedCount(value: unknown, name: string): number {
    if (!Number.isSafeInteger(value) || Number(value) < 0) throw this.#fault(name, 'a whole number');
    return Number(value);
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  #fault(name: string, expected: string): AnswerFault {
    return new AnswerFault(`"${this.#pathOf(name)}" is not ${expected}`);
  }
}
