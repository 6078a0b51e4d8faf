import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { untilIdle } from '../../src/platform/index.ts';

describe('untilIdle', () => {
  it('does not wait for what nobody waits for', async () => {
    await expect(untilIdle(() => false)).resolves.toBeUndefined();
  });

  it('waits while the thread is busy, and no longer', async () => {
    let isBusy = true;
    const order: string[] = [];
    const waiting = untilIdle(() => true).then(() => order.push('idle'));
    const working = (async () => {
      for (let turn = 0; turn < 200; turn += 1) {
        const since = performance.now();
        while (performance.now() - since < 1); // works without a pause
        await setImmediate();
      }
      isBusy = false;
      order.push('done');
    })();
    await Promise.all([waiting, working]);
    expect(isBusy).toBe(false);
    expect(order).toEqual(['done', 'idle']);
  });

  it('ends when it is not waited for any more', async () => {
    let asked = 0;
    const isWaitedFor = () => {
      asked += 1;
      return asked === 1;
    };
    await untilIdle(isWaitedFor);
    expect(asked).toBeLessThanOrEqual(2);
  });
});
