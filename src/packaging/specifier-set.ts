import { skipSpace } from './python-space.ts';
import { SourceText } from './source-text.ts';
import {
  namesPrerelease,
  readSpecifier,
  type Specifier,
  specifierKey,
  specifierRange,
  specifierText,
} from './specifier.ts';
import { tryParseVersion, type Version } from './version.ts';
import { VersionRange } from './version-range.ts';

/** How pre-releases are treated by one question; without it, by the set's own `prereleases` and PEP 440's default. */
export interface PrereleaseOptions {
  readonly prereleases?: boolean | undefined;
}

const coerce = (item: Version | string): Version | undefined =>
  typeof item === 'string' ? tryParseVersion(item) : item;

/**
 * A conjunction of specifiers, such as `>=1.0,!=1.5,<2`; the empty one matches everything.
 *
 * @see https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
export class SpecifierSet {
  static readonly any = new SpecifierSet([], undefined);

  /** In the order in which they were written. */
  readonly specifiers: readonly Specifier[];
  readonly #configured: boolean | undefined;
  readonly #hasArbitrary: boolean;
  #range: VersionRange | undefined;

  private constructor(specifiers: readonly Specifier[], configured: boolean | undefined) {
    this.specifiers = specifiers;
    this.#configured = configured;
    this.#hasArbitrary = specifiers.some(({ operator }) => operator === '===');
  }

  /** For this room: the set of these specifiers. */
  static of(specifiers: readonly Specifier[]): SpecifierSet {
    return specifiers.length === 0 ? SpecifierSet.any : new SpecifierSet(specifiers, undefined);
  }

  /** The same set, with pre-releases allowed or not whatever its specifiers say. */
  withPrereleases(prereleases: boolean | undefined): SpecifierSet {
    return new SpecifierSet(this.specifiers, prereleases);
  }

  /** Both sets' specifiers together. What {@link withPrereleases} set on one of them stays; `false` beats `true`. */
  and(other: SpecifierSet): SpecifierSet {
    const configured = [this.#configured, other.#configured];
    return new SpecifierSet(
      [...this.specifiers, ...other.specifiers],
      configured.includes(false) ? false : configured.includes(true) ? true : undefined,
    );
  }

  get isEmpty(): boolean {
    return this.specifiers.length === 0;
  }

  /** `true` when pre-releases are asked for, by a specifier that names one or by decree; `undefined`: PEP 440's default. */
  get prereleases(): boolean | undefined {
    return this.#configured ?? (this.specifiers.some(namesPrerelease) ? true : undefined);
  }

  /**
   * Whether the set matches one version. It alone is asked about, so a pre-release matches unless they are ruled out.
   *
   * @param item a text is compared as it is written by `===`, and need not be a version for it or for the empty set.
   */
  contains(item: Version | string, options: PrereleaseOptions = {}): boolean {
    const version = coerce(item);
    const prereleases = options.prereleases ?? this.prereleases;
    if (prereleases === false && version?.isPrerelease === true) return false;
    return this.#matches(item, version);
  }

  /**
   * Those of `items` that the set matches, in their order. By default pre-releases are among them only when they are
   * asked for, or when nothing else matches (PEP 440, handling of pre-releases).
   *
   * @param versionOf the version of an item, for items that are something else.
   */
  filter<Item extends Version | string>(items: Iterable<Item>, options?: PrereleaseOptions): Item[];
  filter<Item>(
    items: Iterable<Item>,
    options: PrereleaseOptions | undefined,
    versionOf: (item: Item) => Version | string,
  ): Item[];
  filter<Item>(
    items: Iterable<Item>,
    options: PrereleaseOptions = {},
    versionOf: (item: Item) => Version | string = (item) => item as Version | string,
  ): Item[] {
    const prereleases = options.prereleases ?? this.prereleases;
    const finals: Item[] = [];
    const all: Item[] = [];
    let hasFinal = false;
    for (const item of items) {
      const text = versionOf(item);
      const version = coerce(text);
      if (!this.#matches(text, version)) continue;
      all.push(item);
      if (version?.isPrerelease === true) continue;
      finals.push(item);
      hasFinal ||= version !== undefined;
    }
    if (prereleases === true) return all;
    return prereleases === false || hasFinal ? finals : all;
  }

  #matches(item: Version | string, version: Version | undefined): boolean {
    if (this.isEmpty) return true;
    if (!this.#hasArbitrary) return version !== undefined && this.toRange().contains(version);
    const text = item.toString().toLowerCase();
    return this.specifiers.every((specifier) =>
      specifier.operator === '==='
        ? text === specifier.text.toLowerCase()
        : version !== undefined && specifierRange(specifier).contains(version),
    );
  }

  /**
   * The versions that the set matches, pre-releases included: `contains(version, {prereleases: true})` as a set.
   *
   * `===` is text, not order: of two versions that compare equal, such as 1.0 and 1.0.0, it matches the one that it
   * spells, while the range holds both.
   */
  toRange(): VersionRange {
    this.#range ??= this.specifiers.reduce(
      (range, specifier) => range.intersect(specifierRange(specifier)),
      VersionRange.full,
    );
    return this.#range;
  }

  /** Sorted, without repetitions, as `packaging` writes it. */
  toString(): string {
    const sorted = [...this.specifiers].sort((left, right) => {
      const [a, b] = [specifierText(left), specifierText(right)];
      return a < b ? -1 : a === b ? 0 : 1;
    });
    const byKey = new Map<string, string>();
    for (const specifier of sorted) {
      const key = specifierKey(specifier);
      if (!byKey.has(key)) byKey.set(key, specifierText(specifier));
    }
    return [...byKey.values()].join(',');
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The comma-separated specifiers of `source.text.slice(start, end)`; empty clauses count as none. */
export function readSpecifiers(source: SourceText, start: number, end: number): Specifier[] {
  const { text } = source;
  const specifiers: Specifier[] = [];
  for (let at = start; at <= end; ) {
    const comma = text.indexOf(',', at);
    const clauseEnd = comma === -1 || comma > end ? end : comma;
    if (skipSpace(text, at, clauseEnd) < clauseEnd) {
      const specifier = readSpecifier(text, at, clauseEnd);
      if ('message' in specifier) return source.refuse(specifier);
      specifiers.push(specifier);
    }
    at = clauseEnd + 1;
  }
  return specifiers;
}

/**
 * A set of specifiers from its text, such as `>=1.0,<2`; the empty text matches everything.
 *
 * @throws SafeInstallError `packaging.specifier`, with the clause that is wrong.
 */
export function parseSpecifierSet(text: string): SpecifierSet {
  const source = new SourceText(text, 'packaging.specifier');
  return SpecifierSet.of(readSpecifiers(source, 0, text.length));
}
