import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandContext } from '../../src/cli/main.ts';
import { run } from '../../src/cli/main.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const calls: { command: string; words: readonly string[]; path: string | undefined }[] = [];
const recording = (command: string) => async (context: CommandContext) => {
  calls.push({ command, words: context.words, path: context.environment.PATH });
  return 0;
};
vi.mock('../../src/cli/commands/install.ts', () => ({ runInstall: recording('install') }));
vi.mock('../../src/cli/commands/download.ts', () => ({ runDownload: recording('download') }));

const scratch = scratchFolder();
const python = scratch.put('', 'python3.12');
const pip = scratch.put(`#!${python}\n`, 'pip');
const lonely = join(scratch.path, 'lonely', 'pip');
mkdirSync(join(lonely, '..'));
writeFileSync(lonely, 'machine code');
const environmentFolder = join(scratch.path, '.venv');
mkdirSync(environmentFolder);
writeFileSync(join(environmentFolder, 'pyvenv.cfg'), '');

async function call(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const stderr: string[] = [];
  const exitCode = await run(['shim-call', ...words], {
    environment,
    currentFolder: scratch.path,
    stdout: { write: () => true },
    stderr: { write: (text) => stderr.push(text) > 0 },
    signal: new AbortController().signal,
  });
  return { exitCode, code: /^error\[([a-z.-]+)\]/.exec(stderr.join(''))?.[1] };
}

beforeEach(() => {
  calls.length = 0;
});

describe('what a shim calls', () => {
  it.each<[string, string[], Record<string, string>, string, string[]]>([
    ['pip', ['pip', pip, 'install', 'x'], {}, 'install', ['--installer', 'pip', '--python', python, 'x']],
    [
      'a relative pip',
      ['pip', './pip', 'install', 'x'],
      {},
      'install',
      ['--installer', 'pip', '--python', python, 'x'],
    ],
    [
      'a download',
      ['pip', pip, 'download', 'x'],
      {},
      'download',
      ['--installer', 'pip', '--python', python, 'x'],
    ],
    [
      "pip's own variable",
      ['pip', pip, 'install', 'x'],
      { PIP_PYTHON: 'p' },
      'install',
      ['--installer', 'pip', '--python', 'p', 'x'],
    ],
    [
      'a Python',
      ['python', 'bin/python', 'install', 'x'],
      {},
      'install',
      ['--installer', 'pip', '--python', join(scratch.path, 'bin/python'), 'x'],
    ],
    [
      'uv',
      ['uv', '/bin/uv', 'install', 'x'],
      {},
      'install',
      ['--installer', 'uv', '--python', environmentFolder, 'x'],
    ],
    [
      'uv of an active environment',
      ['uv', '/bin/uv', 'install', 'x'],
      { VIRTUAL_ENV: '/v' },
      'install',
      ['--installer', 'uv', 'x'],
    ],
    [
      'uv of a Python',
      ['python-uv', '/v/bin/python', 'install', 'x'],
      {},
      'install',
      ['--installer', 'uv', '--python', '/v/bin/python', 'x'],
    ],
    [
      'an option of the user stands behind ours, and wins',
      ['pip', pip, 'install', '--python', 'p', 'x'],
      {},
      'install',
      ['--installer', 'pip', '--python', python, '--python', 'p', 'x'],
    ],
  ])('%s', async (_reason, words, environment, command, expected) => {
    expect(await call(words, environment)).toEqual({ exitCode: 0, code: undefined });
    expect(calls).toEqual([{ command, words: expected, path: environment.PATH }]);
  });

  it.each<[string, string[], string]>([
    ['a pip that names no Python', ['pip', lonely, 'install', 'x'], 'shims.python'],
    ['no words', [], 'usage.command'],
    ['another program', ['npm', '/bin/npm', 'install', 'x'], 'usage.command'],
    ['another command', ['pip', pip, 'list'], 'usage.command'],
  ])('%s is refused', async (_reason, words, code) => {
    expect(await call(words)).toEqual({ exitCode: 2, code });
    expect(calls).toEqual([]);
  });

  it('sees no shims on PATH', async () => {
    await call(['python', '/v/bin/python', 'install', 'x'], { PATH: '/d/safe-install-shims:/v/bin:/bin' });
    expect(calls.map(({ path }) => path)).toEqual(['/v/bin:/bin']);
  });
});
