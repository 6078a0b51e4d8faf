import { describe, expect, it } from 'vitest';
import {
  parseGroupRequirements,
  parseScriptRequirements,
} from '../../src/installers/declared-requirements.ts';

const script = (...lines: readonly string[]) =>
  ['#!/usr/bin/env python', ...lines, 'print(1)', ''].join('\n');

describe('parseScriptRequirements', () => {
  it.each<[string, string, unknown]>([
    [
      'what it needs',
      script(
        '# /// script',
        '# requires-python = ">=3.11"',
        '# dependencies = [',
        '#   "acme<3",',
        '#',
        '#   "till",',
        '# ]',
        '# ///',
      ),
      { requiresPython: '>=3.11', dependencies: ['acme<3', 'till'] },
    ],
    ['nothing', script('# /// script', '# ///'), { requiresPython: null, dependencies: [] }],
    [
      'a block beside one of another kind',
      script('# /// other', '# x', '# ///', '', '# /// script', '# dependencies = ["a"]', '# ///'),
      { requiresPython: null, dependencies: ['a'] },
    ],
    [
      'a block up to the last end',
      script('# /// script', '# dependencies = ["a"]', '# x = """', '# ///', '# """', '# ///'),
      { requiresPython: null, dependencies: ['a'] },
    ],
    [
      'lines that end as on Windows',
      script('# /// script', '# dependencies = ["a"]', '# ///').replaceAll('\n', '\r\n'),
      { requiresPython: null, dependencies: ['a'] },
    ],
  ])('reads %s', async (_reason, text, expected) => {
    expect(await parseScriptRequirements(text, 'x.py')).toEqual(expected);
  });

  it.each<[string, string]>([
    ['a script without a block', script()],
    ['a block that is never closed', script('# /// script', '# dependencies = ["a"]')],
    ['a block with code in it', script('# /// script', 'x = 1', '# ///')],
    ['two blocks', script('# /// script', '# ///', '', '# /// script', '# ///')],
    ['a block that is no TOML', script('# /// script', '# dependencies', '# ///')],
    ['dependencies that are no list', script('# /// script', '# dependencies = "a"', '# ///')],
    ['dependencies that are no texts', script('# /// script', '# dependencies = [1]', '# ///')],
    ['a version of Python that is no text', script('# /// script', '# requires-python = 3', '# ///')],
  ])('refuses %s', async (_reason, text) => {
    await expect(parseScriptRequirements(text, 'x.py')).toRefuseWith('requirements.malformed');
  });
});

const GROUPS = `
[dependency-groups]
test = ["pytest>8", {include-group = "Cov_er"}]
cov-er = ["coverage"]
all = [{include-group = "test"}, {include-group = "cov.er"}, "docs"]
round = [{include-group = "a"}]
a = [{include-group = "round"}]
lost = [{include-group = "none"}]
odd = [{include-group = "test", extra = 1}]
number = [1]
text = "pytest"
`;

const doubling = (innermost: string): string => {
  const twice = Array.from(
    { length: 40 },
    (_, number) => `g${number + 1} = [{include-group = "g${number}"}, {include-group = "g${number}"}]\n`,
  );
  return `[dependency-groups]\ng0 = [${innermost}]\n${twice.join('')}`;
};

describe('parseGroupRequirements', () => {
  it.each<[string, readonly string[]]>([
    ['cov_er', ['coverage']],
    ['test', ['pytest>8', 'coverage']],
    ['ALL', ['pytest>8', 'coverage', 'coverage', 'docs']],
  ])('reads the group %s', async (group, expected) => {
    expect(await parseGroupRequirements(GROUPS, group, 'pyproject.toml')).toEqual(expected);
  });

  it.each<[string, string, string, string]>([
    ['a group that is not there', GROUPS, 'none', 'requirements.malformed'],
    ['a group that includes one that is not there', GROUPS, 'lost', 'requirements.malformed'],
    ['an include with something else in it', GROUPS, 'odd', 'requirements.malformed'],
    ['a number', GROUPS, 'number', 'requirements.malformed'],
    ['a text', GROUPS, 'text', 'requirements.malformed'],
    ['a circle', GROUPS, 'round', 'requirements.cycle'],
    ['a file without groups', '[project]\nname = "x"', 'test', 'requirements.malformed'],
    ['groups that are no table', 'dependency-groups = 1', 'test', 'requirements.malformed'],
    [
      'two spellings of one group',
      '[dependency-groups]\na-b = []\na_b = []',
      'a-b',
      'requirements.malformed',
    ],
    ['what is no TOML', '[dependency-groups', 'test', 'requirements.malformed'],
    ['groups that double at each step', doubling('"x"'), 'g40', 'requirements.too-large'],
    ['empty groups that double at each step', doubling(''), 'g40', 'requirements.too-large'],
  ])('refuses %s', async (_reason, text, group, code) => {
    await expect(parseGroupRequirements(text, group, 'pyproject.toml')).toRefuseWith(code);
  });
});
