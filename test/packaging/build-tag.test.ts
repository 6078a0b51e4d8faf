import { describe, expect, it } from 'vitest';
import { parseBuildTag } from '../../src/packaging/build-tag.ts';
import { compareBuildTags } from '../../src/packaging/index.ts';

describe('compareBuildTags', () => {
  const ascending = [
    null,
    ...['0', '1', '1a', '1b', '2', '10', '99999999999999999998', '99999999999999999999'],
  ];

  it('sorts none first, then by number, then by suffix', () => {
    const builds = ascending.map((text) => (text === null ? null : (parseBuildTag(text) ?? null)));
    for (const [row, left] of builds.entries())
      for (const [column, right] of builds.entries())
        expect(Math.sign(compareBuildTags(left, right))).toBe(Math.sign(row - column));
  });

  it('takes no account of leading zeros', () => {
    expect(parseBuildTag('007x')).toEqual({ number: '7', suffix: 'x' });
    expect(parseBuildTag('x7')).toBeUndefined();
    expect(parseBuildTag('')).toBeUndefined();
  });
});
