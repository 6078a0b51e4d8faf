import { describe, expect, it } from 'vitest';
import {
  MAX_ENTRIES,
  MAX_RATIO,
  MAX_UNPACKED_BYTES,
  RATIO_MATTERS_ABOVE_BYTES,
} from '../../src/archive/limits.ts';
import { Totals } from '../../src/archive/totals.ts';

describe('Totals', () => {
  it('sums sizes', () => {
    const totals = new Totals(1000);
    for (const size of [1, 2, 3]) totals.add(size);
    expect(totals.unpackedSize).toBe(6);
  });

  it('stops more entries than any package has', () => {
    const totals = new Totals(1000);
    for (let count = 0; count < MAX_ENTRIES; count += 1) totals.add(0);
    expect(() => totals.add(0)).toRefuse('archive.too-many');
  });

  it.each([
    ['at the limit', MAX_UNPACKED_BYTES, true],
    ['above the limit', MAX_UNPACKED_BYTES + 1, false],
  ])('looks at the size: %s', (_where, size, isFine) => {
    const totals = new Totals(MAX_UNPACKED_BYTES);
    if (isFine) expect(() => totals.add(size)).not.toThrow();
    else expect(() => totals.add(size)).toRefuse('archive.too-large');
  });

  it.each([
    ['a small archive of any ratio', 1, RATIO_MATTERS_ABOVE_BYTES, true],
    ['a large one at the limit', RATIO_MATTERS_ABOVE_BYTES, RATIO_MATTERS_ABOVE_BYTES * MAX_RATIO, true],
    ['a large one above it', RATIO_MATTERS_ABOVE_BYTES, RATIO_MATTERS_ABOVE_BYTES * MAX_RATIO + 1, false],
    ['a bomb', 100_000, RATIO_MATTERS_ABOVE_BYTES + 1, false],
  ])('looks at the ratio: %s', (_what, packed, unpacked, isFine) => {
    const totals = new Totals(packed);
    if (isFine) expect(() => totals.add(unpacked)).not.toThrow();
    else expect(() => totals.add(unpacked)).toRefuse('archive.ratio');
  });
});
