import { describe, expect, it } from 'vitest';
import { bestRank, parseTag, rankTags } from '../../src/packaging/index.ts';

describe('parseTag', () => {
  it.each([
    ['one tag', 'py3-none-any', ['py3-none-any']],
    ['capitals', 'CP311-abi3-Win_AMD64', ['cp311-abi3-win_amd64']],
    ['a compressed set', 'py2.py3-none-any', ['py2-none-any', 'py3-none-any']],
    [
      'sets in two places',
      'cp39.cp310-abi3-a.b',
      ['cp39-abi3-a', 'cp39-abi3-b', 'cp310-abi3-a', 'cp310-abi3-b'],
    ],
    ['a repetition', 'py3.py3-none-any', ['py3-none-any']],
    ['1024 tags, the most that are read', `${'a.'.repeat(31)}a-${'b.'.repeat(31)}b-c`, ['a-b-c']],
  ])('reads %s', (_reason, text, tags) => {
    expect(parseTag(text)).toEqual(tags);
  });

  it.each([
    ['two parts', 'py3-none'],
    ['four parts', 'py3-none-any-more'],
    ['an empty part', 'py3--any'],
    ['an empty piece of a set', 'py3.-none-any'],
    ['an interpreter that begins with a digit', '2.7-none-any'],
    ['an interpreter with a terminal control', 'py\u001b[31m-none-any'],
    [
      'a product that fills the memory',
      ['a.'.repeat(400), 'b.'.repeat(400), 'c.'.repeat(400)].map((part) => `${part}x`).join('-'),
    ],
  ])('refuses %s', (_reason, text) => {
    expect(() => parseTag(text)).toRefuse('packaging.tag');
  });
});

describe('bestRank', () => {
  const ranks = rankTags([
    ...parseTag('cp311-cp311-any'),
    ...parseTag('py3-none-any'),
    ...parseTag('cp311-cp311-any'),
  ]);

  it.each([
    ['the best of several', 'cp310.cp311.py3-cp311.none-any', 0],
    ['the only one that fits', 'py2.py3-none-any', 1],
    ['none', 'py2-none-any', undefined],
  ])('finds %s', (_reason, text, rank) => {
    expect(bestRank(parseTag(text), ranks)).toBe(rank);
  });
});
