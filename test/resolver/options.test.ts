import { describe, expect, it } from 'vitest';
import { normalizeName } from '../../src/packaging/index.ts';
import { allowedFormats, allowsPrereleases } from '../../src/resolver/options.ts';

const named = (...names: readonly string[]) =>
  new Set(names.map((name) => (name === ':all:' ? name : normalizeName(name))));

const acme = normalizeName('acme');

describe('lists of names', () => {
  it.each([
    ['nothing is said', [], [], 'any'],
    ['all are wheels', [], [':all:'], 'wheel'],
    ['all are source distributions', [':all:'], [], 'sdist'],
    ['the project is named for wheels', [':all:'], ['acme'], 'wheel'],
    ['the project is named against wheels', ['acme'], [':all:'], 'sdist'],
    ['another project is named', ['other'], ['another'], 'any'],
  ] as const)('choose formats when %s', (_reason, noBinary, onlyBinary, expected) => {
    const control = { noBinary: named(...noBinary), onlyBinary: named(...onlyBinary) };
    expect(allowedFormats(acme, control)).toBe(expected);
  });

  it.each([
    ['nothing is said', [], [], undefined],
    ['all releases are taken', [':all:'], [], true],
    ['final releases are taken', [], [':all:'], false],
    ['the project is named for final ones', [':all:'], ['acme'], false],
    ['the project is named for all', ['acme'], [':all:'], true],
    ['another project is named', ['other'], [], undefined],
  ] as const)('choose releases when %s', (_reason, allReleases, onlyFinal, expected) => {
    const control = { allReleases: named(...allReleases), onlyFinal: named(...onlyFinal) };
    expect(allowsPrereleases(acme, control)).toBe(expected);
  });

  it('leave releases to what is asked for, whatever is said of all', () => {
    const control = { allReleases: named(':all:'), onlyFinal: named(), usual: new Set([acme]) };
    expect(allowsPrereleases(acme, control)).toBe(undefined);
    expect(allowsPrereleases(normalizeName('other'), control)).toBe(true);
  });
});
