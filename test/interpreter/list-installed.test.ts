import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listInstalled } from '../../src/interpreter/index.ts';
import { keepingLog } from './answers.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'installed-'));
});
afterEach(() => rm(root, { recursive: true }));

/** Writes files below the test's folder; a path that ends in a slash is an empty folder. */
async function lay(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const full = join(root, path);
    await mkdir(path.endsWith('/') ? full : dirname(full), { recursive: true });
    if (!path.endsWith('/')) await writeFile(full, content);
  }
}

const metadata = (name: string, version: string, rest = ''): string =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${rest}`;

async function list(...folders: string[]) {
  const log = keepingLog();
  const sitePackages = folders.map((folder) => join(root, folder));
  const distributions = await listInstalled({ searchPath: sitePackages, sitePackages }, log);
  return { distributions, warnings: log.warnings, names: distributions.map(String).sort() };
}

describe('listInstalled finds', () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    ['a distribution', { 'site/acme-1.0.dist-info/METADATA': metadata('acme', '1.0') }, ['acme 1.0']],
    [
      'its name in the comparable form',
      { 'site/Acme_Tools-1.0.dist-info/METADATA': metadata('Acme.Tools', '1.0') },
      ['acme-tools 1.0'],
    ],
    [
      'its version in the normal form',
      { 'site/acme-1.0.0rc1.dist-info/METADATA': metadata('acme', '1.0.0rc1') },
      ['acme 1.0.0rc1'],
    ],
    [
      'name and version by the folder, whatever the metadata says',
      { 'site/acme-1.0.dist-info/METADATA': metadata('other', '9') },
      ['acme 1.0'],
    ],
    [
      'one whose folder has no version',
      { 'site/acme.dist-info/METADATA': metadata('Widget', '2.0') },
      ['widget 2.0'],
    ],
    ['an egg', { 'site/acme.egg-info/PKG-INFO': metadata('acme', '1.0') }, ['acme 1.0']],
    [
      'an egg with its version in the name, of which the metadata counts',
      { 'site/acme-9-py3.11.egg-info/PKG-INFO': metadata('acme', '1.0') },
      ['acme 1.0'],
    ],
    ['an egg in one file', { 'site/acme-1.0.egg-info': metadata('acme', '1.0') }, ['acme 1.0']],
    [
      'an egg in a folder of its own',
      {
        'site/a.pth': './acme-1.0-py3.11.egg',
        'site/acme-1.0-py3.11.egg/EGG-INFO/PKG-INFO': metadata('acme', '1.0'),
      },
      ['acme 1.0'],
    ],
    [
      'nothing in a folder that is only called so',
      { 'site/acme/EGG-INFO/PKG-INFO': metadata('acme', '1.0'), 'site/a.pth': 'acme' },
      [],
    ],
    [
      'a project that a link stands for',
      { 'site/acme.egg-link': '\n../work\n.\n', 'work/acme.egg-info/PKG-INFO': metadata('acme', '1.0') },
      ['acme 1.0'],
    ],
    [
      'a project that a .pth file names',
      { 'site/x.pth': '../work\n', 'work/acme.egg-info/PKG-INFO': metadata('acme', '1.0') },
      ['acme 1.0'],
    ],
    [
      'nothing through the .pth file of such a project',
      {
        'site/x.pth': '../work\n',
        'work/y.pth': '../more\n',
        'more/acme-1.dist-info/METADATA': metadata('acme', '1'),
      },
      [],
    ],
    [
      'nothing of the standard library',
      {
        'site/argparse-1.4.dist-info/METADATA': metadata('argparse', '1.4'),
        'site/wsgiref.egg-info': metadata('wsgiref', '0.1.2'),
      },
      [],
    ],
    ['nothing in an empty folder', { 'site/': '' }, []],
  ])('%s', async (_what, files, expected) => {
    await lay(files);
    const { names, warnings } = await list('site');
    expect([names, warnings]).toEqual([expected, []]);
  });

  it('the first of two of one name', async () => {
    await lay({
      'user/acme-2.0.dist-info/METADATA': metadata('acme', '2.0'),
      'site/acme-1.0.dist-info/METADATA': metadata('acme', '1.0'),
      'site/widget-1.0.dist-info/METADATA': metadata('widget', '1.0'),
    });
    expect((await list('user', 'site')).names).toEqual(['acme 2.0', 'widget 1.0']);
    expect((await list('site', 'user')).names).toEqual(['acme 1.0', 'widget 1.0']);
  });

  it('what lies behind a folder before what lies in the next one', async () => {
    await lay({
      'user/x.pth': '../work',
      'work/acme.egg-info/PKG-INFO': metadata('acme', '3.0'),
      'site/acme-1.0.dist-info/METADATA': metadata('acme', '1.0'),
    });
    expect((await list('user', 'site')).names).toEqual(['acme 3.0']);
  });

  it('nothing through .pth files of a folder that is none of packages', async () => {
    await lay({ 'path/x.pth': '../work', 'work/acme-1.dist-info/METADATA': metadata('acme', '1') });
    const distributions = await listInstalled(
      { searchPath: [join(root, 'path')], sitePackages: [] },
      keepingLog(),
    );
    expect(distributions).toEqual([]);
  });

  it('nothing in folders that are not there, or are files', async () => {
    await lay({ 'python311.zip': 'PK' });
    expect(await list('gone', 'python311.zip')).toMatchObject({ names: [], warnings: [] });
  });

  it.each<[string, Record<string, string>]>([
    ['an interrupted installation', { 'site/~cme-1.0.dist-info/METADATA': metadata('acme', '1.0') }],
    ['a name that is none', { 'site/_acme-1.0.dist-info/METADATA': metadata('acme', '1.0') }],
    ['no name', { 'site/-1.0.dist-info/METADATA': metadata('acme', '1.0') }],
    ['a version that is none', { 'site/acme-one.dist-info/METADATA': metadata('acme', '1.0') }],
    ['neither version nor metadata', { 'site/acme.dist-info/': '' }],
    ['an egg without metadata', { 'site/acme.egg-info/': '' }],
    ['an egg with metadata that is none', { 'site/acme.egg-info/PKG-INFO': 'hello' }],
    ['an egg with requirements alone', { 'site/acme.egg-info/requires.txt': '' }],
  ])('passes over, with a warning: %s', async (_what, files) => {
    await lay({ ...files, 'site/fine-1.0.dist-info/METADATA': metadata('fine', '1.0') });
    const { names, warnings } = await list('site');
    expect(names).toEqual(['fine 1.0']);
    expect(warnings).toHaveLength(1);
  });

  it.skipIf(process.platform === 'win32')('passes over links that lead nowhere or round', async () => {
    await lay({ 'site/fine-1.0.dist-info/METADATA': metadata('fine', '1.0') });
    await symlink('gone', join(root, 'site/gone-1.0.egg-info'));
    await symlink('round-1.0.egg-info', join(root, 'site/round-1.0.egg-info'));
    expect((await list('site')).names).toEqual(['fine 1.0']);
  });
});

describe('an installed distribution', () => {
  const only = async (files: Readonly<Record<string, string | Uint8Array>>) => {
    await lay(files);
    const { distributions, warnings } = await list('site');
    const [distribution] = distributions;
    if (distribution === undefined || distributions.length > 1) throw new Error('expected one distribution');
    return { distribution, warnings };
  };

  it('says what it needs, who installed it, and whether it was asked for', async () => {
    const { distribution } = await only({
      'site/acme-1.0.dist-info/METADATA': metadata(
        'acme',
        '1.0',
        'Requires-Dist: widget>=1\nProvides-Extra: X_y\n\nHello',
      ),
      'site/acme-1.0.dist-info/INSTALLER': '\npip\n',
      'site/acme-1.0.dist-info/REQUESTED': '',
    });
    expect(distribution).toMatchObject({
      name: 'acme',
      kind: 'dist-info',
      location: join(root, 'site'),
      distInfo: join(root, 'site', 'acme-1.0.dist-info'),
      providesExtra: ['x-y'],
      invalidRequirements: [],
      directUrl: null,
      editable: false,
      installer: 'pip',
      requested: true,
    });
    expect(distribution.requiresDist.map(String)).toEqual(['widget>=1']);
    expect(distribution.metadata).toBe(distribution.metadata);
  });

  it('says nothing where it has no files for it', async () => {
    const { distribution, warnings } = await only({ 'site/acme-1.0.dist-info/': '' });
    expect([distribution.installer, distribution.requested, distribution.directUrl]).toEqual([
      null,
      false,
      null,
    ]);
    expect(warnings).toEqual([]);
    expect([distribution.metadata, distribution.requiresDist, distribution.metadata]).toEqual([
      null,
      [],
      null,
    ]);
  });

  it.each<[string, string | Uint8Array]>([
    ['bytes that are not UTF-8', Uint8Array.of(0xff)],
    ['no fields', 'hello'],
    ['a name twice', metadata('acme', '1.0', 'Name: other\n')],
  ])('has no metadata where its file has %s, and says so once', async (_what, content) => {
    await lay({ 'site/acme-1.0.dist-info/METADATA': content });
    const { distributions, warnings } = await list('site');
    expect(warnings).toEqual([]);
    expect([distributions[0]?.metadata, distributions[0]?.requiresDist]).toEqual([null, []]);
    expect(warnings).toHaveLength(1);
  });

  it('of the older kind keeps its requirements apart', async () => {
    const { distribution } = await only({
      'site/acme.egg-info/PKG-INFO': metadata('acme', '1.0'),
      'site/acme.egg-info/requires.txt': 'widget\n[fast]\ngadget\n',
    });
    expect(distribution.requiresDist.map(String)).toEqual(['widget', 'gadget; extra == "fast"']);
    expect(distribution.providesExtra).toEqual(['fast']);
  });

  it('in one file has nothing beside it', async () => {
    const { distribution } = await only({
      'site/acme-1.0.egg-info': metadata('acme', '1.0', 'Requires-Dist: widget\n'),
    });
    expect(distribution).toMatchObject({
      kind: 'egg-info-file',
      installer: null,
      requested: false,
      directUrl: null,
    });
    expect(distribution.requiresDist.map(String)).toEqual(['widget']);
  });

  it.each<[string, unknown, boolean, object | null]>([
    ['an archive', { url: 'https://x.example/a.whl', archive_info: {} }, false, { kind: 'archive' }],
    ['a folder', { url: 'file:///srv/acme', dir_info: {} }, false, { kind: 'directory' }],
    [
      'an editable folder',
      { url: pathToFileURL('/srv/acme').href, dir_info: { editable: true } },
      true,
      { editable: true },
    ],
    [
      'a repository',
      { url: 'https://x.example/a', vcs_info: { vcs: 'git', commit_id: 'abc' } },
      false,
      { kind: 'vcs' },
    ],
    [
      'an editable folder of another system',
      { url: 'file://server/share/acme', dir_info: { editable: true } },
      true,
      { kind: 'directory' },
    ],
  ])('from %s', async (_what, directUrl, editable, expected) => {
    const { distribution, warnings } = await only({
      'site/acme-1.0.dist-info/METADATA': metadata('acme', '1.0'),
      'site/acme-1.0.dist-info/direct_url.json': JSON.stringify(directUrl),
    });
    expect(distribution.directUrl).toMatchObject(expected ?? {});
    expect(distribution.editable).toBe(editable);
    expect(warnings).toEqual([]);
  });

  it('with an origin that cannot be read has none, and says so', async () => {
    await lay({
      'site/acme-1.0.dist-info/METADATA': metadata('acme', '1.0'),
      'site/acme-1.0.dist-info/direct_url.json': '{"url": 1}',
    });
    const { distributions, warnings } = await list('site');
    expect([distributions[0]?.directUrl, distributions[0]?.editable]).toEqual([null, false]);
    expect(warnings).toHaveLength(1);
  });

  it.each<[string, Record<string, string>]>([
    ['a link', { 'site/Acme-Tools.egg-link': '../work\n' }],
    [
      'a link and a .pth file',
      { 'site/Acme-Tools.egg-link': '../work\n', 'site/easy-install.pth': '../work\n' },
    ],
  ])('that %s stands for is editable, in the folder of the project', async (_what, files) => {
    const { distribution } = await only({
      ...files,
      'work/acme_tools.egg-info/PKG-INFO': metadata('acme-tools', '1.0'),
    });
    expect(distribution).toMatchObject({
      name: 'acme-tools',
      editable: true,
      editableLocation: join(root, 'work'),
      location: join(root, 'work'),
    });
  });
});
