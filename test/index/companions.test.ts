import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Companions } from '../../src/index/companions.ts';
import type { IndexConfig } from '../../src/index/config.ts';
import { DiskCache } from '../../src/index/disk-cache.ts';
import { silentLog } from '../../src/platform/index.ts';
import { localIndex, name, packageIndex, temporaryFolder } from './support.ts';

const CONFIG: Pick<IndexConfig, 'indexes' | 'pins' | 'strategy'> = {
  indexes: ['https://index.example/simple'],
  pins: { indexOf: () => null, indexes: [] },
  strategy: 'refuse',
};

const ACME = name('acme');

/** What a new process finds in the folder. */
const openAgain = (folder: string, config = CONFIG) =>
  new Companions(new DiskCache(folder, silentLog), config);

/** A folder in which two projects are remembered to follow `acme`. */
async function remembered(others = [name('bolt'), name('nut')]): Promise<string> {
  const folder = await temporaryFolder();
  const disk = new DiskCache(folder, silentLog);
  new Companions(disk, CONFIG).remember(ACME, others);
  await disk.settled();
  return folder;
}

function pathIn(folder: string): string {
  const [only = ''] = readdirSync(join(folder, 'companions-1'));
  return join(folder, 'companions-1', only);
}

describe('Companions', () => {
  it('gives them in their order', async () => {
    expect(await openAgain(await remembered()).of(ACME)).toEqual(['bolt', 'nut']);
  });

  it('knows none of another first project', async () => {
    expect(await openAgain(await remembered()).of(name('bolt'))).toEqual([]);
  });

  it('knows none where there are none', async () => {
    expect(await openAgain(await remembered([])).of(ACME)).toEqual([]);
  });

  it.each<[string, Partial<typeof CONFIG>]>([
    ['another index', { indexes: ['https://other.example/simple'] }],
    ['one index more', { indexes: [...CONFIG.indexes, 'https://other.example/simple'] }],
    ['another strategy', { strategy: 'first-index' }],
    ['another pin', { pins: { indexOf: () => null, indexes: ['https://other.example/simple'] } }],
  ])('tells no name to %s', async (_what, change) => {
    expect(await openAgain(await remembered(), { ...CONFIG, ...change }).of(ACME)).toEqual([]);
  });

  it.each(['https://index.example/simple', 'https://me:secret@index.example/simple'])(
    'goes by the address, and not by the credentials: %s',
    async (index) => {
      expect(await openAgain(await remembered(), { ...CONFIG, indexes: [index] }).of(ACME)).toHaveLength(2);
    },
  );

  it.each<[string, (text: string) => string]>([
    ['is empty', () => ''],
    ['is cut off', (text) => text.slice(0, -1)],
    ['has one letter changed', (text) => text.replace('bolt', 'bold')],
    ['has one name more', (text) => `${text}\nevil`],
  ])('knows none from a file that %s', async (_what, change) => {
    const folder = await remembered();
    writeFileSync(pathIn(folder), change(readFileSync(pathIn(folder), 'latin1')));
    expect(await openAgain(folder).of(ACME)).toEqual([]);
  });

  it('passes over what is no name', async () => {
    const folder = await remembered(['bolt', '../up', 'Nut', ''] as ReturnType<typeof name>[]);
    expect(await openAgain(folder).of(ACME)).toEqual(['bolt']);
  });

  it('keeps no more than a thousand', async () => {
    const many = Array.from({ length: 1200 }, (_, number) => name(`p${number}`));
    expect(await openAgain(await remembered(many)).of(ACME)).toHaveLength(1000);
  });
});

describe('a second run', () => {
  const pagesAsked = (index: Awaited<ReturnType<typeof localIndex>>) =>
    index.requests.map(({ path }) => path).filter((path) => path.startsWith('/simple/'));

  it('asks for all at once what the first asked for one by one, and for nothing else', async () => {
    const index = await localIndex();
    const cacheFolder = await temporaryFolder();
    const first = packageIndex([index.url], { doors: { cacheFolder } });
    for (const each of ['acme', 'bolt', 'nut']) await first.fetchProject(name(each));
    await first.close();
    const asked = pagesAsked(index);
    const second = packageIndex([index.url], { doors: { cacheFolder } });
    await second.fetchProject(ACME);
    await second.fetchProject(name('nut'));
    await second.close();
    expect(pagesAsked(index).slice(asked.length).sort()).toEqual(asked.sort());
    const third = packageIndex([index.url], { doors: { cacheFolder } });
    await third.fetchProject(ACME);
    await third.fetchProject(name('nut'));
    await third.close();
    expect(pagesAsked(index).slice(2 * asked.length)).not.toContain('/simple/bolt/');
  });

  it('is not bothered by the failure of one that it does not need', async () => {
    const index = await localIndex();
    const cacheFolder = await temporaryFolder();
    const first = packageIndex([index.url], { doors: { cacheFolder } });
    for (const each of ['acme', 'bolt']) await first.fetchProject(name(each));
    await first.close();
    index.faults.add({ path: '/simple/bolt/', fault: { kind: 'status', status: 403 } });
    const second = packageIndex([index.url], { doors: { cacheFolder } });
    expect(await second.fetchProject(ACME)).toMatchObject({ name: 'acme' });
    await second.close();
  });
});
