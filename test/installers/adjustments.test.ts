import { describe, expect, it } from 'vitest';
import { parseInstallArguments } from '../../src/installers/parse-arguments.ts';

const NOW = new Date('2026-06-01T00:00:00Z');

const read = (...words: readonly string[]) =>
  parseInstallArguments(['--installer=uv', 'acme', ...words], {}, { now: NOW });

describe('options of uv about single projects', () => {
  it('read overrides and excludes files in their order', () => {
    const { adjustments } = read('--overrides=a.txt', '--override', 'b.txt', '--exclude', 'c.txt');
    expect(adjustments).toEqual({
      overrideFiles: ['a.txt', 'b.txt'],
      excludeFiles: ['c.txt'],
      overrides: [],
      excludes: [],
      constraints: [],
      upgrades: [],
    });
  });

  it('upgrade projects, look again for them, and hold what is said of their versions', () => {
    const { selection, sources, adjustments } = read('-P', 'Acme_Tools', '-Ptill<2', '-P', 'shop[cards]');
    expect([...selection.upgradePackages]).toEqual(['acme-tools', 'till', 'shop']);
    expect([...sources.refreshPackages]).toEqual(['acme-tools', 'till', 'shop']);
    expect(adjustments.upgrades.map(({ value }) => value)).toEqual(['till<2']);
    expect(selection.upgrade).toBe('no');
  });

  it('tell the installer what is installed again', () => {
    const { selection, passOn } = read('--reinstall-package', 'Till', '--reinstall-package=shop');
    expect([...selection.reinstallPackages]).toEqual(['till', 'shop']);
    expect(passOn).toEqual(['--reinstall-package=Till', '--reinstall-package=shop']);
  });

  it.each<[string, readonly string[], readonly string[], readonly string[], readonly string[]]>([
    ['one with pre-releases', ['--prerelease-package', 'Till=allow'], ['till'], [], []],
    ['one without', ['--prerelease=allow', '--prerelease-package=till=disallow'], [':all:'], ['till'], []],
    [
      'one as usual',
      ['--prerelease-package=till=if-necessary', '--prerelease=disallow'],
      [],
      [':all:'],
      ['till'],
    ],
    [
      'the last word',
      ['--prerelease-package=till=allow', '--prerelease-package=till=if-necessary-or-explicit'],
      [],
      [],
      ['till'],
    ],
  ])('decide about pre-releases: %s', (_, words, allReleases, onlyFinal, usual) => {
    const { releaseControl } = read(...words).selection;
    expect([
      [...releaseControl.allReleases],
      [...releaseControl.onlyFinal],
      [...releaseControl.usual],
    ]).toEqual([allReleases, onlyFinal, usual]);
  });

  it('limit the upload times of one project', () => {
    const words = ['2026-01-01T00:00:00Z', 'false', 'P1D'].map(
      (value, at) => `--exclude-newer-package=p${at}=${value}`,
    );
    const limits = read(...words).selection.uploadedBeforeOf;
    expect([...limits].map(([name, limit]) => [name, limit?.value.toISOString() ?? null])).toEqual([
      ['p0', '2026-01-01T00:00:00.000Z'],
      ['p1', null],
      ['p2', '2026-05-31T00:00:00.000Z'],
    ]);
  });

  it.each([
    ['an upgrade of no project', '--upgrade-package=./wheel.whl'],
    ['an upgrade of a version alone', '--upgrade-package=>1'],
    ['two projects in one', '--reinstall-package=a,b'],
    ['a version to install again', '--reinstall-package=a==1'],
    ['a word without a project', '--prerelease-package=allow'],
    ['a project that is none', '--prerelease-package=_=allow'],
    ['a word that nobody knows', '--prerelease-package=a=perhaps'],
    ['a word that is refused for all', '--prerelease-package=a=explicit'],
    ['a date without a project', '--exclude-newer-package=2026-01-01'],
    ['no date', '--exclude-newer-package=a=soon'],
  ])('refuse %s', (_, word) => {
    expect(() => read(word)).toRefuse('usage.option');
  });

  it('are no words of pip', () => {
    expect(() => parseInstallArguments(['acme', '--overrides=a.txt'], {})).toRefuse('usage.option');
  });
});
