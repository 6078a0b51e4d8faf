import { intersectTerms, isAlwaysTrue, type Term, uniteTerms } from './term.ts';
import type { VersionSet } from './version-set.ts';

type AnySet<Self> = VersionSet<Self, never>;

/** Why an incompatibility holds: the provider said so, or it follows from two others. */
export type Cause<Versions, Why> =
  | { readonly kind: 'given'; readonly why: Why }
  | {
      readonly kind: 'derived';
      readonly left: Incompatibility<Versions, Why>;
      readonly right: Incompatibility<Versions, Why>;
    };

/**
 * A set of terms that must not all be true: the one form in which the solver keeps what it knows.
 *
 * "a 1 needs b>=2" is `{a in {1}, b not in >=2}`.
 */
export interface Incompatibility<Versions, Why> {
  readonly terms: ReadonlyMap<string, Term<Versions>>;
  readonly cause: Cause<Versions, Why>;
}

export const givenIncompatibility = <Versions, Why>(
  terms: Iterable<readonly [string, Term<Versions>]>,
  why: Why,
): Incompatibility<Versions, Why> => ({ terms: new Map(terms), cause: { kind: 'given', why } });

/**
 * The rule of resolution: what follows from two incompatibilities, whatever is chosen of `pivot`.
 *
 * Where one says "not both x and p" and the other "not both y and not p", x and y cannot both be.
 */
export function resolveOn<Versions extends AnySet<Versions>, Why>(
  pivot: string,
  left: Incompatibility<Versions, Why>,
  right: Incompatibility<Versions, Why>,
): Incompatibility<Versions, Why> {
  const terms = new Map(left.terms);
  for (const [name, term] of right.terms) {
    const other = terms.get(name);
    if (other === undefined) terms.set(name, term);
    else if (name !== pivot) terms.set(name, intersectTerms(other, term));
    else {
      const union = uniteTerms(other, term);
      if (isAlwaysTrue(union)) terms.delete(name);
      else terms.set(name, union);
    }
  }
  return { terms, cause: { kind: 'derived', left, right } };
}
