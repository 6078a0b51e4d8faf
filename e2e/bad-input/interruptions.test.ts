import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
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

/** Enough that an installer can be met while it writes them, and few enough that pip compiles them in seconds. */
const FILES = 1_500;

/** Many small files: a while to install. */
const crate = makeWheel({
  name: 'crate',
  files: Object.fromEntries(
    Array.from({ length: FILES }, (_, part) => [`crate/part${part}.py`, `x = ${part}\n`]),
  ),
});

describe.each(['pip', 'uv'] as const)('a run that is ended while %s installs', (installer) => {
  const start = async () => {
    index.add(crate);
    const sandbox = await makeSandbox({ installer, index: index.url });
    const begun = join(await sandbox.sitePackages(), 'crate');
    const running = sandbox.start(['crate']);
    const ended = running.done.then(() => true);
    while (!existsSync(begun) && !(await Promise.race([ended, sleep(5)])));
    return { sandbox, running };
  };

  it('by SIGINT leaves the package whole or not installed', async () => {
    const { sandbox, running } = await start();
    running.kill('SIGINT');
    const result = await running.done;
    expect([0, 130]).toContain(result.exitCode);
    expect(result.stderr).not.toMatch(STACK);
    // the installer, like by itself, may leave files behind that belong to no distribution; they count for nothing
    if ((await sandbox.freeze()).length > 0) expect(await countOf(sandbox)).toBe(FILES);
    expect(await sandbox.leftovers()).toEqual([]);
    expect(await readdir(join(sandbox.cache, 'hand-over'))).toEqual([]);
    expectDone(await sandbox.run(['crate']));
    expect(await countOf(sandbox)).toBe(FILES);
  });

  it('by SIGKILL is mended by the next run', async () => {
    const { sandbox, running } = await start();
    running.kill('SIGKILL');
    await running.done;
    await settled(sandbox); // the installer outlives us, and is not to be met by a second one
    expectDone(await sandbox.run(['--force-reinstall', 'crate']));
    expect(await countOf(sandbox)).toBe(FILES);
    expect(await sandbox.freeze()).toEqual(['crate==1.0']);
  });
});

async function countOf(sandbox: Sandbox): Promise<number> {
  const names = await readdir(join(await sandbox.sitePackages(), 'crate'));
  return names.filter((name) => name.endsWith('.py')).length;
}

/** Comes back when nothing has been written to the environment for a second. */
async function settled(sandbox: Sandbox): Promise<void> {
  for (let before = -1, now = 0; before !== now; ) {
    before = now;
    await sleep(1_000);
    now = (await sandbox.snapshot()).size;
  }
}

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
