import { isPythonSpace, stripSpace } from './python-space.ts';

/** The process environment as the caller sees it; a value of `undefined` or `''` leaves the variable as written. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A line of a requirements file after continuation lines were joined and its comment was taken off; never empty. */
export interface LogicalLine {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** With the variables of the environment put in: may carry secrets. */
  readonly text: string;
  /** As it stands in the file. */
  readonly source: string;
}

/** What `str.splitlines` splits at; CRLF is one line end. */
const LINE_END = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/;

/** The names that POSIX allows, in capitals: a `$` in a URL or a password is not taken for a variable. */
const VARIABLE = /\$\{([A-Z0-9_]+)\}/g;

/** Where the comment begins: at a `#` at the start or after white space, with that white space; -1 without one. */
function commentStart(text: string): number {
  for (let hash = text.indexOf('#'); hash >= 0; hash = text.indexOf('#', hash + 1)) {
    let start = hash;
    while (start > 0 && isPythonSpace(text.charCodeAt(start - 1))) start -= 1;
    if (start < hash || hash === 0) return start;
  }
  return -1;
}

const withoutBackslashes = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === '\\') start += 1;
  while (end > start && text[end - 1] === '\\') end -= 1;
  return text.slice(start, end);
};

/** Joins a line that ends in a backslash with the next one; a comment ends the join, and is none of its own. */
function joinLines(lines: readonly string[]): { line: number; text: string }[] {
  const joined: { line: number; text: string }[] = [];
  let pieces: string[] = [];
  let first = 0;
  const finish = (): void => {
    if (pieces.length > 0) joined.push({ line: first, text: pieces.join('') });
    pieces = [];
  };
  lines.forEach((text, index) => {
    const isComment = commentStart(text) === 0;
    if (text.endsWith('\\') && !isComment) {
      if (pieces.length === 0) first = index + 1;
      pieces.push(withoutBackslashes(text));
      return;
    }
    if (pieces.length === 0) first = index + 1;
    pieces.push(isComment ? ` ${text}` : text);
    finish();
  });
  finish();
  return joined;
}

function expandVariables(text: string, variables: Variables): string {
  let expanded = text;
  for (const [reference, name] of text.matchAll(VARIABLE)) {
    const value = name !== undefined && Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value) expanded = expanded.replaceAll(reference, () => value);
  }
  return expanded;
}

/** The lines of a requirements file that say something, as pip 26.3 takes them from its text. */
export function logicalLines(text: string, variables: Variables): LogicalLine[] {
  return joinLines(text.split(LINE_END)).flatMap(({ line, text: joined }) => {
    const comment = commentStart(joined);
    const source = stripSpace(comment < 0 ? joined : joined.slice(0, comment));
    return source === '' ? [] : [{ line, source, text: expandVariables(source, variables) }];
  });
}
