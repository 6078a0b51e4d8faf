import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseInstallArguments } from '../../src/installers/parse-arguments.ts';
import { readUvSettings } from '../../src/installers/uv-settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uv-settings-'));
  await mkdir(join(folder, 'project/sub'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

const read = async (environment: Record<string, string> = {}, words: readonly string[] = []) => {
  const settings = await readUvSettings({
    platform: 'linux',
    environment: { XDG_CONFIG_DIRS: join(folder, 'etc'), ...environment },
    home: join(folder, 'home'),
    currentFolder: join(folder, 'project/sub'),
  });
  return parseInstallArguments(['a', ...words], {}, { settings, currentFolder: folder });
};

const values = (stated: readonly { readonly value: string }[]) => stated.map(({ value }) => value);

describe('readUvSettings', () => {
  it('reads what counts otherwise than packages state it', async () => {
    const project = await put(
      'project/uv.toml',
      `constraint-dependencies = ["a<2"]
override-dependencies = ["b==1", "c"]
exclude-dependencies = ["d"]
[exclude-newer-package]
e = 2026-01-01T00:00:00Z
f = false
[prerelease-package]
e = "allow"
[pip]
upgrade-package = ["g"]
reinstall-package = ["h"]
`,
    );
    await put('home/.config/uv/uv.toml', 'exclude-newer-package = { e = "2020-01-01", i = "2025-01-01" }\n');
    const { adjustments, selection } = await read({ UV_OVERRIDE: 'o.txt p.txt', UV_EXCLUDE: 'e.txt' });
    expect(adjustments).toEqual({
      overrideFiles: ['o.txt', 'p.txt'],
      excludeFiles: ['e.txt'],
      overrides: [
        { value: 'b==1', origin: project },
        { value: 'c', origin: project },
      ],
      excludes: [{ value: 'd', origin: project }],
      constraints: [{ value: 'a<2', origin: project }],
      upgrades: [],
    });
    const { uploadedBeforeOf, releaseControl, upgradePackages, reinstallPackages } = selection;
    expect([...upgradePackages, ...reinstallPackages, ...releaseControl.allReleases]).toEqual([
      'g',
      'h',
      'e',
    ]);
    const years = [...uploadedBeforeOf].map(([name, limit]) => [name, limit?.value.getFullYear() ?? null]);
    expect(Object.fromEntries(years)).toEqual({ e: 2026, f: null, i: 2025 });
  });

  it('refuses a table where names have to stand, and a name where a table has', async () => {
    await put('project/uv.toml', 'override-dependencies = { a = "b" }\n');
    await expect(read()).toRefuseWith('configuration.malformed');
    await put('project/uv.toml', 'exclude-newer-package = "a"\n');
    await expect(read()).toRefuseWith('configuration.malformed');
  });

  it('refuses what is no project', async () => {
    await put('project/uv.toml', 'reinstall-package = ["a b"]\n');
    await expect(read()).toRefuseWith('configuration.value');
  });

  it('reads the indexes of the environment, the stronger variable before the other', async () => {
    const { sources } = await read({
      UV_DEFAULT_INDEX: 'main=https://main.example/simple',
      UV_INDEX_URL: 'https://old.example/simple',
      UV_INDEX: 'one=https://one.example/simple https://two.example/simple',
      UV_EXTRA_INDEX_URL: 'https://three.example/simple',
      UV_FIND_LINKS: 'a folder,b',
      UV_INDEX_ONE_USERNAME: 'me',
      UV_INDEX_ONE_PASSWORD: 'p@ss',
    });
    expect(sources.indexUrl).toEqual({ value: 'https://main.example/simple', origin: 'UV_DEFAULT_INDEX' });
    expect(values(sources.extraIndexUrls)).toEqual([
      'https://me:p%40ss@one.example/simple',
      'https://two.example/simple',
      'https://three.example/simple',
    ]);
    expect(values(sources.findLinks)).toEqual(['a folder', 'b']);
  });

  it('reads uv.toml, the project’s before the user’s before the system’s', async () => {
    const project = await put(
      'project/uv.toml',
      `find-links = ["wheels", "https://page.example/links"]
[[index]]
name = "private"
url = "https://private.example/simple"
[[index]]
url = "https://pinned.example/simple"
explicit = true
[pip]
no-index = false
compile-bytecode = true
`,
    );
    await put(
      'home/.config/uv/uv.toml',
      'index-url = "https://user.example/simple"\nextra-index-url = ["https://more.example/simple"]\n',
    );
    await put(
      'etc/uv/uv.toml',
      'index-url = "https://system.example/simple"\nkeyring-provider = "subprocess"\n',
    );
    const { sources, network, target } = await read();
    expect(sources.indexUrl?.value).toBe('https://user.example/simple');
    expect(sources.extraIndexUrls).toEqual([
      { value: 'https://private.example/simple', origin: project },
      { value: 'https://more.example/simple', origin: join(folder, 'home/.config/uv/uv.toml') },
    ]);
    expect(values(sources.findLinks)).toEqual([join(folder, 'project/wheels'), 'https://page.example/links']);
    expect([network.keyringProvider, target.compile, sources.noIndex]).toEqual(['subprocess', true, false]);
  });

  it('reads pyproject.toml where it has a table for uv, and goes on upwards where it has none', async () => {
    await put('project/sub/pyproject.toml', '[project]\nname = "x"\n');
    await put(
      'project/pyproject.toml',
      '[tool.uv]\nno-build-package = ["a", "b"]\n[[tool.uv.index]]\nurl = "https://main.example"\ndefault = true\n',
    );
    const { sources, selection } = await read();
    expect(sources.indexUrl?.value).toBe('https://main.example');
    expect([...selection.formatControl.onlyBinary]).toEqual(['a', 'b']);
  });

  it.each<
    [
      string,
      Record<string, string>,
      (read: Awaited<ReturnType<typeof parseInstallArguments>>) => unknown,
      unknown,
    ]
  >([
    [
      'pre-releases',
      { UV_PRERELEASE: 'allow' },
      ({ selection }) => [...selection.releaseControl.allReleases],
      [':all:'],
    ],
    [
      'the usual pre-releases',
      { UV_PRERELEASE: 'if-necessary' },
      ({ selection }) => [...selection.releaseControl.allReleases],
      [],
    ],
    ['hashes', { UV_REQUIRE_HASHES: '1' }, ({ selection }) => selection.hashes, 'required'],
    [
      'no wheels',
      { UV_NO_BINARY: 'true' },
      ({ selection }) => [...selection.formatControl.noBinary],
      [':all:'],
    ],
    [
      'no wheels of some',
      { UV_NO_BINARY_PACKAGE: 'a b' },
      ({ selection }) => [...selection.formatControl.noBinary],
      ['a', 'b'],
    ],
    [
      'no builds',
      { UV_NO_BUILD: 'yes' },
      ({ selection }) => [...selection.formatControl.onlyBinary],
      [':all:'],
    ],
    [
      'hosts',
      { UV_INSECURE_HOST: 'a b:8080' },
      ({ network }) => values(network.trustedHosts),
      ['a', 'b:8080'],
    ],
    ['no network', { UV_OFFLINE: '1' }, ({ network }) => network.offline, true],
    ['a network after all', { UV_OFFLINE: '0' }, ({ network }) => network.offline, false],
    [
      'constraints',
      { UV_CONSTRAINT: 'a.txt b.txt' },
      ({ wanted }) => wanted.constraintFiles,
      ['a.txt', 'b.txt'],
    ],
    ['a time', { UV_HTTP_TIMEOUT: '90' }, ({ network }) => network.timeout, 90],
    [
      'a strategy',
      { UV_INDEX_STRATEGY: 'first-index' },
      ({ sources }) => sources.indexStrategy,
      'first-index',
    ],
    ['nothing of pip', { PIP_INDEX_URL: 'https://pip.example' }, ({ sources }) => sources.indexUrl, null],
  ])('reads %s', async (_reason, environment, pick, expected) => {
    expect(pick(await read(environment))).toEqual(expected);
  });

  it('reads one named file in place of all others', async () => {
    await put('project/uv.toml', 'no-index = true\n');
    const named = await put('named.toml', 'index-url = "https://named.example"\n');
    const { sources } = await read({ UV_CONFIG_FILE: named });
    expect([sources.indexUrl?.value, sources.noIndex]).toEqual(['https://named.example', false]);
  });

  it('reads no file with UV_NO_CONFIG', async () => {
    await put('project/uv.toml', 'no-index = true\n');
    expect((await read({ UV_NO_CONFIG: '1' })).sources.noIndex).toBe(false);
  });

  it('lets the command line add and replace', async () => {
    const { sources } = await read(
      { UV_INDEX_URL: 'https://a.example', UV_EXTRA_INDEX_URL: 'https://b.example' },
      ['-i', 'https://c.example', '--extra-index-url', 'https://d.example'],
    );
    expect(sources.indexUrl?.value).toBe('https://c.example');
    expect(values(sources.extraIndexUrls)).toEqual(['https://b.example', 'https://d.example']);
  });

  it.each<[string, string]>([
    ['what is no TOML', 'index-url = \n'],
    ['an index without an address', '[[index]]\nname = "x"\n'],
    ['indexes that are no list', 'index = "https://x.example"\n'],
    ['a table where a text should be', 'index-url = { a = 1 }\n'],
  ])('refuses %s', async (_reason, text) => {
    await put('project/uv.toml', text);
    await expect(read()).toRefuseWith('configuration.malformed');
  });

  it('refuses a table for uv that is none', async () => {
    await put('project/pyproject.toml', '[tool]\nuv = 1\n');
    await expect(read()).toRefuseWith('configuration.malformed');
  });
});
