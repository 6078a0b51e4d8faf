import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPipSettings } from '../../src/installers/pip-settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pip-settings-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

const read = (
  environment: Record<string, string> = {},
  isolated = false,
  command: 'install' | 'download' = 'install',
) =>
  readPipSettings(
    {
      platform: 'linux',
      environment: { XDG_CONFIG_DIRS: join(folder, 'etc'), ...environment },
      home: join(folder, 'home'),
      prefix: join(folder, 'venv'),
      basePrefix: '/usr',
      isolated,
    },
    command,
  );

/** Of this test's own folder and variables: the machine has an /etc/pip.conf, or not. */
const own = (settings: Awaited<ReturnType<typeof read>>) =>
  settings
    .filter(({ origin }) => !origin.startsWith('/etc/'))
    .map(({ key, value, origin }) => [key, value, origin.replace(folder, '')]);

describe('readPipSettings', () => {
  it('reads every place in the order of their weight, sections before variables', async () => {
    await put('etc/pip/pip.conf', '[global]\nindex-url = https://one.example\ntimeout = 1\n');
    await put('home/.pip/pip.conf', '[global]\nindex-url = https://two.example\n[install]\npre = yes\n');
    await put('home/.config/pip/pip.conf', '[global]\nindex-url = https://three.example\n');
    await put('venv/pip.conf', '[global]\n\nretries = 4\n[download]\npre = no\n');
    expect(own(await read({ PIP_TIMEOUT: '9', PIP_FIND_LINKS: 'a b' }))).toEqual([
      ['index-url', 'https://three.example', '/home/.config/pip/pip.conf:2'],
      ['timeout', '1', '/etc/pip/pip.conf:3'],
      ['retries', '4', '/venv/pip.conf:3'],
      ['pre', 'yes', '/home/.pip/pip.conf:4'],
      ['timeout', '9', 'PIP_TIMEOUT'],
      ['find-links', 'a b', 'PIP_FIND_LINKS'],
    ]);
  });

  it('reads the section of the command and no other', async () => {
    await put('venv/pip.conf', '[install]\nuser = yes\n[download]\nno-deps = yes\n[list]\nformat = json\n');
    expect(own(await read({}, false, 'download'))).toEqual([['no-deps', 'yes', '/venv/pip.conf:4']]);
  });

  it('lets PIP_CONFIG_FILE take the place of the user’s files', async () => {
    await put('home/.config/pip/pip.conf', '[global]\npre = yes\n');
    const named = await put('named.conf', '[global]\nretries = 1\n');
    expect(own(await read({ PIP_CONFIG_FILE: named }))).toEqual([['retries', '1', '/named.conf:2']]);
  });

  it('reads neither variables nor the user’s files when isolated', async () => {
    await put('home/.config/pip/pip.conf', '[global]\npre = yes\n');
    await put('venv/pip.conf', '[global]\nretries = 1\n');
    expect(own(await read({ PIP_TIMEOUT: '9' }, true))).toEqual([['retries', '1', '/venv/pip.conf:2']]);
  });

  it('lets an empty value of a stronger file take a weaker one away', async () => {
    await put('etc/pip/pip.conf', '[global]\nindex-url = https://one.example\n');
    await put('venv/pip.conf', '[global]\nindex-url =\n');
    expect(own(await read({ PIP_TIMEOUT: '' }))).toEqual([]);
  });

  it('takes no option of safe-install from a file of pip', async () => {
    await put('venv/pip.conf', '[global]\ninstaller = uv\npolicy = x\npre = 1\n');
    expect(own(await read()).map(([key]) => key)).toEqual(['pre']);
  });

  it('passes over what is no file', async () => {
    await mkdir(join(folder, 'venv/pip.conf'), { recursive: true });
    expect(own(await read())).toEqual([]);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['a file that is no INI', 'words\n', 'configuration.malformed'],
    ['a file that is no text', Uint8Array.of(0x5b, 0xff, 0x5d), 'configuration.malformed'],
    ['a file of more bytes than are read', `# ${'x'.repeat(1024 * 1024)}`, 'disk.too-large'],
  ])('refuses %s', async (_reason, text, code) => {
    await put('venv/pip.conf', text);
    await expect(read()).toRefuseWith(code);
  });
});
