import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { MarkerEnvironment } from '../../src/packaging/index.ts';
import { readUserWord } from '../../src/prepare/user-words.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
writeFileSync(join(scratch.path, 'acme-1.0-py3-none-any.whl'), '');
mkdirSync(join(scratch.path, 'project'));

const markers: MarkerEnvironment = {
  implementation_name: 'cpython',
  implementation_version: '3.11.7',
  os_name: 'posix',
  platform_machine: 'x86_64',
  platform_python_implementation: 'CPython',
  platform_release: '6.1.0',
  platform_system: 'Linux',
  platform_version: '#1',
  python_full_version: '3.11.7',
  python_version: '3.11',
  sys_platform: 'linux',
};
const read = (text: string, editable = false) =>
  readUserWord({ text, editable, hashes: [], origin: null }, { currentFolder: scratch.path, markers });
const local = pathToFileURL(join(scratch.path, 'acme-1.0-py3-none-any.whl')).href;

describe('a word of the command line', () => {
  it.each([
    ['a name', 'acme', 'acme'],
    [
      'a name with everything',
      'acme[a,b]>=1,<2; python_version > "3"',
      'acme[a,b]<2,>=1; python_version > "3"',
    ],
    [
      'a name at an address',
      'acme @ https://files.example/acme-1.0-py3-none-any.whl',
      'acme@ https://files.example/acme-1.0-py3-none-any.whl',
    ],
    ['a name like that of a folder that is there', 'project', 'project'],
  ])('is a requirement: %s', async (_reason, text, expected) => {
    const word = await read(text);
    expect(word?.kind).toBe('named');
    expect(word?.kind === 'named' && String(word.requirement).replace(' @', '@')).toBe(expected);
  });

  it.each([
    ['a file in this folder', 'acme-1.0-py3-none-any.whl', local, []],
    ['a file by its path', './acme-1.0-py3-none-any.whl', local, []],
    ['a file with extras', './acme-1.0-py3-none-any.whl[a, B.b]', local, ['a', 'b-b']],
    [
      'a URL',
      'https://files.example/acme-1.0.tar.gz#sha256=00',
      'https://files.example/acme-1.0.tar.gz#sha256=00',
      [],
    ],
    ['a file: URL', local, local, []],
    [
      'a URL with a marker that holds',
      'https://files.example/a.whl; python_version > "3"',
      'https://files.example/a.whl',
      [],
    ],
  ])('is an address: %s', async (_reason, text, url, extras) => {
    expect(await read(text)).toMatchObject({ kind: 'address', url, extras });
  });

  it.each([
    'acme @ git+https://git.example/acme.git@v1',
    'acme[a] @ git+file:///srv/acme#subdirectory=python',
  ])('may be editable by its name and its address: %s', async (text) => {
    expect(await read(text, true)).toMatchObject({ kind: 'named', requirement: { name: 'acme' } });
  });

  it.each(['acme', 'acme @ https://files.example/acme-1.0.tar.gz'])(
    'may not be editable: %s',
    async (text) => {
      await expect(read(text, true)).toRefuseWith('usage.path');
    },
  );

  it.each([
    ['git+https://git.example/acme.git@main', []],
    ['git+ssh://git@git.example/acme.git#egg=acme[a,B]&subdirectory=python', ['a', 'b']],
  ])('is a repository: %s', async (text, extras) => {
    expect(await read(text)).toMatchObject({ kind: 'address', url: text, extras });
  });

  it('is nothing where the marker of its address does not hold', async () => {
    expect(await read('https://files.example/a.whl; sys_platform == "win32"')).toBeUndefined();
  });

  it.each([
    ['another kind of repository', 'hg+https://hg.example/acme', 'source.unverifiable'],
    ['a name at another kind of repository', 'acme @ svn+https://svn.example/acme', 'source.unverifiable'],
    ['a file that is not there', './other-1.0-py3-none-any.whl', 'usage.path'],
    ['a typing error', 'acme=>1', 'packaging.requirement'],
    ['an endless text', 'a'.repeat(100_000), 'packaging.requirement'],
  ])('is refused: %s', async (_reason, text, code) => {
    await expect(read(text)).toRefuseWith(code);
  });

  it.each([
    ['a folder', './project', false],
    ['a folder with an extra', './project[test]', false],
    ['a folder to be used in place', './project', true],
    ['a folder without a slash, to be used in place', 'project', true],
  ])('is a project: %s', async (_reason, text, editable) => {
    const url = pathToFileURL(join(scratch.path, 'project')).href;
    expect(await read(text, editable)).toMatchObject({ kind: 'address', url });
  });

  it.each(['acme', 'acme==1.0', './no-such-folder'])('is refused as editable: %s', async (text) => {
    await expect(read(text, true)).toRefuseWith('usage.path');
  });
});
