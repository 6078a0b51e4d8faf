/**
 * What a version says, read from its text.
 *
 * Numbers stay strings of decimal digits without leading zeros: calendar versions, hashes read as numbers and hostile
 * versions go beyond what a JavaScript number holds exactly.
 */
export interface VersionParts {
  readonly epoch: string;
  /** At least one number. */
  readonly release: readonly string[];
  readonly pre: PreRelease | null;
  readonly post: string | null;
  readonly dev: string | null;
  /** Lower-case segments; those of digits only are numbers. */
  readonly local: readonly string[] | null;
}

export type PreReleaseKind = 'a' | 'b' | 'rc';

export interface PreRelease {
  readonly kind: PreReleaseKind;
  readonly number: string;
}

/** Spellings in the order in which they are tried: a longer one before its own beginning. */
const PRE_SPELLINGS: readonly (readonly [string, PreReleaseKind])[] = [
  ['alpha', 'a'],
  ['a', 'a'],
  ['beta', 'b'],
  ['b', 'b'],
  ['preview', 'rc'],
  ['pre', 'rc'],
  ['c', 'rc'],
  ['rc', 'rc'],
];
const POST_SPELLINGS: readonly (readonly [string, 'post'])[] = [
  ['post', 'post'],
  ['rev', 'post'],
  ['r', 'post'],
];
const DEV_SPELLINGS: readonly (readonly [string, 'dev'])[] = [['dev', 'dev']];

const LETTER_V = 0x76;
const DOT = 0x2e;
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;
const BANG = 0x21;
const PLUS = 0x2b;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLowerAlphanumeric = (code: number): boolean => isDigit(code) || (code >= 0x61 && code <= 0x7a);
const isSeparator = (code: number): boolean => code === DOT || code === HYPHEN || code === UNDERSCORE;

function endOf(text: string, start: number, belongs: (code: number) => boolean): number {
  let at = start;
  while (belongs(text.charCodeAt(at))) at += 1;
  return at;
}

/** `digits` without leading zeros; none at all count as zero. */
function toNumber(text: string, start: number, end: number): string {
  let first = start;
  while (first < end - 1 && text.charCodeAt(first) === 0x30) first += 1;
  return end === start ? '0' : text.slice(first, end);
}

interface Label<Kind> {
  readonly kind: Kind;
  readonly number: string;
  readonly end: number;
}

/** `[._-]? word [._-]? [0-9]*` */
function readLabel<Kind>(
  text: string,
  start: number,
  spellings: readonly (readonly [string, Kind])[],
): Label<Kind> | undefined {
  const wordStart = isSeparator(text.charCodeAt(start)) ? start + 1 : start;
  for (const [word, kind] of spellings) {
    if (!text.startsWith(word, wordStart)) continue;
    const wordEnd = wordStart + word.length;
    const numberStart = isSeparator(text.charCodeAt(wordEnd)) ? wordEnd + 1 : wordEnd;
    const end = endOf(text, numberStart, isDigit);
    return { kind, number: toNumber(text, numberStart, end), end };
  }
  return undefined;
}

/** `- [0-9]+`, or a label of a post-release. */
function readPost(text: string, start: number): Label<'post'> | undefined {
  if (text.charCodeAt(start) === HYPHEN && isDigit(text.charCodeAt(start + 1))) {
    const end = endOf(text, start + 1, isDigit);
    return { kind: 'post', number: toNumber(text, start + 1, end), end };
  }
  return readLabel(text, start, POST_SPELLINGS);
}

/** `[a-z0-9]+ ([._-] [a-z0-9]+)*` up to the end of the text. */
function readLocal(text: string, start: number): string[] | undefined {
  const segments: string[] = [];
  for (let at = start; ; at += 1) {
    const end = endOf(text, at, isLowerAlphanumeric);
    if (end === at) return undefined;
    segments.push(endOf(text, at, isDigit) === end ? toNumber(text, at, end) : text.slice(at, end));
    if (end === text.length) return segments;
    if (!isSeparator(text.charCodeAt(end))) return undefined;
    at = end;
  }
}

/**
 * The parts of `text`, which is lower case and has no white space around it; `undefined` when it is no version.
 *
 *     v? ([0-9]+ "!")? [0-9]+ ("." [0-9]+)*  pre?  post?  dev?  ("+" local)?
 *
 * One pass without going back, so that no text takes more than linear time.
 *
 * @see https://packaging.python.org/en/latest/specifications/version-specifiers/#version-scheme (appendix: parsing)
 */
export function readVersionParts(text: string): VersionParts | undefined {
  let start = text.charCodeAt(0) === LETTER_V ? 1 : 0;
  let at = endOf(text, start, isDigit);
  let epoch = '0';
  if (at > start && text.charCodeAt(at) === BANG) {
    epoch = toNumber(text, start, at);
    start = at + 1;
    at = endOf(text, start, isDigit);
  }
  if (at === start) return undefined;

  const release = [toNumber(text, start, at)];
  while (text.charCodeAt(at) === DOT && isDigit(text.charCodeAt(at + 1))) {
    const end = endOf(text, at + 1, isDigit);
    release.push(toNumber(text, at + 1, end));
    at = end;
  }
  if (at === text.length) return { epoch, release, pre: null, post: null, dev: null, local: null };

  const pre = readLabel(text, at, PRE_SPELLINGS);
  if (pre !== undefined) at = pre.end;
  const post = readPost(text, at);
  if (post !== undefined) at = post.end;
  const dev = readLabel(text, at, DEV_SPELLINGS);
  if (dev !== undefined) at = dev.end;

  let local: string[] | undefined;
  if (text.charCodeAt(at) === PLUS) {
    local = readLocal(text, at + 1);
    if (local === undefined) return undefined;
  } else if (at !== text.length) return undefined;

  return {
    epoch,
    release,
    pre: pre === undefined ? null : { kind: pre.kind, number: pre.number },
    post: post?.number ?? null,
    dev: dev?.number ?? null,
    local: local ?? null,
  };
}

/** The number after `digits`. */
export const increment = (digits: string): string => (BigInt(digits) + 1n).toString();
