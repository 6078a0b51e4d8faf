/** What Python calls white space (`str.isspace`), which is neither JavaScript's `\s` nor ASCII's. */
export const isPythonSpace = (code: number): boolean =>
  code === 0x20 ||
  (code >= 0x09 && code <= 0x0d) ||
  (code >= 0x1c && code <= 0x1f) ||
  code === 0x85 ||
  code === 0xa0 ||
  (code >= 0x1680 &&
    (code === 0x1680 ||
      (code >= 0x2000 && code <= 0x200a) ||
      code === 0x2028 ||
      code === 0x2029 ||
      code === 0x202f ||
      code === 0x205f ||
      code === 0x3000));

/** The first place in `text` from `start` on, up to `end`, that is not white space; `end` when there is none. */
export function skipSpace(text: string, start: number, end: number = text.length): number {
  let at = start;
  while (at < end && isPythonSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** The end of `text.slice(start, end)` without the white space at its end; at least `start`. */
export function trimSpaceEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isPythonSpace(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** `text` without white space around it, as Python's `str.strip` does it. */
export function stripSpace(text: string): string {
  const start = skipSpace(text, 0);
  const end = trimSpaceEnd(text, start, text.length);
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

export function hasSpace(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (isPythonSpace(text.charCodeAt(at))) return true;
  return false;
}
