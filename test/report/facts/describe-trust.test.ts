import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { ageOf, describeTrust, type TrustDescription } from '../../../src/report/facts/describe-trust.ts';
import { content, NOW } from '../support.ts';

describe('the age of a trust root', () => {
  const root = (
    refreshedAt: string | null,
    origin: TrustDescription['origin'] = 'tuf',
  ): TrustDescription => ({
    name: 'public-good',
    sha256: '0',
    origin,
    refreshedAt: refreshedAt === null ? null : new Date(refreshedAt),
    expires: null,
    problem: null,
  });
  it.each([
    [root('2026-11-24T11:00:00Z'), 'refreshed today'],
    [root('2026-11-23T12:00:01Z'), 'refreshed today'],
    [root('2026-11-23T12:00:00Z'), 'refreshed yesterday'],
    [root('2026-11-22T12:00:00Z'), 'refreshed 2 days ago'],
    [root('2026-11-25T12:00:00Z'), 'refreshed today'],
    [root(null, 'embedded'), 'came with the program'],
    [root(null, 'file'), 'from a file'],
  ])('%o', (trust, expected) => {
    expect(ageOf(trust, NOW)).toBe(expected);
  });

  it('comes with what kept it from being newer', () => {
    const [trust] = content([]).trust;
    if (trust === undefined) throw new Error('there is one');
    const problem = new SafeInstallError({ code: 'trust.unreachable', message: 'it cannot be reached' });
    expect(describeTrust({ ...trust, problem })).toMatchObject({
      name: 'public-good',
      problem: 'it cannot be reached',
    });
  });
});
