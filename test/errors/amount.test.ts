import { describe, expect, it } from 'vitest';
import { amount } from '../../src/errors/index.ts';

describe('amount', () => {
  it.each([
    [0, '0'],
    [7, '7'],
    [999, '999'],
    [1_000, '1,000'],
    [12_405, '12,405'],
    [123_456, '123,456'],
    [2_000_000, '2,000,000'],
  ])('shows %i as %s', (number, expected) => {
    expect(amount(number)).toBe(expected);
  });
});
