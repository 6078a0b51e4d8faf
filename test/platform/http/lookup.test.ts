import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { createLookup } from '../../../src/platform/http/lookup.ts';

type Ask = Parameters<typeof createLookup>[0];
type Answer = { readonly error: Error | null; readonly addresses: LookupAddress[] };

const BOTH = [
  { address: '192.0.2.1', family: 4 },
  { address: '2001:db8::1', family: 6 },
];

function asking(answers: Answer[]) {
  let asked = 0;
  const ask = ((
    _host: string,
    _options: object,
    done: (error: Error | null, addresses: LookupAddress[]) => void,
  ) => {
    const answer = answers[asked++] ?? { error: null, addresses: BOTH };
    setImmediate(() => done(answer.error, answer.addresses));
  }) as unknown as Ask;
  const lookup = createLookup(ask);
  const resolve = (options: object) =>
    new Promise((done, fail) =>
      lookup('index.example', options, (error, address) => (error === null ? done(address) : fail(error))),
    );
  return { resolve, count: () => asked };
}

describe('createLookup', () => {
  it('asks once for many connections', async () => {
    const { resolve, count } = asking([]);
    expect(await Promise.all([resolve({ all: true }), resolve({ all: true }), resolve({})])).toEqual([
      BOTH,
      BOTH,
      '192.0.2.1',
    ]);
    expect(count()).toBe(1);
  });

  it('gives the family that is asked for', async () => {
    const { resolve } = asking([]);
    expect(await resolve({ family: 6 })).toBe('2001:db8::1');
    expect(await resolve({ family: 6, all: true })).toEqual([BOTH[1]]);
  });

  it('asks again after a failure', async () => {
    const failed = Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    const { resolve, count } = asking([{ error: failed, addresses: [] }]);
    await expect(resolve({ all: true })).rejects.toBe(failed);
    expect(await resolve({ all: true })).toEqual(BOTH);
    expect(count()).toBe(2);
  });
});
