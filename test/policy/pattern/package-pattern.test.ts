import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeName, parseVersion } from '../../../src/packaging/index.ts';
import {
  compareSpecificity,
  coversPackage,
  matchesName,
  matchesPackage,
  type PackagePattern,
  packagesOverlap,
  parsePackagePattern,
} from '../../../src/policy/pattern/package-pattern.ts';

function pattern(text: string): PackagePattern {
  const parsed = parsePackagePattern(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed;
}

describe('parsePackagePattern', () => {
  it.each([
    ['a name', 'requests', 'requests', true, 'any'],
    ['a name in another spelling', 'Acme__Tool', 'acme-tool', true, 'any'],
    ['versions', 'urllib3>=2', 'urllib3', true, '>=2'],
    ['versions after a blank', ' urllib3 >=2, <3 ', 'urllib3', true, '>=2,<3'],
    ['a wildcard', 'acme-*', 'acme-*', false, 'any'],
    ['a wildcard after another separator', 'Acme_*', 'acme-*', false, 'any'],
    ['a wildcard with versions', 'acme-*!=1', 'acme-*', false, '!=1'],
    ['everything', '*', '*', false, 'any'],
    ['versions that nothing fits', 'acme>2,<1', 'acme', true, 'none'],
  ])('takes %s', (_reason, text, name, isExact, range) => {
    const parsed = pattern(text);
    expect({ ...parsed, range: parsed.range.toString() }).toEqual({ text, name, isExact, range });
  });

  it.each([
    ['nothing', ''],
    ['versions alone', '>=2'],
    ['extras', 'acme[cli]'],
    ['a marker', 'acme; os_name == "nt"'],
    ['an address', 'acme @ https://packages.example/acme.whl'],
    ['a name with foreign letters', 'äcme'],
    ['a regular expression', 'acme-.+'],
    ['an anchor', '^acme$'],
    ['a separator at the end', 'acme-'],
    ['a separator at the beginning', '-acme*'],
    ['two stars', 'acme-**'],
    ['a question mark', 'acme-?'],
    ['no version', 'acme>='],
    ['no version after a comma', 'acme>=1,x'],
    ['a wildcard in a comparison', 'acme>=1.*'],
    ['two names', 'acme widget'],
  ])('refuses %s', (_reason, text) => {
    expect(parsePackagePattern(text)).toHaveProperty('fault');
  });
});

describe('matching', () => {
  it.each([
    ['the project in any version', 'acme', 'Acme', '1.0', true],
    ['another project', 'acme', 'acme-x', '1.0', false],
    ['a version of the range', 'acme>=2', 'acme', '2.0', true],
    ['a version below it', 'acme>=2', 'acme', '1.9', false],
    ['a pre-release of the range', 'acme>=2', 'acme', '2.1rc1', true],
    ['a pre-release before the range', 'acme>=2', 'acme', '2.0rc1', false],
    ['a local version of an exact one', 'acme==2.0', 'acme', '2.0+cu118', true],
    ['a project by its beginning', 'acme-*', 'acme.widget', '1.0', true],
    ['the beginning alone', 'acme-*', 'acme', '1.0', false],
  ])('%s', (_reason, text, name, version, expected) => {
    expect(matchesPackage(pattern(text), normalizeName(name), parseVersion(version))).toBe(expected);
  });

  it('asks for the name alone where no version is known', () => {
    expect(matchesName(pattern('acme>=2'), normalizeName('acme'))).toBe(true);
    expect(matchesName(pattern('acme-*'), normalizeName('acme'))).toBe(false);
  });
});

describe('compareSpecificity', () => {
  it.each([
    ['a name before a wildcard', 'acme-x', 'acme-*'],
    ['a name before a wildcard with versions', 'acme-x', 'acme-*>=2,<3'],
    ['more letters before fewer', 'acme-w*', 'acme-*'],
    ['some letters before none', 'a*', '*'],
    ['versions before all', 'acme>=2', 'acme'],
    ['fewer versions before more', 'acme>=2,<3', 'acme>=2'],
    ['versions before all, with wildcards', 'acme-*>=2', 'acme-*'],
  ])('puts %s', (_reason, one, other) => {
    expect(compareSpecificity(pattern(one), pattern(other))).toBeLessThan(0);
    expect(compareSpecificity(pattern(other), pattern(one))).toBeGreaterThan(0);
  });

  it.each([
    ['the same', 'acme>=2', 'acme>=2.0'],
    ['versions that overlap', 'acme>=2', 'acme<3'],
    ['as many letters', 'acme-*', '*-acme'],
  ])('puts neither before the other: %s', (_reason, one, other) => {
    expect(compareSpecificity(pattern(one), pattern(other))).toBe(0);
  });

  const texts = fc.constantFrom('a', 'a>=1', 'a<3', 'a>=1,<3', 'a==2', 'a*', 'a*>=1', '*', '*<3', 'b', '*a');
  const name = normalizeName('a');
  const version = parseVersion('2');

  it('is a partial order on what speaks of one package', () => {
    fc.assert(
      fc.property(texts, texts, texts, (one, other, third) => {
        const [a, b, c] = [pattern(one), pattern(other), pattern(third)];
        fc.pre([a, b, c].every((each) => matchesPackage(each, name, version)));
        expect(Math.sign(compareSpecificity(a, b)) + Math.sign(compareSpecificity(b, a))).toBe(0);
        if (compareSpecificity(a, b) < 0 && compareSpecificity(b, c) < 0)
          expect(compareSpecificity(a, c)).toBeLessThan(0);
      }),
    );
  });

  it('never prefers the wider of two', () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const [a, b] = [pattern(one), pattern(other)];
        fc.pre(coversPackage(a, b) && !coversPackage(b, a));
        expect(compareSpecificity(b, a)).toBeLessThan(0);
      }),
    );
  });
});

describe('overlap and cover', () => {
  it.each([
    ['one name', 'acme', 'acme', true, true],
    ['two names', 'acme', 'widget', false, false],
    ['a name in a wildcard', 'acme-*', 'acme-x', true, true],
    ['a wildcard in another', 'acme-*', 'acme-x-*', true, true],
    ['versions apart', 'acme<2', 'acme>=2', false, false],
    ['versions that overlap', 'acme<3', 'acme>=2', true, false],
    ['versions within', 'acme>=1', 'acme>=2', true, true],
    ['wildcards that meet', 'acme-*', '*-x', true, false],
  ])('%s', (_reason, outer, inner, overlap, cover) => {
    expect(packagesOverlap(pattern(outer), pattern(inner))).toBe(overlap);
    expect(packagesOverlap(pattern(inner), pattern(outer))).toBe(overlap);
    expect(coversPackage(pattern(outer), pattern(inner))).toBe(cover);
  });
});
