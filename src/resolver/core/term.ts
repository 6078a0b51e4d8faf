import type { VersionSet } from './version-set.ts';

/**
 * A statement about one package. Positive: one version of it is chosen, and it is in `set`. Negative: no version in
 * `set` is chosen, be it that another one is, or none.
 */
export interface Term<Versions> {
  readonly isPositive: boolean;
  readonly set: Versions;
}

type AnySet<Self> = VersionSet<Self, never>;

export const positive = <Versions>(set: Versions): Term<Versions> => ({ isPositive: true, set });

export const negative = <Versions>(set: Versions): Term<Versions> => ({ isPositive: false, set });

export const negate = <Versions>({ isPositive, set }: Term<Versions>): Term<Versions> => ({
  isPositive: !isPositive,
  set,
});

/** Both statements at once. */
export function intersectTerms<Versions extends AnySet<Versions>>(
  left: Term<Versions>,
  right: Term<Versions>,
): Term<Versions> {
  if (left.isPositive && right.isPositive) return positive(left.set.intersect(right.set));
  if (left.isPositive) return positive(left.set.intersect(right.set.complement()));
  if (right.isPositive) return positive(right.set.intersect(left.set.complement()));
  return negative(left.set.union(right.set));
}

/** At least one of the two statements. */
export const uniteTerms = <Versions extends AnySet<Versions>>(
  left: Term<Versions>,
  right: Term<Versions>,
): Term<Versions> => negate(intersectTerms(negate(left), negate(right)));

/** Whether `left` can only be true when `right` is. */
export function implies<Versions extends AnySet<Versions>>(
  left: Term<Versions>,
  right: Term<Versions>,
): boolean {
  if (left.isPositive) {
    return right.isPositive ? left.set.isSubsetOf(right.set) : left.set.isDisjointFrom(right.set);
  }
  return !right.isPositive && right.set.isSubsetOf(left.set);
}

/** Whether the two statements cannot both be true. */
export function excludes<Versions extends AnySet<Versions>>(
  left: Term<Versions>,
  right: Term<Versions>,
): boolean {
  if (left.isPositive) {
    return right.isPositive ? left.set.isDisjointFrom(right.set) : left.set.isSubsetOf(right.set);
  }
  return right.isPositive && right.set.isSubsetOf(left.set);
}

/** Whether the statement is true whatever is chosen. */
export const isAlwaysTrue = <Versions extends AnySet<Versions>>({
  isPositive,
  set,
}: Term<Versions>): boolean => !isPositive && set.isEmpty;
