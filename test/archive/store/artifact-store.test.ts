import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArtifactStore } from '../../../src/archive/index.ts';
import { toSha256 } from '../../../src/archive/same-bytes.ts';
import { temporaryName } from '../../../src/archive/store/temporary-name.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const now = Date.now();
const at = (time: number) => ({ now: () => new Date(time) });
const digestOf = (text: string) => toSha256(createHash('sha256').update(text).digest('hex'));
const newStore = (time = now) => ArtifactStore.open(mkdtempSync(join(scratch.path, 'cache-')), at(time));

async function put(store: ArtifactStore, text: string) {
  const incoming = store.receive();
  incoming.write(Buffer.from(text));
  return await store.keep(incoming);
}

/** Everything that the store holds, as paths below it. */
const filesIn = (store: ArtifactStore): readonly string[] =>
  readdirSync(store.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

describe('ArtifactStore', () => {
  it('keeps a file under its digest and gives it out again', async () => {
    const store = await newStore();
    const kept = await put(store, 'some bytes');
    expect(kept).toEqual({ path: store.pathOf(kept.sha256), sha256: digestOf('some bytes'), size: 10 });
    expect(readFileSync(kept.path, 'utf8')).toBe('some bytes');
    expect(await store.take(kept.sha256)).toEqual(kept);
    expect(filesIn(store)).toEqual([kept.sha256]);
  });

  it.skipIf(process.platform === 'win32')('lets nobody else in', async () => {
    const store = await newStore();
    const { path } = await put(store, 'x');
    expect(statSync(store.folder).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('has nothing under a digest that it never saw', async () => {
    expect(await (await newStore()).take(digestOf('absent'))).toBeUndefined();
  });

  it.each([
    ['changed', 'some bytfs'],
    ['cut off', 'some'],
    ['made longer', 'some bytes and more'],
    ['emptied', ''],
  ])('gives out nothing that was %s meanwhile, and forgets it', async (_how, text) => {
    const store = await newStore();
    const { path, sha256 } = await put(store, 'some bytes');
    writeFileSync(path, text);
    expect(await store.take(sha256)).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    expect(await put(store, 'some bytes')).toMatchObject({ sha256 });
  });

  it('gives out nothing that is no file', async () => {
    const store = await newStore();
    const { path, sha256 } = await put(store, 'x');
    rmSync(path);
    await ArtifactStore.open(path);
    expect(await store.take(sha256)).toBeUndefined();
    expect(await put(store, 'x')).toMatchObject({ sha256 });
  });

  it('takes one file from two writers at once', async () => {
    const store = await newStore();
    const [one, other] = [store.receive(), store.receive()];
    for (const piece of ['some ', 'bytes']) {
      one.write(Buffer.from(piece));
      other.write(Buffer.from(piece));
    }
    expect(await store.keep(one)).toEqual(await store.keep(other));
    expect(filesIn(store)).toEqual([digestOf('some bytes')]);
  });

  it('forgets a file that is given up, and one that is begun again', async () => {
    const store = await newStore();
    const incoming = store.receive();
    incoming.write(Buffer.from('wrong'));
    incoming.restart();
    incoming.write(Buffer.from('x'));
    expect([incoming.size, incoming.sha256]).toEqual([1, digestOf('x')]);
    await incoming.discard();
    expect(filesIn(store)).toEqual([]);
  });
});

describe('what a process leaves that is killed while it writes', () => {
  it('is a file that nobody takes for whole', async () => {
    const store = await newStore();
    const target = join(store.folder, 'incoming', temporaryName());
    const script = `const fs=require('fs');const f=fs.openSync(${JSON.stringify(target)},'wx');fs.writeSync(f,'part');console.log('ready');setInterval(()=>{},1000)`;
    const child = spawn(process.execPath, ['-e', script]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await store.take(digestOf('part'))).toBeUndefined();
    expect((await store.info()).entries).toBe(0);
    expect(readFileSync(target, 'utf8')).toBe('part');
  });

  const name = (host: string, pid: number) => `${host}-${pid}-0123456789abcdef.part`;
  const ours = temporaryName().slice(0, 8);
  const DEAD = 2 ** 30; // larger than any process number

  it.each<[string, string, number, boolean]>([
    ['of a process that is gone, two hours ago', name(ours, DEAD), 2 * HOUR, false],
    ['of a process that is gone, a minute ago', name(ours, DEAD), 60_000, true],
    ['of a process that runs, two hours ago', name(ours, process.pid), 2 * HOUR, true],
    ['of another machine, a day ago', name('00000000', DEAD), DAY, true],
    ['of another machine, eight days ago', name('00000000', DEAD), 8 * DAY, false],
    ['of a process that runs, eight days ago', name(ours, process.pid), 8 * DAY, false],
    ['of nobody knows whom, a day ago', 'something', DAY, true],
    ['of nobody knows whom, eight days ago', 'something', 8 * DAY, false],
  ])('is swept out by the next run, or not: %s', async (_what, file, age, stays) => {
    const store = await newStore();
    const path = join(store.folder, 'incoming', file);
    writeFileSync(path, 'part');
    utimesSync(path, new Date(now - age), new Date(now - age));
    await ArtifactStore.open(join(store.folder, '..'), at(now));
    expect(existsSync(path)).toBe(stays);
  });
});

describe('the upkeep of the store', () => {
  /** A store with three files that were used ten, five and zero days ago, of 10, 20 and 30 bytes. */
  async function filledStore(): Promise<ArtifactStore> {
    const store = await newStore();
    for (const [size, days] of [
      [10, 10],
      [20, 5],
      [30, 0],
    ] as const) {
      const { path } = await put(store, 'x'.repeat(size));
      utimesSync(path, new Date(now - days * DAY), new Date(now - days * DAY));
    }
    return store;
  }

  it('tells what is there', async () => {
    const store = await filledStore();
    expect(await store.info()).toEqual({ folder: store.folder, entries: 3, bytes: 60 });
    expect(await (await newStore()).info()).toMatchObject({ entries: 0, bytes: 0 });
  });

  it.each([
    ['what has not been used for a week', { unusedFor: 7 * DAY }, [1, 10]],
    ['what has not been used for a day', { unusedFor: DAY }, [2, 30]],
    ['but for what was used in the last hour', { unusedFor: 0 }, [2, 30]],
    ['the oldest, down to a size', { keepBytes: 50 }, [1, 10]],
    ['the oldest, down to a smaller size', { keepBytes: 49 }, [2, 30]],
    ['nothing, where all fits', { keepBytes: 60 }, [0, 0]],
    ['nothing, where nothing is asked', {}, [0, 0]],
    ['both by age and by size', { unusedFor: 7 * DAY, keepBytes: 30 }, [2, 30]],
  ])('prunes %s', async (_what, rules, [removed, freedBytes]) => {
    const store = await filledStore();
    expect(await store.prune(rules)).toEqual({ removed, freedBytes });
    expect((await store.info()).entries).toBe(3 - (removed ?? 0));
  });

  it('counts taking as use', async () => {
    const store = await filledStore();
    await store.take(digestOf('x'.repeat(10)));
    expect(await store.prune({ unusedFor: DAY })).toEqual({ removed: 1, freedBytes: 20 });
  });

  it('clears all but what is being written', async () => {
    const store = await filledStore();
    const incoming = store.receive();
    expect(await store.clear()).toEqual({ removed: 3, freedBytes: 60 });
    incoming.write(Buffer.from('y'));
    expect(await store.keep(incoming)).toMatchObject({ size: 1 });
  });

  it('forgets what was found in the files that go', async () => {
    const store = await filledStore();
    const known = [10, 20, 30].map((size) => {
      const sha256 = digestOf('x'.repeat(size));
      return join(store.folder, '../readings', sha256.slice(0, 2), `${sha256}-0123`);
    });
    for (const path of known) {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, 'a report');
    }
    await store.take(digestOf('x'.repeat(10)));
    await store.prune({ unusedFor: DAY });
    expect(known.map((path) => existsSync(path))).toEqual([true, false, true]);
    await store.clear();
    expect(known.filter((path) => existsSync(path))).toEqual([]);
  });

  it('passes over what is not its own', async () => {
    const store = await filledStore();
    writeFileSync(join(store.folder, 'sha256', 'README'), 'x');
    writeFileSync(join(store.folder, 'sha256', digestOf('x'.repeat(10)).slice(0, 2), 'other'), 'x');
    expect((await store.info()).entries).toBe(3);
  });
});
