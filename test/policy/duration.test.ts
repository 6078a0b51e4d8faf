import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfDay, formatDay, formatDuration, parseDay, parseDuration } from '../../src/policy/duration.ts';
import { policyJsonSchema } from '../../src/policy/file/json-schema.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

const DURATIONS: readonly (readonly [string, string, number | undefined])[] = [
  ['days', 'P3D', 72 * HOUR],
  ['weeks', 'P2W', 14 * 24 * HOUR],
  ['weeks and days', 'P1W1D', 8 * 24 * HOUR],
  ['hours', 'PT12H', 12 * HOUR],
  ['minutes and seconds', 'PT1M1S', 61 * SECOND],
  ['everything', 'P1W2DT3H4M5S', (9 * 24 + 3) * HOUR + 245 * SECOND],
  ['nothing, said', 'P0D', 0],
  ['a P alone', 'P', undefined],
  ['a T alone', 'PT', undefined],
  ['a T at the end', 'P3DT', undefined],
  ['months, which have no fixed length', 'P1M', undefined],
  ['years, which have none either', 'P1Y', undefined],
  ['a fraction', 'P1.5D', undefined],
  ['a sign', '-P1D', undefined],
  ['small letters', 'p3d', undefined],
  ['the wrong order', 'P1D1W', undefined],
  ['a number alone', '3', undefined],
  ['words', '3 days', undefined],
  ['something behind it', 'P3D ', undefined],
  ['nothing', '', undefined],
];

describe('parseDuration', () => {
  it.each(DURATIONS)('%s', (_reason, text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it('takes no number that an attacker would make long', () => {
    expect(parseDuration('P9999999D')).toBeUndefined();
  });

  it('takes what the schema for editors takes', () => {
    const schema = policyJsonSchema() as { properties: { 'min-age': { pattern: string } } };
    const pattern = new RegExp(schema.properties['min-age'].pattern);
    expect(DURATIONS.filter(([, text, value]) => pattern.test(text) !== (value !== undefined))).toEqual([]);
  });
});

describe('formatDuration', () => {
  it.each([
    ['days', 72 * HOUR, 'P3D'],
    ['days and hours', 36 * HOUR, 'P1DT12H'],
    ['a time of day', 3_725_000, 'PT1H2M5S'],
    ['nothing', 0, 'P0D'],
    ['less than a second', 999, 'P0D'],
  ])('%s', (_reason, value, expected) => {
    expect(formatDuration(value)).toBe(expected);
  });

  it('is read back as the same', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (seconds) => {
        expect(parseDuration(formatDuration(seconds * SECOND))).toBe(seconds * SECOND);
      }),
    );
  });
});

describe('parseDay', () => {
  it.each([
    ['a day', '2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['a leap day', '2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['a day that the month does not have', '2027-02-30', undefined],
    ['a leap day of another year', '2027-02-29', undefined],
    ['a month that no year has', '2027-13-01', undefined],
    ['a moment', '2027-01-31T10:00:00Z', undefined],
    ['an incomplete day', '2027-1-31', undefined],
    ['a year of six digits', '+012027-01-31', undefined],
    ['something before it', 'x2027-01-31', undefined],
    ['words', 'tomorrow', undefined],
  ])('%s', (_reason, text, expected) => {
    expect(parseDay(text)?.toISOString()).toBe(expected);
  });

  it('is written back, and ends where the next one begins', () => {
    const day = parseDay('2027-01-31') ?? new Date(0);
    expect(formatDay(day)).toBe('2027-01-31');
    expect(formatDay(endOfDay(day))).toBe('2027-02-01');
  });
});
