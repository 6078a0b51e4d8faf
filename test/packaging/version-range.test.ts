import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpecifierSet, parseVersion, VersionRange } from '../../src/packaging/index.ts';
import { range, specifierSet, version } from './arbitraries.ts';

const rangeOf = (text: string): VersionRange => parseSpecifierSet(text).toRange();

/** What a range says of versions around one release, where PEP 440 has its exceptions. */
describe('the borders of a range', () => {
  it.each([
    [
      '> has neither post-releases nor local versions',
      '>1.0',
      '1.0.1.dev0 1.1',
      '1.0 1.0+x 1.0.post1 1.0.post1+x',
    ],
    [
      '> of a post-release has the next one',
      '>1.0.post1',
      '1.0.post2.dev0 1.0.post2',
      '1.0.post1 1.0.post1+x',
    ],
    ['> of a development release has the next one', '>1.0.dev1', '1.0.dev2 1.0a0 1.0', '1.0.dev1 1.0.dev0'],
    ['> of a pre-release has not its post-releases', '>1.0a1', '1.0a2.dev0 1.0', '1.0a1 1.0a1.post1 1.0a1+x'],
    ['< has not the pre-releases', '<1.0', '0.9 0.9.post1', '1.0 1.0.dev0 1.0a1 1.0rc1.post1'],
    ['< of a pre-release has earlier ones', '<1.0rc1', '1.0a1 1.0.dev0 1.0rc1.dev0', '1.0rc1 1.0'],
    ['< of a post-release has the release', '<1.0.post1', '1.0 1.0+x 1.0.post0', '1.0.post1 1.0.post1.dev0'],
    ['<= has local versions', '<=1.0', '1.0 1.0+x 1.0rc1', '1.0.post0.dev0 1.0.post1 1.0.1'],
    ['>= has local versions', '>=1.0', '1.0 1.0+x 1.0.post1', '1.0rc1 0.9'],
    ['== has local versions', '==1.0', '1.0 1.0.0 1.0+x 1.0+1.2', '1.0.post1 1.0rc1 1.0.1'],
    ['== with a local version has that alone', '==1.0+x', '1.0+x 1+X', '1.0 1.0+x.1 1.0+y'],
    ['!= is the rest', '!=1.0', '1.0.post1 1.0rc1', '1.0 1.0+x'],
    ['!= with a local version leaves the others', '!=1.0+x', '1.0 1.0+y 1.0+x.1', '1.0+x'],
    [
      '== with a prefix has pre-releases',
      '==1.0.*',
      '1.0.dev0 1.0a1 1.0 1.0.9 1.0.post1+x',
      '1.1.dev0 0.9 1.1',
    ],
    ['!= with a prefix', '!=1.0.*', '1.1.dev0 0.9', '1.0.dev0 1.0.5'],
    ['~= of three numbers', '~=1.4.2', '1.4.2 1.4.9 1.4.2+x', '1.4.1 1.5.dev0 1.5'],
    ['~= of a pre-release', '~=1.4rc1', '1.4rc1 1.4 1.9', '1.4b1 2.dev0 2.0a1'],
    ['a prefix within an epoch', '==1!1.*', '1!1.5', '1.5 2!1.5'],
  ])('%s', (_reason, text, inside, outside) => {
    const tested = rangeOf(text);
    const found = (list: string): string[] =>
      list.split(' ').filter((each) => tested.contains(parseVersion(each)));
    expect(found(inside)).toEqual(inside.split(' '));
    expect(found(outside)).toEqual([]);
  });

  it.each([
    ['nothing sorts below 0.dev0', '<0.dev0'],
    ['the pre-releases of zero are not below zero', '<0'],
    ['a border that no version crosses', '>1.0a1,<1.0a2.dev0'],
    ['between the local versions and the next post-release', '>1.0.post1,<1.0.post2.dev0'],
    ['two pins', '==1.0,==1.1'],
    ['a pin that is ruled out', '==1.0,!=1.0'],
  ])('is empty: %s', (_reason, text) => {
    expect(rangeOf(text).isEmpty).toBe(true);
    expect(rangeOf(text).equals(VersionRange.empty)).toBe(true);
  });

  it('is full from the lowest version up', () => {
    expect(rangeOf('>=0.dev0').isFull).toBe(true);
    expect(rangeOf('').isFull).toBe(true);
    expect(rangeOf('>=0').isFull).toBe(false);
  });

  it.each([
    ['a pre-release and the next one', '>1.0a1', '>=1.0a2.dev0'],
    ['a post-release and the next one', '>1.0.post1', '>=1.0.post2.dev0'],
    ['a development release and the next one', '>1.0.dev1', '>=1.0.dev2'],
    ['the local versions and the first post-release', '<=1.0', '<1.0.post0.dev0'],
    ['a prefix and its borders', '==1.2.*', '>=1.2.dev0,<1.3'],
    ['a compatible version and its borders', '~=2.2.1', '>=2.2.1,==2.2.*'],
    ['trailing zeros', '>=1.0.0', '>=1'],
  ])('finds equal sets equal: %s', (_reason, left, right) => {
    expect(rangeOf(left).equals(rangeOf(right))).toBe(true);
  });

  it('takes one version alone, without its local versions', () => {
    const one = VersionRange.exactly(parseVersion('1.0'));
    expect(one.contains(parseVersion('1.0.0'))).toBe(true);
    expect(one.contains(parseVersion('1.0+x'))).toBe(false);
    expect(one.contains(parseVersion('1.0.post1'))).toBe(false);
    expect(one.isSubsetOf(rangeOf('==1.0'))).toBe(true);
    expect(one.equals(rangeOf('==1.0'))).toBe(false);
  });
});

describe('VersionRange.toString', () => {
  it.each([
    ['', 'any'],
    ['<0', 'none'],
    ['>=2,<3', '>=2,<3'],
    ['==1.5', '==1.5'],
    ['==1.5+cpu', '==1.5+cpu'],
    ['!=1.5', '!=1.5'],
    ['!=1.5.*', '!=1.5.*'],
    ['>=1,!=1.5,!=1.7.*,<2', '>=1,!=1.5,!=1.7.*,<2'],
    ['==1.2.*', '==1.2.*'],
    ['==1.2.*,!=1.2.3', '==1.2.*,!=1.2.3'],
    ['~=1.4.2', '>=1.4.2,<1.5'],
    ['>1.0,<=2.0', '>1.0,<=2.0'],
    ['<1.0rc1', '<1.0rc1'],
    ['>1.0a1', '>1.0a1'],
  ])('%s reads %s', (text, shown) => {
    expect(rangeOf(text).toString()).toBe(shown);
  });

  it.each([
    ['==1.5', '!=1.5'],
    ['>=2', '<2'],
    ['<2', '>=2.dev0'],
    ['>1.0', '<=1.0'],
    ['>=2,<3', '<2 | >=3.dev0'],
    ['', 'none'],
  ])('the complement of %s reads %s', (text, shown) => {
    expect(rangeOf(text).complement().toString()).toBe(shown);
  });

  it('joins what is apart', () => {
    expect(rangeOf('<1').union(rangeOf('==1.5')).union(rangeOf('>=2,<3')).toString()).toBe(
      '<1 | ==1.5 | >=2,<3',
    );
  });
});

describe('the algebra of ranges', () => {
  const same = (left: VersionRange, right: VersionRange): void => {
    expect(left.cuts.map(({ key }) => key)).toEqual(right.cuts.map(({ key }) => key));
    expect(left.equals(right)).toBe(true);
  };

  it('follows the laws of sets', () => {
    fc.assert(
      fc.property(range, range, range, (a, b, c) => {
        same(a.union(b), b.union(a));
        same(a.intersect(b), b.intersect(a));
        same(a.union(b).union(c), a.union(b.union(c)));
        same(a.intersect(b).intersect(c), a.intersect(b.intersect(c)));
        same(a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c)));
        same(a.union(b.intersect(c)), a.union(b).intersect(a.union(c)));
        same(a.union(b).complement(), a.complement().intersect(b.complement()));
        same(a.intersect(b).complement(), a.complement().union(b.complement()));
        same(a.union(a.intersect(b)), a);
        same(a.intersect(a.union(b)), a);
        same(a.complement().complement(), a);
        same(a.union(a.complement()), VersionRange.full);
        same(a.intersect(a.complement()), VersionRange.empty);
        same(a.difference(b), a.intersect(b.complement()));
      }),
    );
  });

  it('knows subsets and disjoint sets', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        expect(a.intersect(b).isSubsetOf(a)).toBe(true);
        expect(a.isSubsetOf(a.union(b))).toBe(true);
        expect(a.isSubsetOf(b)).toBe(a.union(b).equals(b));
        expect(a.isDisjointFrom(b)).toBe(a.isSubsetOf(b.complement()));
        expect(a.difference(b).isDisjointFrom(b)).toBe(true);
        expect(VersionRange.empty.isSubsetOf(a)).toBe(true);
        expect(a.isSubsetOf(VersionRange.full)).toBe(true);
      }),
    );
  });

  it('contains what its parts say', () => {
    fc.assert(
      fc.property(range, range, version, (a, b, each) => {
        const [inA, inB] = [a.contains(each), b.contains(each)];
        expect(a.union(b).contains(each)).toBe(inA || inB);
        expect(a.intersect(b).contains(each)).toBe(inA && inB);
        expect(a.complement().contains(each)).toBe(!inA);
        expect(a.difference(b).contains(each)).toBe(inA && !inB);
        expect(VersionRange.exactly(each).isSubsetOf(a)).toBe(inA);
      }),
    );
  });

  it('is the set that the specifiers match', () => {
    fc.assert(
      fc.property(specifierSet, version, (set, each) => {
        expect(set.toRange().contains(each)).toBe(set.contains(each, { prereleases: true }));
      }),
    );
  });

  it('keeps its cuts ascending, none of them twice', () => {
    fc.assert(
      fc.property(range, (a) => {
        const keys = a.cuts.map(({ key }) => key);
        expect(keys).toEqual([...new Set(keys)].sort());
      }),
    );
  });
});
