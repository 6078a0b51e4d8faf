import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, count, duration, layoutWidth, wrap } from '../../src/report/index.ts';

describe('wrap', () => {
  it.each([
    ['short text is one line', 'a b', 10, 0, 0, ['a b']],
    ['breaks at spaces', 'aa bb cc', 5, 0, 0, ['aa bb', 'cc']],
    ['indents what follows', 'aa bb cc', 5, 0, 2, ['aa bb', '  cc']],
    ['counts what the first line has taken', 'aa bb', 5, 3, 0, ['aa', 'bb']],
    ['cuts a word that no line holds', 'abcdefgh', 3, 0, 0, ['abc', 'def', 'gh']],
    ['puts a long word below a label', 'abcdef', 6, 4, 0, ['', 'abcdef']],
  ])('%s', (_reason, text, width, first, indent, expected) => {
    expect(wrap(text, width, first, indent)).toEqual(expected);
  });

  it('never exceeds the width and loses no character but spaces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,30}$/)),
        fc.integer({ min: 10, max: 60 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width, 3, 2);
          expect(lines.every((line, index) => line.length <= (index === 0 ? width - 3 : width))).toBe(true);
          expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        },
      ),
    );
  });
});

describe('figures for people', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1_234_567, '1.2 MB'],
    [23_000_000, '23 MB'],
    [999_999, '1.0 MB'],
  ])('%d bytes are %s', (amount, text) => {
    expect(bytes(amount)).toBe(text);
  });

  it.each([
    [400, '0.4 s'],
    [12_300, '12 s'],
    [125_000, '2 min 5 s'],
  ])('%d ms are %s', (amount, text) => {
    expect(duration(amount)).toBe(text);
  });

  it('counts', () => {
    expect([count(1, 'file'), count(1234, 'file'), count(2, 'entry', 'entries')]).toEqual([
      '1 file',
      '1,234 files',
      '2 entries',
    ]);
  });

  it.each([
    [undefined, 80],
    [20, 80],
    [100, 100],
    [200, 110],
  ])('a terminal of %s columns is laid out for %d', (columns, expected) => {
    expect(layoutWidth(columns)).toBe(expected);
  });
});
