/** What the core needs to know of a version: that it can be told from the others of its package. */
export interface VersionKey {
  readonly key: string;
}

/** A set of versions of one package. The core knows no other property of versions than these operations. */
export interface VersionSet<Self, Version extends VersionKey> {
  readonly isEmpty: boolean;
  intersect(other: Self): Self;
  union(other: Self): Self;
  complement(): Self;
  isSubsetOf(other: Self): boolean;
  isDisjointFrom(other: Self): boolean;
  equals(other: Self): boolean;
  contains(version: Version): boolean;
}
