import type { Version } from './version.ts';
import {
  after,
  afterLocals,
  afterPosts,
  before,
  beforeNextRelease,
  beforePrereleases,
  beforeRelease,
  type Cut,
  LOWEST,
} from './version-cut.ts';
import { describeCuts } from './version-range-text.ts';

/** The operators of a version specifier that compare by PEP 440's order. */
export type ComparisonOperator = '==' | '!=' | '<=' | '>=' | '<' | '>' | '~=';

/**
 * A set of versions: immutable, exact at PEP 440's borders, equal to another exactly when both hold the same versions.
 *
 * It is the list of the places where one goes in or out of the set, from the lowest up, so that the operations are one
 * walk over two short lists.
 *
 * @see https://packaging.python.org/en/latest/specifications/version-specifiers/#version-specifiers
 */
export class VersionRange {
  static readonly full = new VersionRange([LOWEST]);
  static readonly empty = new VersionRange([]);

  /** Ascending; versions above the first cut are in, above the second out, and so on. */
  readonly cuts: readonly Cut[];

  private constructor(cuts: readonly Cut[]) {
    this.cuts = cuts;
  }

  /** `version` and what compares equal to it; not its local versions, which `==` takes in as well. */
  static exactly(version: Version): VersionRange {
    return VersionRange.#between(before(version), after(version));
  }

  /** The versions that `operator version` matches, pre-releases included; `~=` takes a version of two numbers or more. */
  static matching(operator: ComparisonOperator, version: Version): VersionRange {
    switch (operator) {
      case '>=':
        return VersionRange.#between(before(version));
      case '<':
        // `<2` excludes 2's own pre-releases, `<2rc1` does not exclude 2rc1.dev0 (PEP 440, exclusive ordered comparison)
        return VersionRange.#between(
          LOWEST,
          version.isPrerelease ? before(version) : beforePrereleases(version),
        );
      case '<=':
        return VersionRange.#between(LOWEST, afterLocals(version));
      case '>':
        // `>1` excludes 1.post0 and 1+local; `>1.post0` excludes only the local versions of 1.post0
        return VersionRange.#between(
          version.isPostrelease || version.isDevrelease ? afterLocals(version) : afterPosts(version),
        );
      case '==':
        // without a local version of its own, a specifier ignores that of the candidate
        return VersionRange.#between(
          before(version),
          version.local === null ? afterLocals(version) : after(version),
        );
      case '!=':
        return VersionRange.matching('==', version).complement();
      case '~=': {
        const { epoch, release } = version.parts;
        return VersionRange.#between(before(version), beforeNextRelease(epoch, release.slice(0, -1)));
      }
    }
  }

  /** The versions that `==prefix.*` matches; of `prefix`, epoch and release count. */
  static withPrefix(prefix: Version): VersionRange {
    const { epoch, release } = prefix.parts;
    return VersionRange.#between(beforeRelease(prefix), beforeNextRelease(epoch, release));
  }

  static #between(lower: Cut, upper?: Cut): VersionRange {
    if (upper === undefined) return new VersionRange([lower]);
    return lower.key < upper.key ? new VersionRange([lower, upper]) : VersionRange.empty;
  }

  get isEmpty(): boolean {
    return this.cuts.length === 0;
  }

  get isFull(): boolean {
    return this.cuts.length === 1 && this.cuts[0]?.key === LOWEST.key;
  }

  contains(version: Version): boolean {
    return this.#cutsUpTo(version.key) % 2 === 1;
  }

  /** How many cuts are at `key` or below it; odd numbers are inside of the set. */
  #cutsUpTo(key: string): number {
    const { cuts } = this;
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const cut = cuts[middle];
      if (cut !== undefined && cut.key <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  complement(): VersionRange {
    const { cuts } = this;
    return new VersionRange(cuts[0]?.key === LOWEST.key ? cuts.slice(1) : [LOWEST, ...cuts]);
  }

  intersect(other: VersionRange): VersionRange {
    return this.#combine(other, 2);
  }

  union(other: VersionRange): VersionRange {
    return this.#combine(other, 1);
  }

  difference(other: VersionRange): VersionRange {
    return this.intersect(other.complement());
  }

  isSubsetOf(other: VersionRange): boolean {
    if (this === other) return true;
    const { cuts } = this;
    for (let at = 0; at < cuts.length; at += 2) {
      const lower = cuts[at];
      const upper = cuts[at + 1];
      if (lower === undefined) break;
      const below = other.#cutsUpTo(lower.key);
      const end = other.cuts[below];
      if (below % 2 === 0) return false;
      if (end !== undefined && (upper === undefined || end.key < upper.key)) return false;
    }
    return true;
  }

  isDisjointFrom(other: VersionRange): boolean {
    if (other.cuts.length < this.cuts.length) return other.isDisjointFrom(this);
    const { cuts } = this;
    for (let at = 0; at < cuts.length; at += 2) {
      const lower = cuts[at];
      const upper = cuts[at + 1];
      if (lower === undefined) break;
      const below = other.#cutsUpTo(lower.key);
      const next = other.cuts[below];
      if (below % 2 === 1) return false;
      if (next !== undefined && (upper === undefined || next.key < upper.key)) return false;
    }
    return true;
  }

  equals(other: VersionRange): boolean {
    return (
      this === other ||
      (this.cuts.length === other.cuts.length &&
        this.cuts.every((cut, index) => cut.key === other.cuts[index]?.key))
    );
  }

  /** One walk over both lists; a version is in the result when it is in at least `needed` of the two. */
  #combine(other: VersionRange, needed: 1 | 2): VersionRange {
    if (this === other) return this;
    const left = this.cuts;
    const right = other.cuts;
    const cuts: Cut[] = [];
    let leftAt = 0;
    let rightAt = 0;
    for (;;) {
      const leftCut = left[leftAt];
      const rightCut = right[rightAt];
      const cut =
        rightCut === undefined || (leftCut !== undefined && leftCut.key <= rightCut.key) ? leftCut : rightCut;
      if (cut === undefined) return new VersionRange(cuts);
      if (leftCut?.key === cut.key) leftAt += 1;
      if (rightCut?.key === cut.key) rightAt += 1;
      const isIn = (leftAt % 2) + (rightAt % 2) >= needed;
      if (isIn !== (cuts.length % 2 === 1)) cuts.push(cut);
    }
  }

  /** Short specifier text for people, such as `>=2,<3`, `==1.5 | >=4`, `any`, `none`. */
  toString(): string {
    return describeCuts(this.cuts);
  }
}
