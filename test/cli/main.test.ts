import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, splitCommand, withoutProgram } from '../../src/cli/main.ts';
import { VERSION } from '../../src/version.ts';

async function runCaptured(...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await run(words, {
    environment: {},
    currentFolder: process.cwd(),
    stdout: { write: (text) => out.push(text) > 0 },
    stderr: { write: (text) => err.push(text) > 0 },
    signal: new AbortController().signal,
  });
  return { exitCode, stdout: out.join(''), stderr: err.join('') };
}

describe("another program's command line behind our name", () => {
  it.each([
    ['uv pip install', ['uv', 'pip', 'install', 'acme', '-U'], ['--installer=uv', 'install', 'acme', '-U']],
    ['pip install', ['pip', 'install', 'acme'], ['--installer=pip', 'install', 'acme']],
    ['pip download', ['pip', 'download', 'acme'], ['--installer=pip', 'download', 'acme']],
    [
      'options in between, with and without values',
      ['uv', '--color', 'never', 'pip', '-q', 'install', 'pip'],
      ['--installer=uv', '--color', 'never', '-q', 'install', 'pip'],
    ],
    ['the projects uv and pip', ['uv', 'pip'], ['uv', 'pip']],
    ['the project uv', ['install', 'uv', 'pip', 'install'], ['install', 'uv', 'pip', 'install']],
    ['another command of uv', ['uv', 'add', 'acme'], ['uv', 'add', 'acme']],
    ['something between', ['uv', 'x', 'pip', 'install'], ['uv', 'x', 'pip', 'install']],
  ])('%s', (_, words, expected) => {
    expect(withoutProgram(words)).toEqual(expected);
  });
});

describe('the first words', () => {
  it.each([
    ['a requirement alone is installed', ['requests'], 'install', ['requests']],
    ['install', ['install', 'requests'], 'install', ['requests']],
    [
      'options before the command',
      ['-q', '--no-color', 'install', 'requests'],
      'install',
      ['-q', '--no-color', 'requests'],
    ],
    [
      'an option with its value before the command',
      ['--python', '.venv', 'download', 'requests'],
      'download',
      ['--python', '.venv', 'requests'],
    ],
    [
      'a value that is named like a command',
      ['--python', 'install', 'requests'],
      'install',
      ['--python', 'install', 'requests'],
    ],
    ['a command', ['resolve', 'requests'], 'resolve', ['requests']],
    ['options alone', ['-r', 'requirements.txt'], 'install', ['-r', 'requirements.txt']],
    ['a requirement named as something every object has', ['constructor'], 'install', ['constructor']],
    ['behind two dashes everything is a requirement', ['--', 'install'], 'install', ['--', 'install']],
  ])('%s', (_reason, words, name, rest) => {
    expect(splitCommand(words)).toMatchObject({ name, rest });
  });

  it.each(['audt', 'instal', 'verfiy', 'Audit', 'polcy', 'shell-int'])(
    'installs no project because "%s" was typed for a command',
    async (word) => {
      const { exitCode, stderr } = await runCaptured('-q', word);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^error\[usage\.command\]/);
      expect(stderr.replace(/\n */g, ' ')).toContain(`or "safe-install install ${word}" for the project`);
    },
  );

  it.each([
    ['the names of projects that people use', ['requests']],
    ['a project whose name is rather like a command', ['locket']],
    ['what stands behind two dashes', ['--', 'audt']],
    ['what is said to be installed', ['install', 'audt']],
  ])('takes %s for a requirement', async (_reason, words) => {
    const { stderr } = await runCaptured('--no-such-option', ...words);
    expect(stderr).toMatch(/^error\[usage\.option\]/);
  });

  it('--version is that of the package', async () => {
    const manifest = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
    expect(VERSION).toBe(manifest.version);
    expect(await runCaptured('--version')).toEqual({
      exitCode: 0,
      stdout: `safe-install ${VERSION}\n`,
      stderr: '',
    });
  });

  it('--help fits a terminal and goes to stdout', async () => {
    const { exitCode, stdout } = await runCaptured('--help');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(stdout.split('\n').length).toBeLessThan(40);
  });

  it('no words at all are wrong usage', async () => {
    expect((await runCaptured()).exitCode).toBe(2);
  });
});
