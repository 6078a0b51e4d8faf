import { SafeInstallError } from '../errors/index.ts';
import { hasSpace, skipSpace, trimSpaceEnd } from './python-space.ts';
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

interface Problem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly hint?: string;
}

const OPERATOR_LIST = 'one of "==", "!=", "~=", "<=", ">=", "<", ">" or "==="';

/** Whether `.*` may follow `written`, which is this version. */
function isRelease(version: Version | undefined, written: string): boolean {
  if (version === undefined || hasSpace(written)) return false;
  const { pre, post, dev, local } = version.parts;
  return pre === null && post === null && dev === null && local === null;
}

function refuse(text: string, { message, start, end, hint }: Problem): never {
  throw new SafeInstallError({
    code: 'packaging.specifier',
    message,
    hint,
    excerpt: { text, start, end },
  });
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
  if (version === undefined) return { message: `expected a version after "${operator}"`, start, end };
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

/**
 * The specifier that is the whole of `text.slice(start, end)`; errors point into `text`.
 *
 * @throws SafeInstallError `packaging.specifier`
 */
export function readSpecifier(text: string, start: number, end: number): Specifier {
  const operatorStart = skipSpace(text, start, end);
  const clauseEnd = trimSpaceEnd(text, operatorStart, end);
  const operator = OPERATORS.find((each) => text.startsWith(each, operatorStart));
  if (operator === undefined || operatorStart + operator.length > clauseEnd) {
    const mistaken = MISTAKEN_OPERATORS.find(([each]) => text.startsWith(each, operatorStart));
    const length = mistaken?.[0].length;
    return refuse(text, {
      message: `expected ${OPERATOR_LIST}`,
      start: operatorStart,
      end: length === undefined ? clauseEnd : operatorStart + length,
      ...(mistaken === undefined ? {} : { hint: mistaken[1] }),
    });
  }
  const versionStart = skipSpace(text, operatorStart + operator.length, clauseEnd);
  const written = text.slice(versionStart, clauseEnd);
  if (operator === '===') {
    if (hasSpace(written) || written.includes(';') || written.includes(')'))
      return refuse(text, {
        message: 'expected a text without white space, ";" and ")" after "==="',
        start: versionStart,
        end: clauseEnd,
      });
    return { operator, text: written, version: tryParseVersion(written) ?? null, isPrefix: false };
  }
  const isPrefix = written.endsWith('.*');
  const version = tryParseVersion(isPrefix ? written.slice(0, -2) : written);
  const problem = problemWithVersion(operator, written, version, versionStart, clauseEnd);
  if (problem !== undefined) refuse(text, problem);
  return { operator, text: written, version: version ?? null, isPrefix };
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
