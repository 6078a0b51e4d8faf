import { describe, expect, it } from 'vitest';
import { toSettings } from '../../../src/platform/http/options.ts';

describe('toSettings', () => {
  it.each([
    ['pip’s own default', undefined, 15_000, { window: 60_000, bytes: 61_440 }],
    ['more time', 60_000, 60_000, { window: 240_000, bytes: 245_760 }],
    ['less time', 2_000, 2_000, { window: 8_000, bytes: 8_192 }],
    ['a part of a millisecond', 0.5, 1, { window: 4, bytes: 5 }],
    ['no time', 0, 1, { window: 4, bytes: 5 }],
  ])(
    'holds a server with %s to a KiB a second, over four times as long',
    (_what, given, timeout, slowest) => {
      const settings = toSettings({ environment: {}, ...(given === undefined ? {} : { timeout: given }) });
      expect(settings).toMatchObject({ timeout, slowest });
    },
  );

  it('takes another pace that is given', () => {
    const slowest = { window: 1, bytes: 2 };
    expect(toSettings({ environment: {}, timeout: 100, slowest }).slowest).toEqual(slowest);
  });
});
