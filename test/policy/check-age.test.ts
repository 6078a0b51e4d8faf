import { describe, expect, it } from 'vitest';
import { checkAge } from '../../src/policy/check-age.ts';
import { NOW } from './support.ts';

const DAY = 86_400_000;
const minAge = (days: number) => ({ value: days * DAY, origin: { source: 'x.toml', line: 3, column: 1 } });
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds);

describe('checkAge', () => {
  it.each([
    ['old enough', ago(4 * DAY), 3],
    ['old enough to the moment', ago(3 * DAY), 3],
    ['new, where no age is asked for', ago(0), 0],
    ['of no known time, where no age is asked for', null, 0],
    ['of the future, where no age is asked for', ago(-DAY), 0],
  ])('takes a file that is %s', (_reason, uploaded, days) => {
    expect(() => checkAge(uploaded, minAge(days), NOW)).not.toThrow();
  });

  it.each([
    ['too new by a moment', ago(3 * DAY - 1), 'age.too-new'],
    ['of the future', ago(-DAY), 'age.too-new'],
    ['of no known time', null, 'age.unknown'],
  ])('refuses a file that is %s', (_reason, uploaded, code) => {
    expect(() => checkAge(uploaded, minAge(3), NOW)).toRefuse(code);
  });

  it('says what is asked for, by whom, and until when to wait', () => {
    expect(() => checkAge(ago(DAY), minAge(3), NOW)).toThrow(
      expect.objectContaining({
        facts: [
          { label: 'expected', value: 'at least P3D old', origin: 'x.toml:3' },
          { label: 'got', value: 'uploaded 2026-11-23T12:00:00.000Z', origin: 'the index' },
        ],
        hint: 'Choose an older version, or wait until 2026-11-26T12:00:00.000Z',
      }),
    );
  });
});
