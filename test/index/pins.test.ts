import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, pinFor } from '../../src/index/pins.ts';
import { name } from './support.ts';

describe('matchesPattern', () => {
  it.each<[string, string, boolean]>([
    ['acme', 'acme', true],
    ['acme', 'acm', false],
    ['acme-web', 'acme-*', true],
    ['acme-', 'acme-*', true],
    ['acme', 'acme-*', false],
    ['my-acme', '*-acme', true],
    ['anything', '*', true],
    ['a-b-c', 'a*b*c', true],
    ['acb', 'a*b*c', false],
    ['aba', 'ab*ba', false],
    ['abba', 'ab*ba', true],
    ['a-x-y-b', 'a*y*x*b', false],
    ['acme.web', 'acme?web', false],
    ['acme+', 'acm.+', false],
  ])('%s by %s: %s', (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  it('agrees with a regular expression that is anchored', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    fc.assert(
      fc.property(letters, pattern, (text, wild) => {
        expect(matchesPattern(text, wild)).toBe(new RegExp(`^${wild.replaceAll('*', '.*')}$`).test(text));
      }),
    );
  });

  it('takes time in proportion to its input', () => {
    expect(matchesPattern('a'.repeat(50_000), `${'a*'.repeat(5_000)}b`)).toBe(false);
  });
});

describe('pinFor', () => {
  const pins = [
    { packages: ['*'], url: 'any' },
    { packages: ['acme-*'], url: 'acme' },
    { packages: ['other', 'acme-web'], url: 'web' },
    { packages: ['acme-web-*'], url: 'web-parts' },
  ];

  it.each([
    ['requests', 'any'],
    ['acme-x', 'acme'],
    ['acme-web', 'web'],
    ['acme-web-ui', 'web-parts'],
    ['other', 'web'],
  ])('%s comes from %s', (project, expected) => {
    expect(pinFor(name(project), pins)).toBe(expected);
    expect(pinFor(name(project), pins.toReversed())).toBe(expected);
  });

  it('is nothing without a pattern', () => {
    expect(pinFor(name('requests'), pins.slice(1))).toBeUndefined();
  });
});
