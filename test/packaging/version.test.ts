import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, parseVersion, tryParseVersion } from '../../src/packaging/index.ts';
import { version, versionText } from './arbitraries.ts';

describe('parseVersion', () => {
  it.each([
    ['a release', '1.2.3', '1.2.3'],
    ['white space around', ' \t1.0\u00a0\n', '1.0'],
    ['a v before it', 'V1.0', '1.0'],
    ['an epoch of zero', '0!1.0', '1.0'],
    ['an epoch', '01!1.0', '1!1.0'],
    ['leading zeros', '2024.01.007', '2024.1.7'],
    ['a spelled-out pre-release', '1.0-ALPHA.02', '1.0a2'],
    ['a pre-release without a number', '1.0c', '1.0rc0'],
    ['a preview', '1.0_preview-3', '1.0rc3'],
    ['a post-release by a hyphen', '1.0-1', '1.0.post1'],
    ['a revision', '1.0.rev2', '1.0.post2'],
    ['a post-release of a pre-release', '1.0rc1.post2.dev3', '1.0rc1.post2.dev3'],
    ['a dangling separator, which the pattern of PEP 440 takes', '1.0a.', '1.0a0'],
    ['local segments of all separators', '1.0+Ubuntu-01_x.y', '1.0+ubuntu.1.x.y'],
    ['a number beyond 2^53', '99999999999999999999.1', '99999999999999999999.1'],
  ])('takes %s', (_reason, text, normal) => {
    expect(parseVersion(text).toString()).toBe(normal);
  });

  it.each([
    ['nothing', ''],
    ['a v alone', 'v'],
    ['letters', 'latest'],
    ['an empty release number', '1..0'],
    ['a dot at the end', '1.0.'],
    ['an epoch without a release', '1!'],
    ['two epochs', '1!2!3'],
    ['two pre-releases', '1.0a1b2'],
    ['two post-releases', '1.0.post1.post2'],
    ['parts in the wrong order', '1.0.dev1.post1'],
    ['white space inside', '1 .0'],
    ['an empty local version', '1.0+'],
    ['an empty local segment', '1.0+a..b'],
    ['two local versions', '1.0+a+b'],
    ['digits that are not ASCII', '١.٠'],
    ['a Kelvin sign, whose lower case is an ASCII k', '1.0+\u212a'],
    ['a byte order mark, which is no white space', '\ufeff1.0'],
    ['a prefix', '1.0.*'],
    ['256 characters', `1.${'0'.repeat(254)}`],
  ])('refuses %s', (_reason, text) => {
    expect(tryParseVersion(text)).toBeUndefined();
    expect(() => parseVersion(text)).toRefuse('packaging.version');
  });

  it('takes 255 characters, the most that a filename has', () => {
    expect(parseVersion(`1.${'0'.repeat(253)}`).toString()).toBe('1.0');
  });

  it('points at the text that is no version', () => {
    expect(() => parseVersion('1.0.x')).toThrow(
      expect.objectContaining({
        message: '"1.0.x" is not a version',
        excerpt: { text: '1.0.x', start: 0, end: 5 },
      }),
    );
  });
});

describe('Version', () => {
  it('tells its parts', () => {
    const { epoch, release, pre, post, dev, local } = parseVersion('1!2.0.3rc4.post5.dev6+l.7');
    expect({ epoch, release, pre, post, dev, local }).toEqual({
      epoch: 1,
      release: [2, 0, 3],
      pre: { kind: 'rc', number: 4 },
      post: 5,
      dev: 6,
      local: 'l.7',
    });
  });

  it.each([
    ['1.0', false, false, false],
    ['1.0a1', true, false, false],
    ['1.0.dev1', true, false, true],
    ['1.0.post1', false, true, false],
    ['1.0.post1.dev1', true, true, true],
  ])('%s: pre-release %s, post-release %s, development release %s', (text, pre, post, dev) => {
    const { isPrerelease, isPostrelease, isDevrelease } = parseVersion(text);
    expect([isPrerelease, isPostrelease, isDevrelease]).toEqual([pre, post, dev]);
  });

  it.each([
    ['1!1.0.0a1+x', '1!1.0.0a1', '1!1.0.0', '1!1a1+x'],
    ['1.0', '1.0', '1.0', '1'],
    ['0.0', '0.0', '0.0', '0'],
    ['1.10.post1', '1.10.post1', '1.10', '1.10.post1'],
  ])('%s: public %s, base %s, canonical %s', (text, publicPart, base, canonical) => {
    const parsed = parseVersion(text);
    expect([parsed.public, parsed.base, parsed.canonical]).toEqual([publicPart, base, canonical]);
  });

  it('is its normal form in JSON', () => {
    expect(JSON.stringify({ version: parseVersion('v1.0-1') })).toBe('{"version":"1.0.post1"}');
  });
});

/** Ascending, as PEP 440 lists them, with the neighbours that are easy to get wrong. */
const ASCENDING = [
  '0.dev0',
  '0',
  '0.9.99999999999999999999',
  '1.dev0',
  '1.0.dev456',
  '1.0a0.dev1',
  '1.0a1',
  '1.0a1.post0',
  '1.0a2.dev456',
  '1.0a12.dev456',
  '1.0a12',
  '1.0b1.dev456',
  '1.0b2',
  '1.0b2.post345.dev456',
  '1.0b2.post345',
  '1.0rc1.dev456',
  '1.0rc1',
  '1.0',
  '1.0+a',
  '1.0+a.a',
  '1.0+a.1',
  '1.0+ab',
  '1.0+b',
  '1.0+5',
  '1.0+5.a',
  '1.0+5.0',
  '1.0+10',
  '1.0.post456.dev34',
  '1.0.post456',
  '1.0.post456+x',
  '1.0.0.1.dev1',
  '1.0.1',
  '1.1.dev1',
  '1.9',
  '1.10',
  '10',
  '99999999999999999998',
  '99999999999999999999',
  '1!0.dev0',
  '1!0',
  '2!0',
];

describe('compareVersions', () => {
  it('sorts every pair of a long ladder', () => {
    const ladder = ASCENDING.map(parseVersion);
    for (const [row, left] of ladder.entries())
      for (const [column, right] of ladder.entries())
        expect([`${left} ${right}`, Math.sign(compareVersions(left, right))]).toEqual([
          `${left} ${right}`,
          Math.sign(row - column),
        ]);
  });

  it.each([
    ['trailing zeros', '1', '1.0.0'],
    ['zeros only', '0', '0.0.0'],
    ['spellings of a pre-release', '1.0a', '1-alpha-0'],
    ['spellings of a local version', '1+a-1', '1.0+A.01'],
  ])('holds versions equal that differ in %s', (_reason, left, right) => {
    expect(parseVersion(left).equals(parseVersion(right))).toBe(true);
    expect(parseVersion(left).compare(parseVersion(right))).toBe(0);
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(a.compare(b))).toBe(-Math.sign(b.compare(a)));
        expect(a.compare(a)).toBe(0);
        if (a.compare(b) <= 0 && b.compare(c) <= 0) expect(a.compare(c)).toBeLessThanOrEqual(0);
        expect(a.equals(b)).toBe(a.canonical === b.canonical);
      }),
    );
  });

  it('comes back from its own text', () => {
    fc.assert(
      fc.property(versionText, (text) => {
        const once = parseVersion(text);
        expect(parseVersion(once.toString()).toString()).toBe(once.toString());
        expect(parseVersion(once.canonical).equals(once)).toBe(true);
      }),
    );
  });

  it('does not stumble over any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void tryParseVersion(text)));
  });
});
