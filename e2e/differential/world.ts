import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSdist } from '../../test/support/make-sdist.ts';
import { type MadeFile, makeWheel } from '../../test/support/make-wheel.ts';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { SHOP } from '../support/shop.ts';
import { buildable } from './buildable.ts';
import { makeRepository, type Repository } from './repository.ts';

/** The indexes that a case may name. */
export interface World {
  readonly index: LocalIndex;
  readonly second: LocalIndex;
  readonly html: LocalIndex;
  /** A folder of files. */
  readonly links: string;
  readonly repository: Repository;
  close(): Promise<void>;
}

/** Files beside those of the shop, each for one thing that installers have to get right. */
const FILES: readonly MadeFile[] = [
  makeWheel({ name: 'stand', version: '1.0', requires: ['cards>=2'] }),
  makeWheel({ name: 'Acme.Tools', version: '1.0', files: { 'acme/tools/__init__.py': '' } }),
  makeWheel({ name: 'acme-plugins', version: '2.0', files: { 'acme/plugins/__init__.py': '' } }),
  makeWheel({ name: 'young', version: '1.0a1' }),
  makeWheel({ name: 'young', version: '1.0b2' }),
  makeWheel({ name: 'wants-young', requires: ['young'] }),
  makeWheel({ name: 'local', version: '1.0' }),
  makeWheel({ name: 'local', version: '1.0+cpu' }),
  makeWheel({ name: 'epoch', version: '2020.1' }),
  makeWheel({ name: 'epoch', version: '1!1.0' }),
  makeWheel({ name: 'posted', version: '1.0' }),
  makeWheel({ name: 'posted', version: '1.0.post1' }),
  makeWheel({ name: 'built', version: '1.0', build: '1' }),
  makeWheel({ name: 'built', version: '1.0', build: '2', files: { 'built.py': 'BUILD = 2\n' } }),
  makeWheel({ name: 'native', version: '1.0', tags: 'py3-none-any' }),
  makeWheel({ name: 'native', version: '1.1', tags: 'cp311-cp311-win_amd64' }),
  makeWheel({
    name: 'native',
    version: '1.1',
    tags: 'cp39-abi3-manylinux2014_x86_64',
    files: { 'n.py': '' },
  }),
  makeWheel({ name: 'foreign', version: '1.0', tags: 'cp312-cp312-win_amd64' }),
  makeWheel({ name: 'foreign', version: '0.9', tags: 'cp310-cp310-macosx_11_0_arm64' }),
  makeWheel({ name: 'loop-a', requires: ['loop-b'] }),
  makeWheel({ name: 'loop-b', requires: ['loop-a[more]'] }),
  makeWheel({
    name: 'tool',
    requires: ['till<1.6; extra == "low"'],
    extras: { low: [], all: ['tool[low]', 'cards'] },
  }),
  makeWheel({ name: 'odd', version: '1.0', requires: ['missing-project'] }),
  makeWheel({ name: 'odd', version: '0.9' }),
  makeWheel({ name: 'impossible', requires: ['till==1.5', 'halftill'] }),
  makeWheel({ name: 'halftill', requires: ['till==1.6'] }),
  makeWheel({
    name: 'rich',
    entryPoints: { rich: 'rich:main', 'rich-admin': 'rich.admin:main' },
    files: {
      'rich/__init__.py': 'def main():\n    print("rich")\n',
      'rich/admin.py': 'def main():\n    print("admin")\n',
      'rich/sub/deep/data.json': '{}\n',
      'rich/ünïcode name.txt': 'x',
      'rich-stubs/__init__.pyi': '',
    },
    scripts: { 'rich-sh': '#!/bin/sh\necho rich\n', 'rich-py': '#!python\nprint("rich")\n' },
    data: {
      'data/share/rich/a.txt': 'a\n',
      'headers/rich.h': '#define RICH\n',
      'purelib/rich_pure.py': 'PURE = 1\n',
      'platlib/rich_plat.py': 'PLAT = 1\n',
    },
  }),
  makeWheel({
    name: 'windowed',
    files: {
      'windowed/__init__.py': 'def main():\n    pass\n',
      'windowed-1.0.dist-info/entry_points.txt':
        '[gui_scripts]\nwindowed = windowed:main\n\n[acme.plugins]\nfirst = windowed:main\n',
      'windowed-1.0.dist-info/licenses/LICENSE': 'free\n',
      'windowed-1.0.dist-info/top_level.txt': 'windowed\n',
    },
  }),
  makeWheel({ name: 'broken-code', files: { 'broken_code.py': 'def (:\n', 'fine.py': 'A = 1\n' } }),
  makeWheel({ name: 'tests-one', files: { 'one.py': '', 'tests/__init__.py': 'ONE = 1\n' } }),
  makeWheel({ name: 'tests-two', files: { 'two.py': '', 'tests/__init__.py': 'ONE = 1\n' } }),
  makeWheel({ name: 'tests-three', files: { 'three.py': '', 'tests/__init__.py': 'THREE = 3\n' } }),
  makeSdist({ name: 'old', version: '0.2', files: buildable('old', '0.2') }),
  makeSdist({ name: 'mixed', version: '2.0', files: buildable('mixed', '2.0') }),
  makeWheel({ name: 'mixed', version: '1.0' }),
  makeWheel({ name: 'dated', version: '1.0' }),
  makeWheel({ name: 'unhashed', version: '1.0' }),
];

/** A file of the world by its name. */
export function worldFile(filename: string): MadeFile {
  const file = [...SHOP, ...FILES].find((each) => each.filename === filename);
  if (file === undefined) throw new RangeError(`there is no ${filename}`);
  return file;
}

/** Everything that may lie in a folder of links. */
export const LINKED: readonly MadeFile[] = [
  ...SHOP.filter(({ name }) => name === 'till' || name === 'shop'),
  makeWheel({ name: 'linked', version: '3.0', requires: ['till'] }),
];

export async function makeWorld(): Promise<World> {
  const index = await startLocalIndex();
  for (const file of [...SHOP, ...FILES].filter(({ name }) => !['dated', 'unhashed'].includes(name)))
    index.add(file);
  const wheel = (name: string, version: string): MadeFile => makeWheel({ name, version });
  index.add(wheel('pulled', '1.0')).add(wheel('pulled', '1.1'), { yanked: 'broken' });
  index.add(wheel('gone', '1.0'), { yanked: true });
  index.add(wheel('dated', '1.0'), { uploadTime: '2024-01-01T00:00:00Z' });
  index.add(wheel('dated', '2.0'), { uploadTime: '2024-06-01T00:00:00Z' });
  index.add(wheel('unhashed', '1.0'), { sha256: null });
  index.add(wheel('weak', '1.0'), { sha256: null, otherHashes: { md5: '0'.repeat(32) } });
  index.add(wheel('lying', '1.0'), { sha256: '0'.repeat(64) });
  index.add(wheel('held', '1.0')).project('held', { status: 'quarantined' });
  index.add(wheel('archived', '1.0')).project('archived', { status: 'archived' });
  index.add(
    makeWheel({
      name: 'by-address',
      requires: [`till @ ${index.origin}/files/till/till-1.5-py3-none-any.whl`],
    }),
  );
  const second = await startLocalIndex();
  second.add(makeWheel({ name: 'shop', version: '9.0' })).add(makeWheel({ name: 'only-second' }));
  second.add(worldFile('cards-2.1-py3-none-any.whl'));
  const html = await startLocalIndex({ form: 'html', coreMetadata: 'none', pep700: false });
  html.addAll([...SHOP, ...FILES]);
  const links = await realpath(await mkdtemp(join(tmpdir(), 'safe-install-links-')));
  const repository = await makeRepository();
  for (const { filename, bytes } of LINKED) await writeFile(join(links, filename), bytes);
  return {
    index,
    second,
    html,
    links,
    repository,
    close: async () => {
      await Promise.all([index.close(), second.close(), html.close()]);
      await rm(links, { recursive: true });
      await rm(repository.folder, { recursive: true });
    },
  };
}
