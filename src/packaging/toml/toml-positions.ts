/** A piece of the text, in UTF-16 code units; `end` is behind its last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Names of tables and keys, and numbers of members of arrays. */
export type TomlPath = readonly (string | number)[];

interface Node {
  key: Span | null;
  value: Span | null;
  readonly members: Map<string, Node>;
  readonly items: Node[];
}

const newNode = (key: Span | null = null, value: Span | null = null): Node => ({
  key,
  value,
  members: new Map(),
  items: [],
});

interface KeyPart {
  readonly name: string;
  readonly span: Span;
}

const BLANKS = /[ \t]*/y;
/** Between two statements, or two members of an array or inline table. */
const GAP = /(?:[ \t\r\n,\ufeff]|#[^\n]*)*/y;
const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BARE_VALUE = /[^,\]}#\r\n]*/y;

/**
 * Where each key and each value of a TOML document stands. The parser that reads the values tells the place of syntax
 * errors only; this walks over the same text once more, and knows of each value no more than where it ends.
 *
 * The text has been parsed before, so that it is TOML. Where this reader and the parser should differ nevertheless, a
 * place is that of the nearest table that both know: it is shown to people, and nothing depends on it.
 */
export class TomlPositions {
  readonly #text: string;
  readonly #root = newNode();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    let table = this.#root;
    this.#readMembers('', () => {
      if (this.#next() === '[') table = this.#readHeader();
      else this.#readPair(table);
    });
  }

  /**
   * The place of a key or value; of the nearest table around it where it is not there, and the beginning of the text
   * where no table is.
   */
  find(path: TomlPath, wanted: 'key' | 'value'): Span {
    let node = this.#root;
    let isWhole = true;
    for (const step of path) {
      const child = typeof step === 'number' ? node.items[step] : node.members.get(step);
      if (child === undefined) {
        isWhole = false;
        break;
      }
      // A dotted key or a header names tables on its way that have no place of their own.
      node = child.key === null && child.value === null ? { ...child, key: node.key, value: null } : child;
    }
    const span = wanted === 'key' || !isWhole ? (node.key ?? node.value) : (node.value ?? node.key);
    return span ?? { start: 0, end: 0 };
  }

  get #isAtEnd(): boolean {
    return this.#next() === '';
  }

  #next(): string {
    return this.#text.charAt(this.#at);
  }

  /** Moves over what `pattern` (sticky) matches, and returns it. */
  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #accept(text: string): boolean {
    const isNext = this.#text.startsWith(text, this.#at);
    if (isNext) this.#at += text.length;
    return isNext;
  }

  /** `[a.b]` or `[[a.b]]`. @returns the table that the lines below it fill. */
  #readHeader(): Node {
    const start = this.#at;
    this.#accept('[');
    const isArray = this.#accept('[');
    const parts = this.#readKey();
    this.#accept(isArray ? ']]' : ']');
    const last = descend(this.#root, parts);
    const span = { start, end: this.#at };
    if (!isArray) {
      last.key = span;
      return last;
    }
    const item = newNode(span);
    last.key ??= span;
    last.items.push(item);
    return item;
  }

  #readPair(table: Node): void {
    const parts = this.#readKey();
    const last = parts.at(-1);
    if (last === undefined) return;
    const node = descend(table, parts);
    node.key = last.span;
    this.#accept('=');
    this.#skip(BLANKS);
    this.#readValue(node);
  }

  #readKey(): readonly KeyPart[] {
    const parts: KeyPart[] = [];
    do {
      this.#skip(BLANKS);
      const start = this.#at;
      const quote = this.#next();
      const isQuoted = quote === '"' || quote === "'";
      const text = isQuoted ? this.#readString(quote) : this.#skip(BARE_KEY);
      if (this.#at === start) break;
      const name = quote === '"' ? unescapeKey(text.slice(1, -1)) : isQuoted ? text.slice(1, -1) : text;
      parts.push({ name, span: { start, end: this.#at } });
      this.#skip(BLANKS);
    } while (this.#accept('.'));
    return parts;
  }

  #readValue(node: Node): void {
    const start = this.#at;
    const first = this.#next();
    if (first === '"' || first === "'") this.#readString(first);
    else if (first === '[') this.#readArray(node);
    else if (first === '{') this.#readInlineTable(node);
    else this.#at = start + this.#skip(BARE_VALUE).trimEnd().length;
    node.value = { start, end: this.#at };
  }

  /** A string of one line or of several, with its quotes. */
  #readString(quote: string): string {
    const start = this.#at;
    const fence = this.#accept(quote.repeat(3)) ? quote.repeat(3) : quote;
    if (fence === quote) this.#at += 1;
    while (!this.#isAtEnd && !this.#accept(fence)) this.#at += quote === '"' && this.#next() === '\\' ? 2 : 1;
    // The last of the quotes close the string: up to two more belong to its text.
    while (fence !== quote && this.#accept(quote));
    return this.#text.slice(start, this.#at);
  }

  #readArray(node: Node): void {
    this.#accept('[');
    this.#readMembers(']', () => {
      const item = newNode();
      this.#readValue(item);
      node.items.push(item);
    });
  }

  #readInlineTable(node: Node): void {
    this.#accept('{');
    this.#readMembers('}', () => this.#readPair(node));
  }

  /** Reads up to `end`, or the end of the text, or something that `read` can make nothing of. */
  #readMembers(end: string, read: () => void): void {
    for (;;) {
      this.#skip(GAP);
      const before = this.#at;
      if (this.#isAtEnd || (end !== '' && this.#accept(end))) return;
      read();
      if (this.#at === before) return;
    }
  }
}

/** The node that `parts` lead to from `table`; a step into an array of tables means its last member. */
function descend(table: Node, parts: readonly KeyPart[]): Node {
  let node = table;
  for (const [index, { name }] of parts.entries()) {
    let child = node.members.get(name);
    if (child === undefined) {
      child = newNode();
      node.members.set(name, child);
    }
    node = index < parts.length - 1 ? (child.items.at(-1) ?? child) : child;
  }
  return node;
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))/g;
const ESCAPED: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
};

/** The text that a quoted key spells. */
const unescapeKey = (text: string): string =>
  text.replace(ESCAPE, (whole, short?: string, long?: string, byte?: string, letter?: string) => {
    if (letter !== undefined) return ESCAPED[letter] ?? letter;
    const code = Number.parseInt(short ?? long ?? byte ?? '', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
