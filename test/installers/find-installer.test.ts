import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDefaultIndex } from '../../src/installers/default-index.ts';
import { findInstaller } from '../../src/installers/find-installer.ts';
import type { Exec } from '../../src/platform/index.ts';
import { makePython } from './support/target-python.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find-installer-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(path: string, text: string, mode = 0o644): Promise<string> {
  const absolute = join(folder, path);
  await mkdir(dirname(absolute), { recursive: true });
  await writeFile(absolute, text);
  await chmod(absolute, mode);
  return absolute;
}

const ending = process.platform === 'win32' ? '.exe' : '';
const putPip = (version: string) =>
  put('venv/lib/python3.11/site-packages/pip/__init__.py', `__version__ = "${version}"\n`);
const putProgram = (name: string, where = 'path') => put(`${where}/${name}${ending}`, '', 0o755);

/** Programs that answer by what they are called and asked; whatever is not listed fails. */
function programs(answers: Readonly<Record<string, string>>): { exec: Exec; asked: string[] } {
  const asked: string[] = [];
  const exec: Exec = async (program, words) => {
    const question = `${program.slice(folder.length + 1).replace(/\.exe$/, '')} ${words.at(-1)?.trim().split('\n')[0] ?? ''}`;
    asked.push(question);
    const key = Object.keys(answers).find((each) => question.startsWith(each));
    return key === undefined
      ? { exitCode: 1, stdout: '', stderr: 'no' }
      : { exitCode: 0, stdout: answers[key] ?? '', stderr: '' };
  };
  return { exec, asked };
}

const find = (wanted: 'pip' | 'uv' | null, exec: Exec) =>
  findInstaller(makePython(join(folder, 'venv')), wanted, {
    exec,
    environment: { PATH: ['relative', join(folder, 'empty'), join(folder, 'path')].join(delimiter) },
  });

describe('findInstaller', () => {
  it('takes the pip of the environment before anything else, and starts nothing for that', async () => {
    await putPip('26.3');
    await putProgram('uv');
    const { exec, asked } = programs({});
    expect(await find(null, exec)).toMatchObject({
      kind: 'pip',
      version: '26.3',
      place: 'environment',
      words: ['-m', 'pip'],
    });
    expect(asked).toEqual([]);
  });

  it('takes uv where there is no pip', async () => {
    const program = await putProgram('uv');
    const { exec } = programs({ 'path/uv --version': 'uv 0.13.9 (abc 2026-01-01)\n' });
    expect(await find(null, exec)).toEqual({ kind: 'uv', version: '0.13.9', program, path: program });
  });

  it('takes the uv that lies beside the Python', async () => {
    const program = await putProgram('uv', 'venv/bin');
    const { exec } = programs({ 'venv/bin/uv --version': 'uv 0.4.0\n' });
    expect(await find('uv', exec)).toMatchObject({ kind: 'uv', program });
  });

  it('takes uv where the pip of the environment is too old', async () => {
    await putPip('21.1');
    await putProgram('uv');
    const { exec } = programs({ 'path/uv --version': 'uv 0.4.1\n' });
    expect(await find(null, exec)).toMatchObject({ kind: 'uv' });
  });

  it('takes a pip from outside, by its --python', async () => {
    await putProgram('pip');
    const { exec } = programs({ 'path/pip --version': 'pip 22.3 from /somewhere/pip (python 3.9)\n' });
    expect(await find(null, exec)).toMatchObject({
      kind: 'pip',
      place: 'outside',
      words: ['--python', join(folder, 'venv/bin/python')],
    });
  });

  it('takes the pip that Python brings along last', async () => {
    const wheel = await put('base/ensurepip/_bundled/pip-24.0-py3-none-any.whl', '');
    await put('base/ensurepip/_bundled/setuptools-65.5.0-py3-none-any.whl', '');
    await putProgram('pip');
    const { exec } = programs({
      'path/pip --version': 'pip 22.2 from /somewhere/pip (python 3.9)\n',
      'venv/bin/python import ensurepip': `${join(folder, 'absent')}\n${dirname(wheel)}\n`,
    });
    expect(await find(null, exec)).toMatchObject({
      kind: 'pip',
      version: '24.0',
      place: 'bundled',
      words: [join(wheel, 'pip')],
    });
  });

  it('looks at nothing but what is asked for', async () => {
    await putPip('26.3');
    const { exec } = programs({});
    await expect(find('uv', exec)).toRefuseWith('installer.not-found');
    await putProgram('uv');
    await rm(join(folder, 'venv'), { recursive: true });
    await expect(find('pip', exec)).toRefuseWith('installer.not-found');
  });

  it.each<[string, () => Promise<unknown>, Record<string, string>]>([
    ['pip of the environment', () => putPip('22.1.2'), {}],
    ['pip from outside', () => putProgram('pip'), { 'path/pip --version': 'pip 22.2 from /x (python 3.9)' }],
    ['uv', () => putProgram('uv'), { 'path/uv --version': 'uv 0.3.9' }],
  ])('says that the %s is too old', async (_reason, put, answers) => {
    await put();
    await expect(find(null, programs(answers).exec)).toRefuseWith('installer.too-old');
  });

  it.each<[string, () => Promise<unknown>, Record<string, string>]>([
    ['nothing', async () => {}, {}],
    [
      'a pip without a version',
      () => put('venv/lib/python3.11/site-packages/pip/__init__.py', 'import this\n'),
      {},
    ],
    ['a program that fails', () => putProgram('uv'), {}],
    ['a program that is none of ours', () => putProgram('uv'), { 'path/uv --version': 'ultraviolet 3\n' }],
    ['a file that cannot be run', () => put('path/uv', '', 0o644), { 'path/uv --version': 'uv 0.13.9' }],
    [
      'a folder in the place of a program',
      () => mkdir(join(folder, 'path/uv'), { recursive: true }),
      { 'path/uv --version': 'uv 0.13.9' },
    ],
  ])('finds %s to be no installer', async (_reason, put, answers) => {
    await put();
    await expect(find(null, programs(answers).exec)).toRefuseWith('installer.not-found');
  });
});

describe('findDefaultIndex', () => {
  const ask = async (kind: 'pip' | 'outside' | 'uv', stdout: string, cache: string | null = null) => {
    const path = await put('installer', 'as it was');
    const { exec, asked } = programs({ '': stdout });
    const answer = await findDefaultIndex(
      kind === 'uv'
        ? { kind, version: '1', program: path, path }
        : {
            kind: 'pip',
            version: '1',
            program: path,
            words: [],
            path,
            importPath: kind === 'pip' ? folder : null,
            place: 'environment',
          },
      join(folder, 'python'),
      cache,
      { exec, environment: {} },
    );
    return { answer, asked };
  };

  it.each<[string, 'pip' | 'outside' | 'uv', string]>([
    ['the pip that can be imported', 'pip', 'https://index.example/simple'],
    [
      'the help of pip',
      'outside',
      '  -i, --index-url <url>  Base URL of the index (default https://index.example/simple). This should',
    ],
    [
      'the help of uv',
      'uv',
      '      --default-index <X>  The default package index (by default: <https://index.example/simple>) [env: X=]',
    ],
  ])('asks %s', async (_reason, kind, stdout) => {
    const { answer } = await ask(kind, stdout);
    expect(answer).toEqual({
      value: 'https://index.example/simple',
      origin: `${kind === 'uv' ? 'uv' : 'pip'} default`,
    });
  });

  it.each<[string, 'pip' | 'outside' | 'uv', string]>([
    ['nothing', 'pip', ''],
    ['words', 'pip', 'no index'],
    ['an address of another kind', 'pip', 'ftp://index.example/simple'],
    ['two lines', 'pip', 'https://index.example/simple\nhttps://other.example'],
    ['a help without one', 'uv', 'Usage: uv pip install'],
  ])('refuses %s for an answer', async (_reason, kind, stdout) => {
    await expect(ask(kind, stdout)).toRefuseWith('installer.default-index');
  });

  it('remembers the answer for as long as the same installer lies there', async () => {
    const cache = join(folder, 'cache');
    const path = await put('installer', 'as it was');
    const installer = { kind: 'uv', version: '1', program: path, path } as const;
    const { exec, asked } = programs({ '': '(by default: <https://index.example/simple>)' });
    const find = () => findDefaultIndex(installer, 'python', cache, { exec, environment: {} });
    const first = await find();
    expect(await find()).toEqual(first);
    expect(asked).toHaveLength(1);
    await writeFile(path, 'another version');
    expect(await find()).toEqual(first);
    expect(asked).toHaveLength(2);
  });

  it('does not go by a remembered answer that is none', async () => {
    const cache = join(folder, 'cache');
    const first = await ask('pip', 'https://index.example/simple', cache);
    const { readdir } = await import('node:fs/promises');
    const [name = ''] = await readdir(join(cache, 'default-index'));
    await writeFile(join(cache, 'default-index', name), 'rubbish');
    const path = join(folder, 'installer');
    const { exec, asked } = programs({ '': 'https://index.example/simple' });
    const installer = {
      kind: 'pip',
      version: '1',
      program: path,
      words: [],
      path,
      importPath: folder,
      place: 'environment',
    } as const;
    expect(await findDefaultIndex(installer, 'python', cache, { exec, environment: {} })).toEqual(
      first.answer,
    );
    expect(asked).toHaveLength(1);
  });
});
