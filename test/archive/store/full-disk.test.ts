import type * as FileSystem from 'node:fs';
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ArtifactStore } from '../../../src/archive/index.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();

/** What the disk does not do any more, and what it says then. */
const disk: { failing: 'open' | 'write' | 'rename' | undefined; code: string; written: number } = {
  failing: undefined,
  code: 'ENOSPC',
  written: 0,
};

const failure = () => Object.assign(new Error(`${disk.code}: no`), { code: disk.code, syscall: 'write' });

vi.mock('node:fs', async (original) => {
  const real = await original<typeof FileSystem>();
  const openSync: typeof real.openSync = (path, flags, mode) => {
    if (disk.failing === 'open' && flags === 'wx') throw failure();
    return real.openSync(path, flags, mode);
  };
  const writeSync = (file: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
    if (disk.failing === 'write') throw failure();
    // a disk may take less than it is given
    return real.writeSync(file, bytes, offset, Math.min(length, 3), position);
  };
  const renameSync: typeof real.renameSync = (from, to) => {
    if (disk.failing === 'rename') throw failure();
    real.renameSync(from, to);
  };
  return { ...real, openSync, writeSync, renameSync };
});

afterEach(() => {
  disk.failing = undefined;
});

const newStore = () => ArtifactStore.open(mkdtempSync(join(scratch.path, 'cache-')));
const leftIn = (store: ArtifactStore) => readdirSync(join(store.folder, 'incoming'));

describe('a disk that is full', () => {
  it('takes a file piece by piece while it has room', async () => {
    const store = await newStore();
    const incoming = store.receive();
    incoming.write(Buffer.from('ten letters'));
    const { sha256 } = await store.keep(incoming);
    expect(await store.take(sha256)).toMatchObject({ size: 11 });
  });

  it.each([
    ['ENOSPC', 'disk.full'],
    ['EDQUOT', 'disk.full'],
    ['EROFS', 'disk.read-only'],
    ['EACCES', 'disk.read-only'],
  ])('is told when a file is begun: %s', async (code, expected) => {
    const store = await newStore();
    Object.assign(disk, { failing: 'open', code });
    expect(() => store.receive()).toRefuse(expected);
  });

  it('is told when a file is written, and the file goes', async () => {
    const store = await newStore();
    const incoming = store.receive();
    Object.assign(disk, { failing: 'write', code: 'ENOSPC' });
    expect(() => incoming.write(Buffer.alloc(1024 * 1024))).toRefuse('disk.full');
    await incoming.discard();
    expect(leftIn(store)).toEqual([]);
  });

  it('is told when the last bytes of a file are written, and the file goes', async () => {
    const store = await newStore();
    const incoming = store.receive();
    incoming.write(Buffer.from('x'));
    Object.assign(disk, { failing: 'write', code: 'ENOSPC' });
    await expect(store.keep(incoming)).toRefuseWith('disk.full');
    expect(leftIn(store)).toEqual([]);
  });

  it('is told when a file gets its place, and the file goes', async () => {
    const store = await newStore();
    const incoming = store.receive();
    incoming.write(Buffer.from('x'));
    Object.assign(disk, { failing: 'rename', code: 'ENOSPC' });
    await expect(store.keep(incoming)).toRefuseWith('disk.full');
    expect(leftIn(store)).toEqual([]);
  });
});

describe('a system that does not replace files that are in use', () => {
  it('is content with the same file that is there', async () => {
    const store = await newStore();
    const [first, second] = [store.receive(), store.receive()];
    first.write(Buffer.from('x'));
    second.write(Buffer.from('x'));
    const kept = await store.keep(first);
    Object.assign(disk, { failing: 'rename', code: 'EPERM' });
    expect(await store.keep(second)).toEqual(kept);
    expect(leftIn(store)).toEqual([]);
  });

  it('is told when there is none', async () => {
    const store = await newStore();
    const incoming = store.receive();
    incoming.write(Buffer.from('x'));
    Object.assign(disk, { failing: 'rename', code: 'EPERM' });
    await expect(store.keep(incoming)).toRefuseWith('disk.read-only');
  });
});
