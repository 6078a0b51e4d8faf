import { SafeInstallError } from '../../errors/index.ts';
import {
  isValidName,
  type NormalizedName,
  normalizeName,
  parseSpecifierSet,
  type Version,
  type VersionRange,
} from '../../packaging/index.ts';
import { coversWildcard, matchesWildcard, wildcardsOverlap } from './wildcard.ts';

/** Which projects, and which versions of them: `requests`, `acme-*`, `urllib3>=2,<3`. */
export interface PackagePattern {
  /** As written. */
  readonly text: string;
  /** In the comparable form of names, with `*` for any text. */
  readonly name: string;
  /** Whether it names one project. */
  readonly isExact: boolean;
  /** All versions where none are stated. */
  readonly range: VersionRange;
}

/** Where the name ends and the versions begin. */
const FIRST_OF_SPECIFIER = /[<>=!~]/;

/**
 * @returns the pattern, or why the text is none: a clause without a final period.
 */
export function parsePackagePattern(text: string): PackagePattern | { readonly fault: string } {
  const trimmed = text.trim();
  const split = trimmed.search(FIRST_OF_SPECIFIER);
  const written = (split === -1 ? trimmed : trimmed.slice(0, split)).trimEnd();
  // What the stars stand for may be a letter everywhere, so that the rest has to be that of a name.
  if (!isValidName(written.replaceAll('*', 'a')))
    return { fault: `"${text}" is not the name of a project, with "*" as wildcard, and versions of it` };
  if (written.includes('**')) return { fault: `"${text}" has two wildcards next to each other` };
  const range = readRange(split === -1 ? '' : trimmed.slice(split));
  if ('fault' in range) return range;
  return { text, name: normalizeName(written), isExact: !written.includes('*'), range };
}

function readRange(text: string): VersionRange | { readonly fault: string } {
  try {
    return parseSpecifierSet(text).toRange();
  } catch (error) {
    if (error instanceof SafeInstallError) return { fault: error.message };
    throw error;
  }
}

/** Whether `pattern` speaks of any version of the project. */
export const matchesName = (pattern: PackagePattern, name: NormalizedName): boolean =>
  pattern.isExact ? pattern.name === name : matchesWildcard(pattern.name, name);

/** Whether `pattern` speaks of this version of the project. */
export const matchesPackage = (pattern: PackagePattern, name: NormalizedName, version: Version): boolean =>
  matchesName(pattern, name) && pattern.range.contains(version);

/** Whether there is a project and a version of it that both speak of. */
export const packagesOverlap = (one: PackagePattern, other: PackagePattern): boolean =>
  !one.range.isDisjointFrom(other.range) &&
  (one.isExact && other.isExact ? one.name === other.name : wildcardsOverlap(one.name, other.name));

/** Whether `outer` speaks of all that `inner` speaks of; `false` where it cannot be told. */
export const coversPackage = (outer: PackagePattern, inner: PackagePattern): boolean =>
  inner.range.isSubsetOf(outer.range) && coversWildcard(outer.name, inner.name);

const literalLength = (name: string): number => name.replaceAll('*', '').length;

/**
 * Compares two patterns that speak of the same package: a negative number when `one` is the more specific one, 0 when
 * neither is. A name beats a wildcard, more letters beat fewer, and of two with equally specific names the one whose
 * versions are all among those of the other.
 */
export function compareSpecificity(one: PackagePattern, other: PackagePattern): number {
  if (one.isExact !== other.isExact) return Number(other.isExact) - Number(one.isExact);
  const letters = literalLength(other.name) - literalLength(one.name);
  if (letters !== 0) return letters;
  return Number(other.range.isSubsetOf(one.range)) - Number(one.range.isSubsetOf(other.range));
}
