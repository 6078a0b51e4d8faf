import { type ReasonCode, SafeInstallError } from '../../errors/index.ts';

/** A JSON value as it was parsed; nothing of it has been looked at yet. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [name: string]: JsonValue };

/** How much of a text is read at all, and under which codes it is refused. */
export interface JsonRules {
  /** What the text is, for the sentence: `the provenance`. */
  readonly what: string;
  /** UTF-8 bytes (of a string: UTF-16 code units, of which there are never more). */
  readonly largest: number;
  /** Objects and arrays inside each other. */
  readonly deepest: number;
  readonly codes: { readonly syntax: ReasonCode; readonly duplicate: ReasonCode; readonly size: ReasonCode };
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * JSON that somebody else wrote, with what RFC 8259 leaves open decided: no object has a key twice (section 4: which of
 * them counts differs between readers, and a signature over bytes that two readers read differently proves nothing),
 * the text is UTF-8 without a byte order mark, and neither its size nor its depth is unbounded.
 *
 * Takes time in proportion to the size: one pass for keys and depth, one of `JSON.parse`, which does not recurse.
 *
 * @throws SafeInstallError with one of `rules.codes`.
 */
export function parseStrictJson(source: string | Uint8Array, rules: JsonRules): JsonValue {
  if (source.length > rules.largest)
    throw refusal(rules, 'size', `has more than the ${rules.largest} bytes that are read of its kind`);
  const text = typeof source === 'string' ? source : decodeUtf8(source);
  if (text === undefined) throw refusal(rules, 'syntax', 'is not UTF-8');
  checkStructure(text, rules);
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refusal(rules, 'syntax', 'is not JSON', error);
  }
}

/** The bytes as text, or `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const refusal = (rules: JsonRules, kind: keyof JsonRules['codes'], message: string, cause?: unknown) =>
  new SafeInstallError({ code: rules.codes[kind], message: `${rules.what} ${message}`, cause });

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Refuses doubled keys and too much depth. What is no JSON at all may pass here: `JSON.parse` sees it afterwards. */
function checkStructure(text: string, rules: JsonRules): void {
  const open: (Set<string> | null)[] = []; // of each open object the keys so far, of each open array null
  let keyFollows = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (end === -1) return;
        if (keyFollows) noteKey(open.at(-1), text.slice(at, end + 1), rules);
        keyFollows = false;
        at = end;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_ARRAY: {
        const isObject = text.charCodeAt(at) === OPEN_OBJECT;
        open.push(isObject ? new Set() : null);
        if (open.length > rules.deepest)
          throw refusal(rules, 'size', `has more than ${rules.deepest} objects and arrays inside each other`);
        keyFollows = isObject;
        break;
      }
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        open.pop(); // after which a comma comes, or another end
        break;
      case COMMA:
        keyFollows = open.at(-1) instanceof Set;
        break;
    }
  }
}

/** Index of the quote that ends the string which begins at `from`; -1 when none does. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}

function noteKey(keys: Set<string> | null | undefined, literal: string, rules: JsonRules): void {
  const key = unescaped(literal);
  if (keys?.has(key))
    throw refusal(rules, 'duplicate', `has the key ${JSON.stringify(key)} twice in one object`);
  keys?.add(key);
}

/** The key that a literal spells: `"a"` and `"\u0061"` are one. */
function unescaped(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch (error) {
    if (error instanceof SyntaxError) return literal; // JSON.parse of the whole refuses it
    throw error;
  }
}
