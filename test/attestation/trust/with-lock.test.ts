import { mkdir, mkdtemp, rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../../src/attestation/trust/with-lock.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'with-lock-test-'));
  path = join(folder, 'trust', 'state.json');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const run = async (patience = 0): Promise<string | undefined> =>
  await withLock(path, patience, async () => 'done');

/** The lock of another process, which renewed it this many seconds ago. */
async function held(secondsAgo: number): Promise<void> {
  await mkdir(`${path}.lock`, { recursive: true });
  const then = new Date(Date.now() - secondsAgo * 1000);
  await utimes(`${path}.lock`, then, then);
}

describe('withLock', () => {
  it('runs, and lets the next one run', async () => {
    expect(await run()).toBe('done');
    expect(await run()).toBe('done');
  });

  it('gives up while another process holds the lock', async () => {
    await held(5);
    expect(await run()).toBeUndefined();
  });

  it('waits for another process as long as its patience lasts', async () => {
    const order: string[] = [];
    const pending: Promise<unknown>[] = [];
    await withLock(path, 0, async () => {
      pending.push(withLock(path, 100, async () => order.push('second')));
      order.push('first');
    });
    await Promise.all(pending);
    expect(order).toEqual(['first', 'second']);
  });

  it('takes the lock of a process that was killed', async () => {
    await held(20);
    expect(await run()).toBe('done');
  });

  it('is let go when the action fails', async () => {
    const failure = new Error('so it goes');
    const failing = withLock(path, 0, async () => {
      throw failure;
    });
    await expect(failing).rejects.toBe(failure);
    expect(await run()).toBe('done');
  });

  it('does not mind that somebody else has let it go', async () => {
    expect(
      await withLock(path, 0, async () => {
        await rmdir(`${path}.lock`);
        return 'done';
      }),
    ).toBe('done');
  });

  it('fails when it cannot be let go', async () => {
    const failing = withLock(path, 0, async () => await writeFile(join(`${path}.lock`, 'x'), ''));
    await expect(failing).rejects.toMatchObject({ code: 'ENOTEMPTY' });
  });

  it('fails, and does not act, where no lock can be made for another reason than rights', async () => {
    path = join(folder, 'x'.repeat(254));
    let acted = false;
    const failing = withLock(path, 0, async () => {
      acted = true;
    });
    await expect(failing).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
    expect(acted).toBe(false);
  });
});
