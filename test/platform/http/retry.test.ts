import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { toSettings } from '../../../src/platform/http/options.ts';
import {
  backoff,
  isTransientStatus,
  parseRetryAfter,
  withRetries,
} from '../../../src/platform/http/retry.ts';

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [undefined, undefined],
    ['0', 0],
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['9999999999999', undefined],
  ])('%s', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});

describe('backoff', () => {
  it('doubles, is capped, and is spread by at most half', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => backoff(attempt, () => 1))).toEqual([
      250, 500, 1000, 2000, 4000, 8000, 8000,
    ]);
    expect(backoff(1, () => 0)).toBe(125);
  });
});

describe('isTransientStatus', () => {
  it.each([429, 500, 502, 503, 504, 520, 524, 527])('%i is', (status) => {
    expect(isTransientStatus(status)).toBe(true);
  });
  it.each([200, 206, 301, 304, 400, 401, 403, 404, 410, 416, 501, 505, 530])('%i is not', (status) => {
    expect(isTransientStatus(status)).toBe(false);
  });
});

describe('withRetries', () => {
  const broken = Object.assign(new Error('reset'), { code: 'ECONNRESET' });

  function settingsWith(retries: number) {
    const waits: number[] = [];
    const sleep = (milliseconds: number) => {
      waits.push(milliseconds);
      return Promise.resolve();
    };
    return { waits, settings: toSettings({ environment: {}, retries, random: () => 1, sleep }) };
  }

  it('tries again after what may pass, and no more often than it is told', async () => {
    const { settings, waits } = settingsWith(2);
    let tried = 0;
    const attempt = () => {
      tried += 1;
      return Promise.reject(broken);
    };
    await expect(withRetries(settings, attempt, { what: 'it' })).rejects.toBe(broken);
    expect(tried).toBe(3);
    expect(waits).toEqual([250, 500]);
  });

  it('does not try again after a refusal or a bug', async () => {
    const { settings } = settingsWith(5);
    for (const error of [
      new SafeInstallError({ code: 'network.insecure', message: 'no' }),
      new TypeError('bug'),
      Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' }),
    ]) {
      let tried = 0;
      const attempt = () => {
        tried += 1;
        return Promise.reject(error);
      };
      await expect(withRetries(settings, attempt, { what: 'it' })).rejects.toBe(error);
      expect(tried).toBe(1);
    }
  });

  it('waits as long as the server asks, at least as long as it would by itself', async () => {
    const { settings, waits } = settingsWith(3);
    const asks = [5_000, 0, undefined];
    const answer = await withRetries<string>(
      settings,
      () => Promise.resolve(asks.length > 0 ? { retryAfter: asks.shift(), answer: 'busy' } : 'done'),
      { what: 'it' },
    );
    expect(answer).toBe('done');
    expect(waits).toEqual([5_000, 500, 1_000]);
  });

  it('takes the last answer, and does not wait for longer than a minute', async () => {
    const { settings, waits } = settingsWith(1);
    const busy = (retryAfter: number) => () => Promise.resolve({ retryAfter, answer: 'busy' });
    expect(await withRetries<string>(settings, busy(10), { what: 'it' })).toBe('busy');
    expect(waits).toEqual([250]);
    expect(await withRetries<string>(settings, busy(3_600_000), { what: 'it' })).toBe('busy');
    expect(waits).toEqual([250]);
  });

  it('stops when it is aborted', async () => {
    const { settings } = settingsWith(5);
    const controller = new AbortController();
    let tried = 0;
    const attempt = () => {
      tried += 1;
      controller.abort();
      return Promise.reject(broken);
    };
    await expect(withRetries(settings, attempt, { what: 'it', signal: controller.signal })).rejects.toBe(
      broken,
    );
    expect(tried).toBe(1);
  });
});
