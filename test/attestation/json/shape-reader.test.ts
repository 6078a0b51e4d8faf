import { describe, expect, it } from 'vitest';
import { ShapeReader } from '../../../src/attestation/json/shape-reader.ts';
import type { JsonValue } from '../../../src/attestation/json/strict-json.ts';

const count = (value: JsonValue | undefined): number => {
  const shape = new ShapeReader('it', {
    malformed: 'provenance.malformed',
    tooLarge: 'provenance.too-large',
  });
  const number = shape.count(value, 'index');
  shape.finish();
  return number;
};

describe('ShapeReader.count', () => {
  it.each<[JsonValue, number]>([
    [0, 0],
    ['0', 0],
    [12, 12],
    ['12', 12],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('reads %j', (value, number) => {
    expect(count(value)).toBe(number);
  });

  it.each<[JsonValue | undefined]>([
    [undefined],
    [null],
    [''],
    [-1],
    ['-1'],
    [1.5],
    ['1.5'],
    ['01'],
    [' 1'],
    ['1e3'],
    ['0x10'],
    ['9007199254740992'],
    ['9007199254740993'],
    ['12345678901234567'],
    [9_007_199_254_740_992],
    [[]],
  ])('refuses %j', (value) => {
    expect(() => count(value)).toRefuse('provenance.malformed');
  });
});
