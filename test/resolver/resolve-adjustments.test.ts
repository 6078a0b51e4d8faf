import { describe, expect, it } from 'vitest';
import { type NormalizedName, normalizeName } from '../../src/packaging/index.ts';
import type { UserConstraint } from '../../src/resolver/index.ts';
import { ask, asked, chosen, installed, kept } from './ask.ts';
import { file } from './memory-source.ts';

const FILES = [
  file('shop', '1.0', ['till>=1.6']),
  file('shop', '2.0', ['till>=1.6', 'win; sys_platform == "win32"'], {
    extras: { cards: ['card>=2'] },
  }),
  file('mall', '1.0', ['shop[cards]']),
  file('till', '1.5'),
  file('till', '1.6'),
  file('till', '1.7'),
  file('till', '2.0rc1'),
  file('card', '1.0'),
  file('card', '2.0'),
  file('win', '1.0'),
];

const overrides = (...lines: readonly string[]): UserConstraint[] =>
  lines.map((line, at) => asked(line, `overrides.txt:${at + 1}`));

const excludes = (...projects: readonly string[]): Set<NormalizedName> =>
  new Set(projects.map((project) => normalizeName(project)));

// what uv 0.13.9 answers to the same
describe('overrides', () => {
  it.each<[string, string[], string[], string[]]>([
    ['replace what a version needs', ['shop'], ['till==1.5'], ['till 1.5', 'shop 2.0']],
    ['replace what the user asks for', ['shop', 'till==1.7'], ['till==1.5'], ['till 1.5', 'shop 2.0']],
    ['take the place of a marker', ['shop'], ['win==1.0'], ['till 1.7', 'win 1.0', 'shop 2.0']],
    ["take the place of the user's marker", ['win; sys_platform == "win32"'], ['win'], ['win 1.0']],
    ['ask for nothing that nobody needs', ['till'], ['card==1.0'], ['till 1.7']],
    ['leave optional what is optional', ['shop'], ['card==1.0'], ['till 1.7', 'shop 2.0']],
    ['hold for an extra', ['shop[cards]'], ['card==1.0'], ['card 1.0', 'till 1.7', 'shop 2.0']],
    ['take the place of extras', ['mall'], ['shop==2.0'], ['till 1.7', 'shop 2.0', 'mall 1.0']],
    ['bring extras', ['mall'], ['shop[cards]==2.0'], ['card 2.0', 'till 1.7', 'shop 2.0', 'mall 1.0']],
    [
      'hold where their markers do',
      ['shop'],
      ['till==1.5; sys_platform == "win32"', 'till==1.6; sys_platform != "win32"'],
      ['till 1.6', 'shop 2.0'],
    ],
    [
      'leave nothing where none of their markers holds',
      ['shop'],
      ['till==1.5; sys_platform == "win32"'],
      ['shop 2.0'],
    ],
    ['name a pre-release', ['shop'], ['till==2.0rc1'], ['till 2.0rc1', 'shop 2.0']],
    ['hold together', ['shop'], ['till>=1.5', 'till<1.7'], ['till 1.6', 'shop 2.0']],
  ])('%s', async (_, requirements, lines, expected) => {
    const resolution = await ask(requirements, FILES, { overrides: overrides(...lines) });
    expect(chosen(resolution).sort()).toEqual([...expected].sort());
  });

  it('count for what is installed, too', async () => {
    const resolution = await ask(['shop'], FILES, {
      installed: [installed('shop', '1.0', ['till>=1.6']), installed('till', '1.6')],
      overrides: overrides('till==1.5'),
    });
    expect([chosen(resolution), kept(resolution)]).toEqual([['till 1.5'], ['shop 1.0']]);
  });

  it('are met by an installed version that they name', async () => {
    const resolution = await ask(['shop'], FILES, {
      installed: [installed('shop', '1.0', ['till>=1.6']), installed('till', '1.5')],
      overrides: overrides('till==1.5'),
    });
    expect(kept(resolution)).toEqual(['till 1.5', 'shop 1.0']);
  });

  it('are held to constraints', async () => {
    const answer = ask(['shop'], FILES, { overrides: overrides('till==1.5'), constraints: ['till>=1.6'] });
    await expect(answer).toRefuseWith('resolve.conflict');
  });

  it('are told where they lead to a conflict', async () => {
    const answer = ask(['shop'], FILES, { overrides: overrides('till==9') });
    await expect(answer).rejects.toThrow(/needs till==9 \(by the override of overrides\.txt:1\)/);
  });

  it('are told as asked for where they stand for what was asked for', async () => {
    const answer = ask(['till'], FILES, { overrides: overrides('till==9') });
    await expect(answer).rejects.toThrow(/till==9/);
  });

  it('allow the digests that they name, in place of those of what they replace', async () => {
    const one = 'a'.repeat(64);
    const other = 'b'.repeat(64);
    const files = [file('till', '1.5', [], { sha256: one }), file('till', '1.6', [], { sha256: other })];
    const resolution = await ask([`till==1.6 --hash=sha256:${other}`], files, {
      overrides: overrides(`till==1.5 --hash=sha256:${one}`),
    });
    expect(resolution.candidates.map(({ allowedHashes }) => allowedHashes)).toEqual([[one]]);
  });

  it('demand digests of all as soon as one has one', async () => {
    const answer = ask(['shop'], FILES, {
      overrides: overrides(`till==1.5 --hash=sha256:${'a'.repeat(64)}`),
    });
    await expect(answer).toRefuseWith('resolve.hash-required');
  });
});

describe('excludes', () => {
  it.each<[string, string[], string[], string[]]>([
    ['leave out what a version needs', ['shop'], ['till'], ['shop 2.0']],
    ['leave out what the user asks for', ['shop', 'till==1.7'], ['till'], ['shop 2.0']],
    ['leave nothing, perhaps', ['till'], ['till'], []],
    ['hold for an extra', ['shop[cards]'], ['card'], ['till 1.7', 'shop 2.0']],
    ['say nothing of others', ['shop'], ['win'], ['till 1.7', 'shop 2.0']],
  ])('%s', async (_, requirements, projects, expected) => {
    const resolution = await ask(requirements, FILES, { excludes: excludes(...projects) });
    expect(chosen(resolution)).toEqual(expected);
  });

  it('outweigh overrides', async () => {
    const resolution = await ask(['shop'], FILES, {
      overrides: overrides('till==1.5'),
      excludes: excludes('till'),
    });
    expect(chosen(resolution)).toEqual(['shop 2.0']);
  });
});

describe('one project among those that are installed', () => {
  const present = [installed('shop', '1.0', ['till>=1.6']), installed('till', '1.6')];
  const till = excludes('till');

  it.each<[string, string[], object, string[], string[]]>([
    ['is upgraded where it is needed', ['shop'], { upgradePackages: till }, ['till 1.7'], ['shop 1.0']],
    ['is not brought by its upgrade', ['card'], { upgradePackages: till }, ['card 2.0'], []],
    [
      'is upgraded beside what is named',
      ['shop'],
      { upgradePackages: till, upgrade: 'only-if-needed' },
      ['till 1.7', 'shop 2.0'],
      [],
    ],
    ['is put in place anew', ['shop'], { reinstallPackages: till }, ['till 1.7'], ['shop 1.0']],
    [
      'stays where another is put in place anew',
      ['shop'],
      { reinstallPackages: excludes('card') },
      [],
      ['till 1.6', 'shop 1.0'],
    ],
  ])('%s', async (_, requirements, options, expected, expectedKept) => {
    const resolution = await ask(requirements, FILES, { installed: present, options });
    expect(chosen(resolution)).toEqual(expected);
    expect(kept(resolution)).toEqual(expectedKept);
  });

  it('is put in place anew in the version that is there', async () => {
    const resolution = await ask(['till'], [file('till', '1.6')], {
      installed: present,
      options: { reinstallPackages: till },
    });
    expect(chosen(resolution)).toEqual(['till 1.6']);
  });
});
