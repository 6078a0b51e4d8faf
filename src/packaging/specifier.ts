import { hasSpace, isPythonSpace, skipSpace, trimSpaceEnd } from './python-space.ts';
import type { Problem } from './source-text.ts';
import { tryParseVersion, type Version } from './version.ts';
import { type ComparisonOperator, VersionRange } from './version-range.ts';

/** Operators of PEP 440; longer ones first, since they begin with shorter ones. */
const OPERATORS = ['===', '~=', '==', '!=', '<=', '>=', '<', '>'] as const;

export type SpecifierOperator = (typeof OPERATORS)[number];

/** What people write for an operator that PEP 440 spells otherwise, or does not have. */
const MISTAKEN_OPERATORS: readonly (readonly [string, string])[] = [
  ['=>', 'Write ">="'],
  ['=<', 'Write "<="'],
  ['=', 'Write "==" for exactly this version'],
  ['~', 'Write "~=" for a compatible version'],
  ['^', 'PEP 440 has no "^"; write ">=1.2,<2" or "~=1.2"'],
];

/** One clause of a specifier set, such as `>=1.0`. */
export interface Specifier {
  readonly operator: SpecifierOperator;
  /** As written, without white space around it; `.*` at its end included. */
  readonly text: string;
  /** Without the `.*`; `null` for `===` with a text that is no version. */
  readonly version: Version | null;
  readonly isPrefix: boolean;
}

const OPERATOR_LIST = 'one of "==", "!=", "~=", "<=", ">=", "<", ">" or "==="';

/** Whether `.*` may follow `written`, which is this version. */
function isRelease(version: Version | undefined, written: string): boolean {
  if (version === undefined || hasSpace(written)) return false;
  const { pre, post, dev, local } = version.parts;
  return pre === null && post === null && dev === null && local === null;
}

/** What is wrong with a version that follows `operator` at `start`, or `undefined`. */
function problemWithVersion(
  operator: Exclude<SpecifierOperator, '==='>,
  written: string,
  version: Version | undefined,
  start: number,
  end: number,
): Problem | undefined {
  if (written.endsWith('.*')) {
    if (operator !== '==' && operator !== '!=')
      return { message: `".*" goes with "==" and "!=" only, not with "${operator}"`, start: end - 2, end };
    if (!isRelease(version, written.slice(0, -2)))
      return { message: 'expected release numbers only before ".*", such as "1.2.*"', start, end };
  }
  if (version === undefined)
    return (
      problemWithRest(written, start) ?? {
        message: written === '' ? `expected a version after "${operator}"` : `"${written}" is not a version`,
        start,
        end,
      }
    );
  if (version.local !== null && operator !== '==' && operator !== '!=') {
    const plus = start + written.indexOf('+');
    return {
      message: `a local version goes with "==" and "!=" only, not with "${operator}"`,
      start: plus,
      end,
    };
  }
  if (operator === '~=' && version.parts.release.length < 2)
    return {
      message: '"~=" needs a version of two numbers or more',
      start,
      end,
      hint: `Write "~=${written}.0"`,
    };
  return undefined;
}

function problemWithOperator(text: string, start: number, end: number): Problem {
  const mistaken = MISTAKEN_OPERATORS.find(([each]) => text.startsWith(each, start));
  return {
    message: `expected ${OPERATOR_LIST}`,
    start,
    end: mistaken === undefined ? end : start + mistaken[0].length,
    hint: mistaken?.[1],
  };
}

/** `1.0 <2` instead of one version: a comma is missing, or too much stands here. */
function problemWithRest(written: string, start: number): Problem | undefined {
  let wordEnd = 0;
  while (wordEnd < written.length && !isPythonSpace(written.charCodeAt(wordEnd))) wordEnd += 1;
  if (wordEnd === written.length || tryParseVersion(written.slice(0, wordEnd)) === undefined)
    return undefined;
  return {
    message: 'expected "," or the end after the version',
    start: start + skipSpace(written, wordEnd),
    end: start + written.length,
  };
}

/** The specifier that is the whole of `text.slice(start, end)`, or what is wrong with it. */
export function readSpecifier(text: string, start: number, end: number): Specifier | Problem {
  const operatorStart = skipSpace(text, start, end);
  const clauseEnd = trimSpaceEnd(text, operatorStart, end);
  const operator = OPERATORS.find((each) => text.startsWith(each, operatorStart));
  if (operator === undefined || operatorStart + operator.length > clauseEnd)
    return problemWithOperator(text, operatorStart, clauseEnd);
  const versionStart = skipSpace(text, operatorStart + operator.length, clauseEnd);
  const written = text.slice(versionStart, clauseEnd);
  if (operator === '===') {
    if (hasSpace(written) || written.includes(';') || written.includes(')'))
      return {
        message: 'expected a text without white space, ";" and ")" after "==="',
        start: versionStart,
        end: clauseEnd,
      };
    return { operator, text: written, version: tryParseVersion(written) ?? null, isPrefix: false };
  }
  const isPrefix = written.endsWith('.*');
  const version = tryParseVersion(isPrefix ? written.slice(0, -2) : written);
  return (
    problemWithVersion(operator, written, version, versionStart, clauseEnd) ?? {
      operator,
      text: written,
      version: version ?? null,
      isPrefix,
    }
  );
}

export const specifierText = ({ operator, text }: Specifier): string => operator + text;

/** Equal for specifiers that are equal apart from spelling: `>=1.0` and `>=1`, but not `~=1.0` and `~=1`. */
export function specifierKey({ operator, text, version, isPrefix }: Specifier): string {
  if (operator === '===' || isPrefix || version === null) return operator + text;
  return operator + (operator === '~=' ? version.toString() : version.canonical);
}

/** Whether the specifier names a pre-release, which asks for pre-releases (PEP 440, handling of pre-releases). */
export const namesPrerelease = ({ operator, version, isPrefix }: Specifier): boolean =>
  operator !== '!=' && !isPrefix && version?.isPrerelease === true;

/**
 * The versions that the specifier matches, pre-releases included.
 *
 * `===` compares texts, and a version has one: its normal form. `===1.0.0` takes in 1.0 here, which compares equal;
 * `===v1.0` and `===foo` match no version.
 */
export function specifierRange({ operator, text, version, isPrefix }: Specifier): VersionRange {
  if (version === null) return VersionRange.empty;
  if (operator === '===')
    return version.toString() === text.toLowerCase() ? VersionRange.exactly(version) : VersionRange.empty;
  if (!isPrefix) return VersionRange.matching(operator satisfies ComparisonOperator, version);
  const prefix = VersionRange.withPrefix(version);
  return operator === '!=' ? prefix.complement() : prefix;
}
