import { describe, expect, it } from 'vitest';
import {
  parseContentLength,
  parseContentRange,
  parseUnsatisfiedRange,
} from '../../../src/platform/http/content-range.ts';

describe('parseContentRange', () => {
  it.each([
    ['bytes 0-9/10', { start: 0, end: 9, total: 10 }],
    ['bytes 5-9/*', { start: 5, end: 9, total: null }],
    ['bytes 9-5/10', undefined],
    ['bytes 0-10/10', undefined],
    ['bytes */10', undefined],
    ['items 0-9/10', undefined],
    ['bytes 0-9/10, bytes 0-9/10', undefined],
    ['bytes -1-9/10', undefined],
    ['bytes 0-9999999999999999999/*', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (value, expected) => {
    expect(parseContentRange(value)).toEqual(expected);
  });
});

it.each([
  ['bytes */10', 10],
  ['bytes 0-9/10', undefined],
  [undefined, undefined],
])('parseUnsatisfiedRange %s', (value, expected) => {
  expect(parseUnsatisfiedRange(value)).toBe(expected);
});

it.each([
  ['12', 12],
  ['12, 12', null],
  ['-1', null],
  ['1e3', null],
  [undefined, null],
])('parseContentLength %s', (value, expected) => {
  expect(parseContentLength(value)).toBe(expected);
});
