import { describe, expect, it } from 'vitest';
import { isNormalizedName, isValidName, normalizeName, parseName } from '../../src/packaging/index.ts';

describe('parseName', () => {
  it.each([
    ['as it is', 'requests', 'requests'],
    ['in capitals', 'Django', 'django'],
    ['with dots and underscores', 'zope.interface_x', 'zope-interface-x'],
    ['with runs of separators', 'A-._.-B', 'a-b'],
    ['of one character', '7', '7'],
    ['of 255 characters', 'a'.repeat(255), 'a'.repeat(255)],
  ])('takes a name %s', (_reason, text, normal) => {
    expect(parseName(text)).toBe(normal);
    expect(isNormalizedName(normal)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a hyphen at the start', '-a'],
    ['an underscore at the end', 'a_'],
    ['white space', 'a b'],
    ['a line end', 'a\n'],
    ['a path', 'a/b'],
    ['a letter that is not ASCII', 'naïve'],
    ['a Kelvin sign, whose lower case is an ASCII k', '\u212a'],
    ['a terminal control', 'a\u001b[31mb'],
    ['256 characters', 'a'.repeat(256)],
  ])('refuses %s', (_reason, text) => {
    expect(isValidName(text)).toBe(false);
    expect(() => parseName(text)).toRefuse('packaging.name');
  });
});

describe('normalizeName', () => {
  it('is defined for what is no name, so that foreign text can be compared', () => {
    expect(normalizeName('--A..b__')).toBe('-a-b-');
    expect(isNormalizedName('-a-b-')).toBe(false);
    expect(isNormalizedName('A')).toBe(false);
  });

  it('does not take the Kelvin sign for a k', () => {
    expect(normalizeName('\u212aubernetes')).not.toBe('kubernetes');
    expect(normalizeName('\u0130')).not.toBe('i');
  });
});
