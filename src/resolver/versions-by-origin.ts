import { type Version, VersionRange } from '../packaging/index.ts';
import type { VersionKey, VersionSet } from './core/index.ts';

/** One version of a package: the one that indexes (or the environment) have, or that of one file with its own address. */
export interface OriginVersion extends VersionKey {
  readonly version: Version;
  /** Key of the address (see `direct-url.ts`); `null` for the versions of indexes. */
  readonly origin: string | null;
}

export const indexVersion = (version: Version): OriginVersion => ({
  key: version.key,
  version,
  origin: null,
});

export const directVersion = (version: Version, origin: string): OriginVersion => ({
  key: `${version.key} ${origin}`,
  version,
  origin,
});

type Combine = (left: VersionRange, right: VersionRange) => VersionRange;

const NO_ORIGINS: ReadonlyMap<string, VersionRange> = new Map();

/**
 * A set of versions that tells where they are from: "acme 1.4 of an index" and "acme 1.4 from that address" are two
 * versions, since their files and dependencies may differ, but a specifier takes in both.
 */
export class VersionsByOrigin implements VersionSet<VersionsByOrigin, OriginVersion> {
  static readonly all = VersionsByOrigin.within(VersionRange.full);
  static readonly none = VersionsByOrigin.within(VersionRange.empty);

  readonly ofIndex: VersionRange;
  /** Of addresses that `ofAddress` does not name. */
  readonly ofOthers: VersionRange;
  readonly ofAddress: ReadonlyMap<string, VersionRange>;

  private constructor(
    ofIndex: VersionRange,
    ofOthers: VersionRange,
    ofAddress: ReadonlyMap<string, VersionRange> = NO_ORIGINS,
  ) {
    this.ofIndex = ofIndex;
    this.ofOthers = ofOthers;
    this.ofAddress = ofAddress;
  }

  /** All that a specifier takes in, wherever it is from. */
  static within(range: VersionRange): VersionsByOrigin {
    return new VersionsByOrigin(range, range);
  }

  static exactly({ version, origin }: OriginVersion): VersionsByOrigin {
    const range = VersionRange.exactly(version);
    return origin === null
      ? new VersionsByOrigin(range, VersionRange.empty)
      : new VersionsByOrigin(VersionRange.empty, VersionRange.empty, new Map([[origin, range]]));
  }

  /** Whatever that one address has. */
  static from(origin: string): VersionsByOrigin {
    return new VersionsByOrigin(
      VersionRange.empty,
      VersionRange.empty,
      new Map([[origin, VersionRange.full]]),
    );
  }

  get isEmpty(): boolean {
    return this.ofIndex.isEmpty && this.ofOthers.isEmpty && this.ofAddress.size === 0;
  }

  /** Versions of one origin. */
  of(origin: string | null): VersionRange {
    return origin === null ? this.ofIndex : (this.ofAddress.get(origin) ?? this.ofOthers);
  }

  contains({ version, origin }: OriginVersion): boolean {
    return this.of(origin).contains(version);
  }

  complement(): VersionsByOrigin {
    const ofIndex = this.ofIndex.complement();
    const ofOthers = this.ofOthers === this.ofIndex ? ofIndex : this.ofOthers.complement();
    if (this.ofAddress.size === 0) return new VersionsByOrigin(ofIndex, ofOthers);
    return new VersionsByOrigin(
      ofIndex,
      ofOthers,
      new Map([...this.ofAddress].map(([origin, range]) => [origin, range.complement()])),
    );
  }

  intersect(other: VersionsByOrigin): VersionsByOrigin {
    return this.#combine(other, (left, right) => left.intersect(right));
  }

  union(other: VersionsByOrigin): VersionsByOrigin {
    return this.#combine(other, (left, right) => left.union(right));
  }

  isSubsetOf(other: VersionsByOrigin): boolean {
    return (
      this.ofIndex.isSubsetOf(other.ofIndex) &&
      this.ofOthers.isSubsetOf(other.ofOthers) &&
      this.#everyAddress(other, (left, right) => left.isSubsetOf(right))
    );
  }

  isDisjointFrom(other: VersionsByOrigin): boolean {
    return (
      this.ofIndex.isDisjointFrom(other.ofIndex) &&
      this.ofOthers.isDisjointFrom(other.ofOthers) &&
      this.#everyAddress(other, (left, right) => left.isDisjointFrom(right))
    );
  }

  equals(other: VersionsByOrigin): boolean {
    return (
      this.ofIndex.equals(other.ofIndex) &&
      this.ofOthers.equals(other.ofOthers) &&
      this.#everyAddress(other, (left, right) => left.equals(right))
    );
  }

  #addresses(other: VersionsByOrigin): Set<string> {
    return new Set([...this.ofAddress.keys(), ...other.ofAddress.keys()]);
  }

  #everyAddress(
    other: VersionsByOrigin,
    holds: (left: VersionRange, right: VersionRange) => boolean,
  ): boolean {
    if (this.ofAddress.size + other.ofAddress.size === 0) return true;
    return [...this.#addresses(other)].every((origin) => holds(this.of(origin), other.of(origin)));
  }

  #combine(other: VersionsByOrigin, combine: Combine): VersionsByOrigin {
    const ofIndex = combine(this.ofIndex, other.ofIndex);
    const isUniform = this.ofOthers === this.ofIndex && other.ofOthers === other.ofIndex;
    const ofOthers = isUniform ? ofIndex : combine(this.ofOthers, other.ofOthers);
    if (this.ofAddress.size + other.ofAddress.size === 0) return new VersionsByOrigin(ofIndex, ofOthers);
    const ofAddress = new Map<string, VersionRange>();
    for (const origin of this.#addresses(other)) {
      const range = combine(this.of(origin), other.of(origin));
      if (!range.equals(ofOthers)) ofAddress.set(origin, range);
    }
    return new VersionsByOrigin(ofIndex, ofOthers, ofAddress);
  }

  toString(): string {
    return this.ofIndex.toString();
  }
}
