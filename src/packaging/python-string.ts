/** `\a` and its like; a backslash before a line end joins the lines. */
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

/** Hexadecimal digits that follow `\x`, `\u` and `\U`. */
const HEX_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

const HEX = /^[0-9a-fA-F]+$/;
const OCTAL = /^[0-7]{1,3}/;
const MAX_CODE_POINT = 0x10ffff;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** One escape sequence: `body` from after the backslash on. */
function readEscape(
  body: string,
  start: number,
): { readonly value: string; readonly end: number } | undefined {
  const letter = body[start];
  if (letter === undefined) return undefined;
  const simple = Object.hasOwn(SIMPLE_ESCAPES, letter) ? SIMPLE_ESCAPES[letter] : undefined;
  if (simple !== undefined) return { value: simple, end: start + 1 };
  const length = Object.hasOwn(HEX_LENGTHS, letter) ? HEX_LENGTHS[letter] : undefined;
  if (length !== undefined) {
    const end = start + 1 + length;
    const digits = body.slice(start + 1, end);
    const point = Number.parseInt(digits, 16);
    if (digits.length < length || !HEX.test(digits) || point > MAX_CODE_POINT) return undefined;
    return { value: String.fromCodePoint(point), end };
  }
  const octal = OCTAL.exec(body.slice(start, start + 3))?.[0];
  if (octal !== undefined)
    return { value: String.fromCodePoint(Number.parseInt(octal, 8)), end: start + octal.length };
  // \N{NAME} would take the table of Unicode's names; no marker has a use for it
  if (letter === 'N') return undefined;
  return { value: `\\${letter}`, end: start + 1 };
}

/**
 * The value of a Python string literal, given what stands between its quotes; `undefined` when it is none.
 *
 * Markers have been read with Python's own evaluator from the start, so that `"a\x20b"` means what it means there.
 */
export function readPythonString(body: string): string | undefined {
  if (LONE_SURROGATE.test(body) || body.includes('\0')) return undefined;
  const joined = body.includes('\r') ? body.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : body;
  let value = '';
  for (let at = 0; at < joined.length; ) {
    const backslash = joined.indexOf('\\', at);
    const plain = joined.slice(at, backslash === -1 ? undefined : backslash);
    if (plain.includes('\n')) return undefined;
    value += plain;
    if (backslash === -1) break;
    const sequence = readEscape(joined, backslash + 1);
    if (sequence === undefined) return undefined;
    value += sequence.value;
    at = sequence.end;
  }
  return value;
}
