/** One machine's entry. */
export interface NetrcEntry {
  readonly login: string;
  readonly password: string;
}

/** A file of a thousand machines has some 100,000. */
export const MAX_NETRC_BYTES = 1024 * 1024;

const isSpace = (character: string): boolean => /\s/.test(character);

/** Reads words: bare ones, and quoted ones in which a backslash takes the next character as it is. */
class Words {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next keyword, past comments. A value may begin with `#`; a keyword never does. */
  keyword(): string | undefined {
    for (;;) {
      this.#skipSpace();
      if (this.#text.charAt(this.#at) !== '#') return this.value();
      this.#skipLine();
    }
  }

  value(): string | undefined {
    const text = this.#text;
    this.#skipSpace();
    if (this.#at >= text.length) return undefined;
    const isQuoted = text.charAt(this.#at) === '"';
    if (isQuoted) this.#at += 1;
    let word = '';
    for (; this.#at < text.length; this.#at += 1) {
      const character = text.charAt(this.#at);
      if (isQuoted ? character === '"' : isSpace(character)) break;
      if (character === '\\') this.#at += 1;
      word += text.charAt(this.#at);
    }
    if (isQuoted) this.#at += 1;
    return word;
  }

  #skipSpace(): void {
    while (this.#at < this.#text.length && isSpace(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end + 1;
  }

  /** A macro ends at the first empty line. */
  skipMacro(): void {
    const end = /\n[ \t]*\r?\n/.exec(this.#text.slice(this.#at));
    this.#at = end === null ? this.#text.length : this.#at + end.index + end[0].length;
  }
}

/**
 * The entries of a netrc file by machine; `default` under the empty name. The first entry of a machine counts.
 *
 * Grammar (ftp(1), as Python's `netrc` and curl read it):
 * `(("machine" NAME | "default") (("login" | "account" | "password") WORD)* | "macdef" NAME LINES "\n\n")*`
 *
 * @returns `undefined` where a word stands that the grammar does not have: half a file of credentials is none.
 */
export function parseNetrc(text: string): ReadonlyMap<string, NetrcEntry> | undefined {
  const words = new Words(text);
  const entries = new Map<string, NetrcEntry>();
  let machine: string | undefined;
  let login = '';
  let account = '';
  let password = '';
  const finish = () => {
    if (machine !== undefined && !entries.has(machine))
      entries.set(machine, { login: login === '' ? account : login, password });
    login = '';
    account = '';
    password = '';
    machine = undefined;
  };
  for (let word = words.keyword(); word !== undefined; word = words.keyword()) {
    if (word === 'machine') {
      finish();
      machine = words.value()?.toLowerCase();
      if (machine === undefined || machine === '') return undefined;
    } else if (word === 'default') {
      finish();
      machine = '';
    } else if (word === 'macdef') {
      words.value();
      words.skipMacro();
    } else {
      const value = machine === undefined ? undefined : words.value();
      if (value === undefined) return undefined;
      if (word === 'login' || word === 'user') login = value;
      else if (word === 'account') account = value;
      else if (word === 'password') password = value;
      else return undefined;
    }
  }
  finish();
  return entries;
}
