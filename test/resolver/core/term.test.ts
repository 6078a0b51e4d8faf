import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  excludes,
  implies,
  intersectTerms,
  isAlwaysTrue,
  negate,
  negative,
  positive,
  type Term,
  uniteTerms,
} from '../../../src/resolver/core/term.ts';
import { Numbers, numbered } from './small-universe.ts';

const term: fc.Arbitrary<Term<Numbers>> = fc
  .tuple(fc.boolean(), fc.nat(255))
  .map(([isPositive, bits]) => (isPositive ? positive(new Numbers(bits)) : negative(new Numbers(bits))));

/** What may be chosen of a package: one of its eight versions, or none. */
const CHOICES = [undefined, 0, 1, 2, 3, 4, 5, 6, 7] as const;

const isTrue = ({ isPositive, set }: Term<Numbers>, choice: number | undefined): boolean =>
  (choice !== undefined && set.contains(numbered(choice))) === isPositive;

describe('terms', () => {
  it('mean what they say for every choice', () => {
    fc.assert(
      fc.property(term, term, (left, right) => {
        for (const choice of CHOICES) {
          const [one, other] = [isTrue(left, choice), isTrue(right, choice)];
          expect(isTrue(negate(left), choice)).toBe(!one);
          expect(isTrue(intersectTerms(left, right), choice)).toBe(one && other);
          expect(isTrue(uniteTerms(left, right), choice)).toBe(one || other);
        }
      }),
    );
  });

  it('imply and exclude each other exactly when no choice says otherwise', () => {
    fc.assert(
      fc.property(term, term, (left, right) => {
        const choices = CHOICES.filter((choice) => isTrue(left, choice));
        expect(implies(left, right)).toBe(choices.every((choice) => isTrue(right, choice)));
        expect(excludes(left, right)).toBe(choices.every((choice) => !isTrue(right, choice)));
        expect(isAlwaysTrue(left)).toBe(choices.length === CHOICES.length);
      }),
    );
  });
});
