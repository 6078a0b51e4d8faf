import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { expectDone } from '../support/output.ts';
import { makeSandbox } from '../support/sandbox.ts';
import { SHOP } from '../support/shop.ts';
import { falseNames } from '../support/store.ts';

let index: LocalIndex;
beforeAll(async () => {
  index = await startLocalIndex();
});
beforeEach(() => {
  index.reset();
  index.addAll(SHOP);
});
afterAll(() => index.close());

describe('two runs at once', () => {
  it('into two environments share one cache', async () => {
    index.settings.latency = 50; // so that both are amid their downloads at the same time
    const first = await makeSandbox({ installer: 'pip', index: index.url });
    const second = await makeSandbox({ installer: 'uv', index: index.url });
    const env = { SAFE_INSTALL_CACHE_DIR: first.cache };
    const results = await Promise.all([first.run(['shop']), second.run(['shop'], { env })]);
    for (const result of results) expectDone(result);
    expect(await first.freeze()).toEqual(['shop==2.0', 'till==1.6']);
    expect(await second.freeze()).toEqual(['shop==2.0', 'till==1.6']);
    expect(await falseNames(first.cache)).toEqual([]);
  });

  it.each(['pip', 'uv'] as const)('into one environment with %s both end well', async (installer) => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    const results = await Promise.all([sandbox.run(['shop']), sandbox.run(['shop'])]);
    for (const result of results) expectDone(result);
    expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.6']);
  });

  it('one of which is killed, the other ends well', async () => {
    index.faults.add({ path: /\.whl$/, fault: { kind: 'drip', bytesPerSecond: 2_000 } });
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    const doomed = sandbox.start(['shop']);
    const other = sandbox.start(['download', '-d', 'wheels', 'shop']);
    while (!index.paths.some((path) => path.endsWith('.whl')))
      await new Promise((next) => setTimeout(next, 10));
    doomed.kill('SIGKILL');
    await doomed.done;
    expectDone(await other.done);
    expect(await falseNames(sandbox.cache)).toEqual([]);
  });
});
