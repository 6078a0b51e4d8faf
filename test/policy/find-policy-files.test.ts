import { chown, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTemporaryFolder, removePath } from '../../src/platform/index.ts';
import {
  organisationFile,
  type PolicyPlaces,
  parsePolicyFile,
  readPolicyFiles,
} from '../../src/policy/index.ts';
import { NOW } from './support.ts';

describe('organisationFile', () => {
  it.each([
    ['on Linux', 'linux', {}, '/etc/safe-install/safe-install.toml'],
    ['on macOS', 'darwin', {}, '/etc/safe-install/safe-install.toml'],
    [
      'whatever the environment says',
      'linux',
      { SAFE_INSTALL_CONFIG_DIR: '/x' },
      '/etc/safe-install/safe-install.toml',
    ],
  ] as const)('%s', (_reason, platform, environment, expected) => {
    expect(organisationFile(platform, environment)).toBe(expected);
  });

  it('on Windows is where programs keep what is for everybody', () => {
    expect(organisationFile('win32', { ProgramData: 'D:\\Data' })).toMatch(
      /^D:\\Data.safe-install.safe-install\.toml$/,
    );
    expect(organisationFile('win32', {})).toMatch(/^C:\\ProgramData.safe-install.safe-install\.toml$/);
  });
});

describe('readPolicyFiles', () => {
  let folder: string;
  const folders: string[] = [];
  beforeEach(async () => {
    folder = await makeTemporaryFolder('safe-install-test-');
    folders.push(folder);
  });
  afterAll(async () => {
    for (const each of folders) await removePath(each);
  });

  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }

  const read = (places: Partial<PolicyPlaces> = {}) =>
    readPolicyFiles({
      organisationFile: join(folder, 'etc/safe-install.toml'),
      userFolders: { config: join(folder, 'config') },
      workingFolder: join(folder, 'project/package/src'),
      policyFile: null,
      now: NOW,
      ...places,
    });

  /** `KIND SOURCE` of each layer. */
  const sourcesOf = async (places?: Partial<PolicyPlaces>) =>
    (await read(places)).map(({ kind, origin }) => `${kind} ${origin.source.replace(folder, '')}`);

  const PYPROJECT = '[tool.safe-install]\nversion = 1\n';

  it('finds nothing where there is nothing', async () => {
    expect(await sourcesOf()).toEqual([]);
  });

  it('finds one of each', async () => {
    await put('etc/safe-install.toml', 'version = 1');
    await put('config/safe-install.toml', 'version = 1');
    await put('project/package/src/safe-install.toml', 'version = 1');
    expect(await sourcesOf()).toEqual([
      'organisation /etc/safe-install.toml',
      'user /config/safe-install.toml',
      'project safe-install.toml',
    ]);
  });

  it.each<readonly [string, readonly string[], string | null]>([
    [
      'in the root of the repository',
      ['.git/HEAD', 'safe-install.toml'],
      'project /project/safe-install.toml',
    ],
    [
      'in the root of the repository, above packages of their own',
      ['.git/HEAD', 'safe-install.toml', 'package/pyproject.toml:[project]'],
      'project /project/safe-install.toml',
    ],
    [
      'in the table of a package',
      ['.git/HEAD', `package/pyproject.toml:${PYPROJECT}`],
      'project /project/package/pyproject.toml',
    ],
    [
      'in the nearest folder that has one',
      ['.git/HEAD', 'safe-install.toml', 'package/safe-install.toml'],
      'project /project/package/safe-install.toml',
    ],
    [
      'beside a pyproject.toml without a policy',
      ['package/pyproject.toml:[project]', 'package/safe-install.toml'],
      'project /project/package/safe-install.toml',
    ],
    [
      'beside a pyproject.toml that is no TOML and says nothing of this program',
      ['package/pyproject.toml:[project', 'package/safe-install.toml'],
      'project /project/package/safe-install.toml',
    ],
    ['not above the root of the repository', ['safe-install.toml', 'package/.git/HEAD'], null],
    [
      'not above the nearest pyproject.toml, without a repository',
      ['safe-install.toml', 'package/pyproject.toml:[project]'],
      null,
    ],
    ['not above the working folder, without either', ['package/safe-install.toml'], null],
  ])('finds the one of the project %s', async (_reason, files, expected) => {
    await mkdir(join(folder, 'project/package/src'), { recursive: true });
    for (const file of files) {
      const [path = '', text = 'version = 1'] = file.split(':');
      await put(`project/${path}`, text);
    }
    expect(await sourcesOf()).toEqual(expected === null ? [] : [expected]);
  });

  it('takes the named one in place of the one of the project', async () => {
    await put('project/package/src/safe-install.toml', 'version = 1');
    await put(
      'project/package/strict.toml',
      'version = 1\nprovenance = "required"\n[trust]\nroot = "root.json"',
    );
    const [layer] = await read({ policyFile: '../strict.toml' });
    expect(layer?.kind).toBe('project');
    expect(layer?.settings.provenance?.origin).toEqual({ source: '../strict.toml', line: 2, column: 1 });
    expect(layer?.root).toMatchObject({ path: join(folder, 'project/package/root.json') });
  });

  it('takes a named pyproject.toml', async () => {
    await put('other/pyproject.toml', PYPROJECT);
    expect(await sourcesOf({ policyFile: join(folder, 'other/pyproject.toml') })).toEqual([
      'project /other/pyproject.toml',
    ]);
  });

  it.each([
    ['a file that is not there', 'nowhere.toml', 'there is no such policy file'],
    ['a pyproject.toml without a policy', 'pyproject.toml', 'the file has no table [tool.safe-install]'],
  ])('refuses to be named %s', async (_reason, policyFile, message) => {
    await put('project/package/src/pyproject.toml', '[project]\n# safe-install');
    await expect(read({ policyFile })).rejects.toMatchObject({
      code: 'policy.not-found',
      message,
      subject: policyFile,
    });
  });

  it('refuses two policies of one project', async () => {
    await put('project/package/src/safe-install.toml', 'version = 1');
    await put('project/package/src/pyproject.toml', PYPROJECT);
    await expect(read()).toRefuseWith('policy.two-files');
  });

  it.skipIf(process.platform === 'win32')(
    'refuses the one of the project that another user has put there',
    async () => {
      await put('project/package/src/safe-install.toml', 'version = 1\nprovenance = "off"');
      const path = join(folder, 'project/package/src/safe-install.toml');
      if (process.getuid?.() === 0) await chown(path, 4242, 4242);
      const { uid } = await stat(path);
      const spy = vi.spyOn(process, 'getuid').mockReturnValue(uid + 1);
      await expect(read()).toRefuseWith('policy.owner');
      spy.mockReturnValue(uid);
      expect(await sourcesOf()).toHaveLength(1);
      spy.mockRestore();
    },
  );

  it('tells what is wrong with one of them', async () => {
    await put('config/safe-install.toml', 'version = 1\nx = 1');
    await expect(read()).toRefuseWith('policy.unknown-key');
  });

  it('reads no file without end', async () => {
    await put('config/safe-install.toml', '#'.repeat(1024 * 1024 + 1));
    await expect(read()).toRefuseWith('disk.too-large');
  });
});

it('gives no layer for a pyproject.toml without the table', async () => {
  const origin = {
    source: 'pyproject.toml',
    folder: '/x',
    kind: 'project',
    form: 'pyproject',
    now: NOW,
  } as const;
  expect(await parsePolicyFile('[project]', origin)).toBeNull();
  expect((await parsePolicyFile('[tool.safe-install]\nversion = 1', origin))?.kind).toBe('project');
});
