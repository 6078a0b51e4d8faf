import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { expectDone, STACK } from '../support/output.ts';
import { makeSandbox, type Sandbox } from '../support/sandbox.ts';
import { SHOP } from '../support/shop.ts';
import { ageUnfinished, falseNames, unfinished } from '../support/store.ts';

let index: LocalIndex;
beforeAll(async () => {
  index = await startLocalIndex();
});
beforeEach(() => {
  index.reset();
  index.addAll(SHOP);
});
afterAll(() => index.close());

/** Where a run is when it is ended: the index holds it up there. */
const MOMENTS: readonly [string, () => void, () => Promise<void>][] = [
  ['before its first answer', () => silence('/simple/'), () => asked('/simple/')],
  ['amid the listings', () => silence('/simple/till/'), () => asked('/simple/till/')],
  ['amid the metadata', () => silence('.metadata'), () => asked('.metadata')],
  ['before a download', () => silence(/\.whl$/), () => asked(/\.whl$/)],
  [
    'amid a download',
    () => index.faults.add({ path: /\.whl$/, fault: { kind: 'drip', bytesPerSecond: 200 } }),
    async () => {
      await asked(/\.whl$/);
      await sleep(300); // so that some bytes of the file have been written
    },
  ],
];

function silence(path: string | RegExp): void {
  index.faults.add({ path, fault: { kind: 'silence' } });
}

async function asked(path: string | RegExp): Promise<void> {
  const matches = (each: string) => (typeof path === 'string' ? each.includes(path) : path.test(each));
  while (!index.paths.some(matches)) await sleep(10);
}

async function expectSound(sandbox: Sandbox): Promise<void> {
  expect(await falseNames(sandbox.cache)).toEqual([]);
  index.faults.clear();
  await ageUnfinished(sandbox.cache); // what a dead process has left is swept out once it is an hour old
  expectDone(await sandbox.run(['shop'])); // no lock outlives its process, no partial file is taken for whole
  expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.6']);
  expect(await unfinished(sandbox.cache)).toEqual([]);
}

describe.each(MOMENTS)('a run that is ended %s', (_moment, holdUp, reached) => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s says little, leaves nothing and changes nothing', async (signal, exitCode) => {
    holdUp();
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    const before = await sandbox.snapshot();
    const running = sandbox.start(['shop']);
    await reached();
    running.kill(signal);
    const result = await running.done;
    expect(result.exitCode ?? result.signal, result.stderr).toBeOneOf([exitCode, signal]);
    expect(result.stderr).not.toMatch(STACK);
    expect(await sandbox.changes(before)).toEqual([]);
    expect(await sandbox.leftovers()).toEqual([]);
    expect(await unfinished(sandbox.cache)).toEqual([]);
    await expectSound(sandbox);
  });

  it('by SIGKILL changes nothing, and the next run is none the worse', async () => {
    holdUp();
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    const before = await sandbox.snapshot();
    const running = sandbox.start(['shop']);
    await reached();
    running.kill('SIGKILL');
    expect((await running.done).signal).toBe('SIGKILL');
    expect(await sandbox.changes(before)).toEqual([]);
    await expectSound(sandbox);
  });
});

describe('a run that is killed after so many milliseconds', () => {
  it.each([100, 200, 300, 400, 500, 600, 800, 1000, 1300])(
    '%i: the next run is none the worse',
    async (delay) => {
      const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
      const running = sandbox.start(['shop']);
      const timer = setTimeout(() => running.kill('SIGKILL'), delay);
      await running.done;
      clearTimeout(timer);
      await expectSound(sandbox);
    },
  );
});
