import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeShims } from '../../src/shims/shim-folder.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
const bin = join(scratch.path, 'bin');
const data = join(scratch.path, 'da ta');
const NAMES = ['pip', 'pip3', 'pip3.12', 'python', 'python3.12', 'uv'];
const TELL = 'for word do printf " <%s>" "$word"; done\n';
const environment = { PATH: `${bin}:/usr/bin:/bin`, SAFE_INSTALL_DATA_DIR: data };
const started = { node: join(scratch.path, "it's node"), program: join(scratch.path, 'program.js') };

/** Programs that say what they were called with: `real` instead of the installers, `gate` instead of Node. */
async function makeWorld(): Promise<string> {
  mkdirSync(bin);
  const put = (path: string, text: string) => writeFileSync(path, `#!/bin/sh\n${text}`, { mode: 0o755 });
  for (const name of NAMES) put(join(bin, name), `printf 'real %s' "\${0##*/}"; ${TELL}`);
  put(started.node, `printf gate; shift; ${TELL}`);
  writeFileSync(started.program, '');
  return (await writeShims(started, environment)).folder;
}

const onWindows = process.platform === 'win32';
const shims = onWindows ? '' : await makeWorld();

/** What comes of `tool words…`. */
function call(tool: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const PATH = `${shims}:${environment.PATH}`;
  const { stdout, stderr, status } = spawnSync(join(shims, tool), words, {
    env: { PATH, ...env },
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

/** What safe-install is called with for these words, as the fake Node tells it. */
const gated = (kind: string, tool: string, words: readonly string[]): string =>
  `gate${['shim-call', kind, join(bin, tool), ...words].map((word) => ` <${word}>`).join('')}`;

const asIs = (tool: string, words: readonly string[]): string =>
  `real ${tool}${words.map((word) => ` <${word}>`).join('')}`;

describe.skipIf(onWindows)('what goes through safe-install', () => {
  it.each<[string, string, string[], string, string[]]>([
    ['a requirement', 'pip', ['install', 'x'], 'pip', ['install', 'x']],
    ['by another name', 'pip3', ['install', 'x'], 'pip', ['install', 'x']],
    ['of a version', 'pip3.12', ['install', 'x'], 'pip', ['install', 'x']],
    ['a download', 'pip', ['download', '-d', 'a b', 'x'], 'pip', ['download', '-d', 'a b', 'x']],
    ['nothing to install', 'pip', ['install'], 'pip', ['install']],
    ['a flag in front', 'pip', ['--quiet', 'install', 'x'], 'pip', ['install', '--quiet', 'x']],
    ['letters in front', 'pip', ['-qv', '-q', 'install', 'x'], 'pip', ['install', '-qv', '-q', 'x']],
    ['a value in front', 'pip', ['--python', 'p', 'install', 'x'], 'pip', ['install', '--python', 'p', 'x']],
    ['a value that is joined', 'pip', ['--log=l', 'install', 'x'], 'pip', ['install', '--log=l', 'x']],
    [
      'a value named like the command',
      'pip',
      ['--log', 'install', 'install', 'install'],
      'pip',
      ['install', '--log', 'install', 'install'],
    ],
    ['two dashes in front', 'pip', ['--', 'install', 'x'], 'pip', ['install', '--', 'x']],
    ['help that is no first word', 'pip', ['install', 'x', '--help'], 'pip', ['install', 'x', '--help']],
    ['odd words', 'pip', ['install', '', '*', "'", '$x', '\n'], 'pip', ['install', '', '*', "'", '$x', '\n']],
    ['a module', 'python', ['-m', 'pip', 'install', 'x'], 'python', ['install', 'x']],
    ['a module, joined', 'python3.12', ['-mpip', 'install', 'x'], 'python', ['install', 'x']],
    ['a module behind letters', 'python', ['-Im', 'pip', 'install', 'x'], 'python', ['install', 'x']],
    ['a module behind letters, joined', 'python', ['-sEmpip', 'install', 'x'], 'python', ['install', 'x']],
    [
      'a module behind options with values',
      'python',
      [
        '-W',
        'ignore',
        '-Xutf8',
        '-IX',
        'dev',
        '--check-hash-based-pycs',
        'never',
        '-m',
        'pip',
        'install',
        'x',
      ],
      'python',
      ['install', 'x'],
    ],
    ['the module itself', 'python', ['-m', 'pip.__main__', 'install', 'x'], 'python', ['install', 'x']],
    [
      'an option of pip behind the module',
      'python',
      ['-m', 'pip', '-q', 'install', 'x'],
      'python',
      ['install', '-q', 'x'],
    ],
    ['uv', 'uv', ['pip', 'install', 'x'], 'uv', ['install', 'x']],
    [
      'uv with options in both places',
      'uv',
      ['--cache-dir', 'c', '-q', 'pip', '--cert', 'pip', '--offline', 'install', 'x'],
      'uv',
      ['install', '--cache-dir', 'c', '-q', '--cert', 'pip', '--offline', 'x'],
    ],
    ['uv as a module', 'python', ['-m', 'uv', 'pip', 'install', 'x'], 'python-uv', ['install', 'x']],
  ])('%s: %s %j', (_reason, tool, words, kind, expected) => {
    expect(call(tool, words)).toEqual({ stdout: gated(kind, tool, expected), stderr: '', status: 0 });
  });
});

describe.skipIf(onWindows)('what is left as it was', () => {
  it.each<[string, string, string[]]>([
    ['nothing', 'pip', []],
    ['another command', 'pip', ['list', '--outdated']],
    ['another command with the word', 'pip', ['show', 'install']],
    ['another command behind a flag', 'pip', ['-q', 'show', 'install']],
    ['another command behind a value', 'pip', ['--log', 'install', 'show', 'download']],
    ['a value alone', 'pip', ['--log', 'install']],
    ['help', 'pip', ['--help', 'install', 'x']],
    ['help of the command', 'pip', ['install', '--help', 'x']],
    ['short help of the command', 'pip', ['install', '-h']],
    ['the command of help', 'pip', ['help', 'install']],
    ['the version', 'pip', ['-V', 'install', 'x']],
    ['letters with the version', 'pip', ['-qV', 'install', 'x']],
    ['an option of a newer pip without the word', 'pip', ['--newer', 'list']],
    ['one dash', 'pip', ['-', 'install']],
    ['odd words', 'pip', ['list', '', '*', "'", '$x', '\n', 'a install b']],
    ['a wheel', 'pip', ['wheel', 'install']],
    ['a script', 'python', ['setup.py', 'install']],
    ['a script with words that look like a module', 'python', ['x.py', '-m', 'pip', 'install', 'x']],
    ['code', 'python', ['-c', 'import pip', '-m', 'pip', 'install']],
    ['code behind letters', 'python', ['-Ic', 'pass', '-m', 'pip', 'install']],
    ['another module', 'python', ['-m', 'venv', 'install']],
    ['another module, joined', 'python', ['-mpipx', 'install', 'x']],
    ['a module with another command', 'python', ['-m', 'pip', 'show', 'install']],
    ['no module', 'python', ['install', '-m']],
    ['code from standard input', 'python', ['-', '-m', 'pip', 'install']],
    ['the version of Python', 'python', ['-V', '-m', 'pip', 'install', 'x']],
    ['help of Python', 'python', ['--help-all', '-m', 'pip', 'install', 'x']],
    ['a value of Python', 'python', ['-W', '-mpip', 'install', 'x']],
    ['two dashes', 'python', ['--', '-m', 'pip', 'install']],
    ['another command of uv', 'uv', ['tool', 'install', 'x']],
    ['another command of uv pip', 'uv', ['pip', 'show', 'install']],
    ['a synchronised environment', 'uv', ['pip', 'sync', 'install']],
    ['a value of uv', 'uv', ['--directory', 'pip', 'python', 'install']],
    ['help of uv', 'uv', ['help', 'pip', 'install']],
    ['help of uv by option', 'uv', ['pip', 'install', '--help']],
    ['version of uv', 'uv', ['--version', 'pip', 'install']],
  ])('%s: %s %j', (_reason, tool, words) => {
    expect(call(tool, words)).toEqual({ stdout: asIs(tool, words), stderr: '', status: 0 });
  });
});

describe.skipIf(onWindows)('what cannot be told apart', () => {
  it.each<[string, string, string[], string]>([
    ['an option that may take the word behind it', 'pip', ['--newer', 'install', 'x'], '--newer'],
    ['an abbreviation', 'pip', ['--time', '3', 'install', 'x'], '--time'],
    ['a letter', 'pip', ['-i', 'install', 'download'], '-i'],
    ['a module', 'python', ['-m', 'pip', '--newer', 'install', 'x'], '--newer'],
    ['uv', 'uv', ['--newer', 'v', 'pip', 'install', 'x'], '--newer'],
    ['uv pip', 'uv', ['pip', '--newer', 'v', 'install', 'x'], '--newer'],
  ])('%s: %s %j', (_reason, tool, words, option) => {
    expect(call(tool, words)).toEqual({
      stdout: '',
      stderr: `safe-install: cannot tell what "${option}" means to ${tool}: write it behind the command; nothing was done\n`,
      status: 2,
    });
  });
});

describe.skipIf(onWindows)('the program itself', () => {
  it('is the next on PATH, past every folder of shims', async () => {
    const other = join(scratch.path, 'other');
    await writeShims(started, { ...environment, SAFE_INSTALL_DATA_DIR: other });
    const alias = join(scratch.path, 'alias');
    symlinkSync(shims, alias);
    const PATH = `${alias}:${join(other, 'safe-install-shims')}/:${shims}:${environment.PATH}`;
    expect(call('pip', ['list'], { PATH }).stdout).toBe(asIs('pip', ['list']));
  });

  it('is missing as it would be without shims', () => {
    expect(call('pip', ['install', 'x'], { PATH: '/no/such/folder' })).toMatchObject({
      stderr: 'pip: command not found\n',
      status: 127,
    });
  });

  it('is no folder and no file that may not be run', () => {
    const decoys = join(scratch.path, 'decoys');
    mkdirSync(join(decoys, 'uv'), { recursive: true });
    writeFileSync(join(decoys, 'pip'), '', { mode: 0o644 });
    const PATH = `${decoys}:${environment.PATH}`;
    expect(call('pip', ['list'], { PATH }).stdout).toBe(asIs('pip', ['list']));
    expect(call('uv', ['list'], { PATH }).stdout).toBe(asIs('uv', ['list']));
  });
});

describe.skipIf(onWindows)('a gate that cannot be', () => {
  it('refuses rather than lets pass: safe-install is gone', () => {
    rmSync(started.program);
    const result = call('pip', ['install', 'x']);
    writeFileSync(started.program, '');
    expect(result).toEqual({
      stdout: '',
      stderr: `safe-install: ${started.program} is gone: run safe-install shell-init again; nothing was installed\n`,
      status: 3,
    });
    expect(call('pip', ['list']).status).toBe(0);
  });

  it('takes the Node on PATH where its own is gone, and refuses where there is none', () => {
    chmodSync(started.node, 0o644);
    const none = call('pip', ['install', 'x'], { PATH: bin });
    symlinkSync(started.node, join(bin, 'node'));
    const other = call('pip', ['install', 'x'], { PATH: bin });
    chmodSync(started.node, 0o755);
    expect(none).toMatchObject({ stdout: '', status: 3 });
    expect(other.stdout).not.toContain('real');
    expect(call('pip', ['install', 'x'], { PATH: bin }).stdout).toBe(gated('pip', 'pip', ['install', 'x']));
  });

  it('refuses when safe-install has called it: no circle, and no way around', () => {
    expect(call('uv', ['pip', 'install', 'x'], { SAFE_INSTALL_SHIM: '1' })).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('called by safe-install itself'),
      status: 70,
    });
  });
});
