import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVersion } from '../../../src/packaging/index.ts';
import { findPrecedent, type ReleaseFact } from '../../../src/policy/history/precedent.ts';
import { lineOf } from '../../../src/policy/history/release-line.ts';

const DAY = 86_400_000;

/** `1.2.3 @5 +`: version, day of upload (none: unknown), and `+` where it has provenance. */
function fact(text: string): ReleaseFact {
  const [version = '', ...rest] = text.split(' ');
  const day = rest.find((each) => each.startsWith('@'));
  return {
    version: parseVersion(version),
    uploadTime: day === undefined ? null : new Date(Number(day.slice(1)) * DAY),
    isAttested: rest.includes('+'),
    description: version,
  };
}

const precedentOf = (file: string, ...facts: readonly string[]) =>
  findPrecedent(fact(file), facts.map(fact))?.description ?? null;

describe('lineOf', () => {
  it.each([
    ['1.26.18', '1.26'],
    ['2.0', '2.0'],
    ['39', '39.0'],
    ['2024.8.30', '2024.8'],
    ['3.0.0rc1', '3.0'],
    ['1.2.post3', '1.2'],
    ['1!2.3.4', '1!2.3'],
    ['1.2.3+cu118', '1.2'],
    ['99999999999999999999.1', '99999999999999999999.1'],
  ])('of %s is %s', (version, expected) => {
    expect(lineOf(parseVersion(version)).toString()).toBe(expected);
  });
});

describe('findPrecedent', () => {
  it.each<readonly [string, string, readonly string[], string | null]>([
    ['a project that never had any', '1.1.0 @9', ['1.0.0 @1', '1.0.1 @2'], null],
    ['a release after one that had it', '1.0.2 @9', ['1.0.0 @1', '1.0.1 @2 +'], '1.0.1'],
    ['a release before the first that had it', '1.0.0 @1', ['1.0.0 @1', '1.0.1 @2 +'], null],
    [
      'the newest of those that had it is told',
      '1.0.9 @9',
      ['1.0.1 @1 +', '1.0.3 @3 +', '1.0.2 @2 +'],
      '1.0.3',
    ],
    ['the first of two of one version is told', '1.0.9 @9', ['1.0.1 @1 +', '1.0.1.0 @1 +'], '1.0.1'],
    ['a version that sorts lower and came later', '1.0.4.post1 @9', ['1.0.4 @1', '1.0.5 @2 +'], '1.0.5'],
    ['a version that sorts higher and came before', '1.0.5 @1', ['1.0.4 @2 +'], null],
    ['a new minor line', '1.1.0 @9', ['1.0.0 @1', '1.0.1 @2 +'], '1.0.1'],
    ['a new major line', '2.0.0 @9', ['1.0.0 @1', '1.0.1 @2 +'], '1.0.1'],
    ['a new line after one that is not next to it', '9.9.0 @9', ['1.0.1 @2 +'], '1.0.1'],
    ['a new line in a new epoch', '1!0.1 @9', ['5.0.1 @2 +'], '5.0.1'],
    ['a second new line, after one that was begun without', '1.2.0 @9', ['1.0.1 @2 +', '1.1.0 @8'], '1.0.1'],
    ['a second release of a line that was begun without', '1.1.1 @9', ['1.0.1 @2 +', '1.1.0 @8'], '1.0.1'],
    ['a third new line', '1.3.0 @9', ['1.0.1 @2 +', '1.1.0 @7', '1.2.0 @8'], '1.0.1'],
    ['an old maintenance line', '1.26.20 @9', ['1.26.19 @1', '2.0.0 @2 +', '2.1.0 @3 +'], null],
    ['a new line of an old branch', '1.27.0 @9', ['1.26.19 @1', '2.0.0 @2 +'], null],
    ['an old maintenance line that had it by itself', '1.26.21 @9', ['1.26.20 @4 +', '2.0.0 @2'], '1.26.20'],
    [
      'a line that was begun before the one below had it',
      '2.0.8 @9',
      ['1.26.19 @5 +', '2.0.0 @2', '2.0.7 @8'],
      null,
    ],
    ['a first release before the line below had it', '2.0.0 @2', ['1.26.19 @5 +', '2.0.1 @8'], null],
    [
      'a line that was begun before, below a line that was begun later in between',
      '2.0.8 @9',
      ['1.26.0 @1 +', '1.27.0 @7', '2.0.0 @0', '2.0.7 @8'],
      null,
    ],
    ['a pre-release that had it', '2.0.0 @9', ['2.0.0rc1 @8 +'], '2.0.0rc1'],
    ['a pre-release after one that had it', '2.0.0rc1 @9', ['1.9.0 @8 +'], '1.9.0'],
    ['calendar versions', '2024.9.1 @9', ['2024.8.30 @8 +'], '2024.8.30'],
    ['single numbers', '40 @9', ['39 @8 +'], '39'],
    ['nothing before it', '1.0 @9', [], null],
    ['no times: by version', '1.0.2', ['1.0.1 +'], '1.0.1'],
    ['no times: not by higher versions', '1.0.2', ['1.0.3 +'], null],
    ['no times: by the line below', '2.0.0', ['1.0.3 +', '1.0.4'], '1.0.3'],
    ['no times: not by itself', '1.0.1', ['1.0.1 +'], null],
    ['no time of its own', '1.0.2', ['1.0.1 @1 +'], '1.0.1'],
    ['no time of the other', '1.0.2 @1', ['1.0.1 +'], '1.0.1'],
    ['no time of the other, which is higher', '1.0.2 @1', ['1.0.3 +'], null],
    ['the same time', '1.0.2 @1', ['1.0.1 @1 +'], null],
  ])('%s', (_reason, file, facts, expected) => {
    expect(precedentOf(file, ...facts)).toBe(expected);
  });

  const version = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(3)).map((parts) => parts.join('.'));
  const release = fc.record({ version, day: fc.nat(20), isAttested: fc.boolean() });
  const toFact = ({
    version: text,
    day,
    isAttested,
  }: {
    version: string;
    day: number;
    isAttested: boolean;
  }): ReleaseFact => ({
    version: parseVersion(text),
    uploadTime: new Date(day * DAY),
    isAttested,
    description: text,
  });

  it('does not depend on the order of the facts, and is never after the file', () => {
    fc.assert(
      fc.property(release, fc.array(release, { maxLength: 8 }), (file, facts) => {
        const found = findPrecedent(toFact(file), facts.map(toFact));
        const reversed = findPrecedent(toFact(file), facts.map(toFact).reverse());
        expect(found?.description).toBe(reversed?.description);
        if (found === null) return;
        expect(found.isAttested).toBe(true);
        expect(found.uploadTime?.getTime()).toBeLessThan(file.day * DAY);
      }),
    );
  });

  it('cannot be escaped by uploading more releases', () => {
    fc.assert(
      fc.property(
        release,
        fc.array(release, { maxLength: 6 }),
        fc.array(version, { maxLength: 4 }),
        (file, facts, bait) => {
          fc.pre(findPrecedent(toFact(file), facts.map(toFact)) !== null);
          // An attacker uploads after all that is there, and before the file that he wants installed.
          const latest = Math.max(...facts.map(({ day }) => day));
          fc.pre(file.day > latest);
          const baits = bait.map((text) => toFact({ version: text, day: latest + 0.5, isAttested: false }));
          expect(findPrecedent(toFact(file), [...facts.map(toFact), ...baits])).not.toBeNull();
        },
      ),
    );
  });
});
