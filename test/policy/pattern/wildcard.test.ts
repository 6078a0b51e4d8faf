import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coversWildcard, matchesWildcard, wildcardsOverlap } from '../../../src/policy/pattern/wildcard.ts';

describe('matchesWildcard', () => {
  it.each([
    ['the same text', 'acme', 'acme', true],
    ['a longer text: patterns are whole', 'acme', 'acme-x', false],
    ['a text that ends so', 'acme', 'x-acme', false],
    ['a shorter text', 'acme', 'acm', false],
    ['another case', 'acme', 'Acme', false],
    ['any text behind', 'acme-*', 'acme-widget', true],
    ['no text behind', 'acme-*', 'acme-', true],
    ['less than what is before the star', 'acme-*', 'acme', false],
    ['any text before', '*-acme', 'x-acme', true],
    ['what is before, and more behind', '*-acme', 'x-acme-y', false],
    ['any text between', 'a*z', 'abcz', true],
    ['an end that the star has to leave over', 'a*aba', 'aababa', true],
    ['an end that overlaps the beginning', 'ab*ba', 'aba', false],
    ['two stars', '*a*', 'xxaxx', true],
    ['two stars, and what is between them missing', '*a*', 'xxx', false],
    ['a star alone', '*', 'anything', true],
    ['a star alone and nothing', '*', '', true],
    ['nothing and nothing', '', '', true],
    ['a question mark, which is none of the wildcards', 'a?', 'ab', false],
    ['brackets, which are none either', '[ab]', 'a', false],
    ['a point, which is a point', 'a.c', 'abc', false],
    ['a star in the text', 'a', '*', false],
  ])('%s', (_reason, pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected);
  });

  it.each([
    ['stops at a slash', 'refs/*', 'refs/tags/v1', false],
    ['takes one part of a path', 'refs/*/v1', 'refs/tags/v1', true],
    ['takes no part and a slash more', 'refs/*/v1', 'refs/tags/x/v1', false],
    ['takes none', 'refs/*/v1', 'refs//v1', true],
    ['begins again after a slash', '*/*', 'a/b', true],
    ['does not go on after one', '*/*', 'a/b/c', false],
    ['stops at an at-sign', '*@acme.example', 'a@b@acme.example', false],
    ['goes up to one', '*@acme.example', 'release@acme.example', true],
  ])('%s', (_reason, pattern, text, expected) => {
    expect(matchesWildcard(pattern, text, '/@')).toBe(expected);
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 });
  const expression = (from: string) => new RegExp(`^${from.replaceAll('*', '[^/]*')}$`);

  it('agrees with a regular expression on small texts', () => {
    fc.assert(
      fc.property(pattern, text, (from, to) => {
        expect(matchesWildcard(from, to, '/')).toBe(expression(from).test(to));
      }),
    );
  });

  it('takes no more than quadratic time', () => {
    expect(matchesWildcard('*a'.repeat(500), 'a'.repeat(20_000).concat('b'))).toBe(false);
  });

  it('covers only what it matches in every case', () => {
    const short = fc.string({ unit: fc.constantFrom('a', '/', '*'), maxLength: 4 });
    const told = fc.string({ unit: fc.constantFrom('a', '/'), maxLength: 4 });
    fc.assert(
      fc.property(short, short, told, (outer, inner, to) => {
        const isCovered = coversWildcard(outer, inner, '/') && matchesWildcard(inner, to, '/');
        expect(isCovered && !matchesWildcard(outer, to, '/')).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['itself', 'a*', 'a*', true],
    ['a name', 'a*', 'ab', true],
    ['a narrower pattern', 'a*', 'ab*', true],
    ['a wider one', 'ab*', 'a*', false],
    ['another one', 'a*b', 'a*', false],
    ['a star by a name', 'a', '*', false],
  ])('covers %s', (_reason, outer, inner, expected) => {
    expect(coversWildcard(outer, inner)).toBe(expected);
  });
});

describe('wildcardsOverlap', () => {
  it.each([
    ['the same name', 'a', 'a', true],
    ['two names', 'a', 'b', false],
    ['a name and a pattern for it', 'ab', 'a*', true],
    ['a name and a pattern for others', 'b', 'a*', false],
    ['a beginning and an end', 'a*', '*b', true],
    ['two beginnings', 'ab*', 'ac*', false],
    ['two ends', '*ab', '*cb', false],
    ['a pattern and a shorter name', 'a*', '', false],
    ['two stars', '*', '*', true],
  ])('%s', (_reason, one, other, expected) => {
    expect(wildcardsOverlap(one, other)).toBe(expected);
    expect(wildcardsOverlap(other, one)).toBe(expected);
  });

  it('says no only where no text is matched by both', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, pattern, text, (one, other, to) => {
        fc.pre(!wildcardsOverlap(one, other));
        expect(matchesWildcard(one, to) && matchesWildcard(other, to)).toBe(false);
      }),
    );
  });
});
