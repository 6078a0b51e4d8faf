import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpecifierSet, parseVersion } from '../../src/packaging/index.ts';
import {
  directVersion,
  indexVersion,
  type OriginVersion,
  VersionsByOrigin,
} from '../../src/resolver/versions-by-origin.ts';

const ORIGINS = [null, 'one', 'other'] as const;
const NUMBERS = ['1.0', '1.5', '2.0', '3.0rc1'] as const;

const versionAt = (number: string, origin: string | null): OriginVersion =>
  origin === null ? indexVersion(parseVersion(number)) : directVersion(parseVersion(number), origin);

const ALL = NUMBERS.flatMap((number) => ORIGINS.map((origin) => versionAt(number, origin)));

const simple: fc.Arbitrary<VersionsByOrigin> = fc.oneof(
  fc.constantFrom(...ALL).map(VersionsByOrigin.exactly),
  fc
    .constantFrom('', '<2', '>=1.5', '==1.0', '!=1.5')
    .map((text) => VersionsByOrigin.within(parseSpecifierSet(text).toRange())),
  fc.constantFrom('one', 'other').map(VersionsByOrigin.from),
);

const set: fc.Arbitrary<VersionsByOrigin> = fc
  .tuple(simple, simple, simple, fc.boolean(), fc.boolean())
  .map(([a, b, c, isUnion, isComplement]) => {
    const combined = isUnion ? a.union(b) : a.intersect(b.complement());
    return isComplement ? combined.complement() : combined.union(c);
  });

describe('versions by origin', () => {
  it('are sets', () => {
    fc.assert(
      fc.property(set, set, fc.constantFrom(...ALL), (left, right, version) => {
        const [inLeft, inRight] = [left.contains(version), right.contains(version)];
        expect(left.union(right).contains(version)).toBe(inLeft || inRight);
        expect(left.intersect(right).contains(version)).toBe(inLeft && inRight);
        expect(left.complement().contains(version)).toBe(!inLeft);
      }),
    );
  });

  it('agree on what is within what', () => {
    fc.assert(
      fc.property(set, set, (left, right) => {
        expect(left.isSubsetOf(right)).toBe(left.union(right).equals(right));
        expect(left.isDisjointFrom(right)).toBe(left.intersect(right).isEmpty);
        expect(left.complement().complement().equals(left)).toBe(true);
        expect(left.equals(right)).toBe(left.isSubsetOf(right) && right.isSubsetOf(left));
      }),
    );
  });

  it.each([
    [
      'a specifier takes in files at addresses',
      VersionsByOrigin.within(parseSpecifierSet('<2').toRange()),
      'one',
      true,
    ],
    [
      'an exact version of the index does not',
      VersionsByOrigin.exactly(versionAt('1.0', null)),
      'one',
      false,
    ],
    ['an address has nothing of another', VersionsByOrigin.from('other'), 'one', false],
    ['an address has all that it has', VersionsByOrigin.from('one'), 'one', true],
  ] as const)('%s', (_reason, versions, origin, expected) => {
    expect(versions.contains(versionAt('1.0', origin))).toBe(expected);
  });
});
