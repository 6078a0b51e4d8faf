import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { probe, probeEnvironment } from '../../src/interpreter/probe.ts';
import { ANSWER_MARK, PROBE_ARGUMENTS, PROBE_SOURCE } from '../../src/interpreter/probe-source.ts';
import { execProgram } from '../../src/platform/index.ts';
import { fakeExec, linuxAnswer, printed } from './answers.ts';

const PYTHON = '/opt/python/bin/python3';

const ask = (result: { exitCode?: number; stdout?: string; stderr?: string }) =>
  probe(PYTHON, {}, fakeExec(() => result).exec);

/** The answer with something changed in it, at a path such as `paths.purelib`. */
function withChange(path: string, value: unknown): unknown {
  const answer = structuredClone(linuxAnswer()) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  let object = answer;
  for (const name of names) object = object[name] as Record<string, unknown>;
  if (value === undefined) delete object[last];
  else object[last] = value;
  return answer;
}

describe('probe', () => {
  it('starts the Python isolated, with the source on standard input and limits on time and output', async () => {
    const { exec, started } = fakeExec(() => ({ stdout: printed(linuxAnswer()) }));
    const { answer } = await probe(PYTHON, { PATH: '/bin', PYTHONPATH: '/x' }, exec);
    expect(answer).toMatchObject({ executable: PYTHON, version: [3, 12], implementation: 'cpython' });
    expect(started).toHaveLength(1);
    expect(started[0]).toMatchObject({
      program: PYTHON,
      args: PROBE_ARGUMENTS,
      options: { input: PROBE_SOURCE, timeout: expect.any(Number), maxBuffer: expect.any(Number) },
    });
    expect(started[0]?.options.env).toEqual({ PATH: '/bin', SYSTEM_VERSION_COMPAT: '0' });
  });

  it('is written in ASCII, which every Python reads in the same way', () => {
    expect(PROBE_SOURCE).toMatch(/^[\n\u0020-\u007e]+$/);
  });

  it.each<[string, string]>([
    ['chatter before', `hello\n${printed(linuxAnswer())}`],
    ['chatter after', `${printed(linuxAnswer())}bye\n`],
    ['chatter on the same line', `hello ${printed(linuxAnswer())}`],
    ['an answer in the chatter, of which the last counts', `${ANSWER_MARK}{}\n${printed(linuxAnswer())}`],
    ['no line end', printed(linuxAnswer()).trimEnd()],
    ['CRLF', printed(linuxAnswer()).replace('\n', '\r\n')],
    ['members that nobody knows', printed({ ...linuxAnswer(), more: [] })],
    ['no folder for the user', printed({ ...linuxAnswer(), userSite: null, userPaths: null })],
  ])('takes an answer with %s', async (_what, stdout) => {
    expect((await ask({ stdout })).answer.executable).toBe(PYTHON);
  });

  it.each<[string, { exitCode?: number; stdout?: string; stderr?: string }, string]>([
    [
      'Python 2.7, which has no such switch',
      { exitCode: 2, stderr: 'Unknown option: -I\nusage: python [option] …\n' },
      'interpreter.too-old',
    ],
    ['Python 3.6', { stdout: `${ANSWER_MARK}{"tooOld": "3.6.15"}\n` }, 'interpreter.too-old'],
    ['another program', { stdout: '' }, 'interpreter.unusable'],
    [
      'a program that prints something else',
      { stdout: 'ELF\u0000\u0001'.repeat(1000) },
      'interpreter.unusable',
    ],
    [
      'a program that fails',
      { exitCode: 1, stderr: 'Traceback (most recent call last):\n  x\nKeyError: 1\n' },
      'interpreter.unusable',
    ],
    [
      'a launcher that finds none',
      { exitCode: 127, stderr: 'pyenv: python3: command not found\n' },
      'interpreter.unusable',
    ],
    [
      'the placeholder of the store',
      { exitCode: 9009, stderr: 'Python was not found; run without arguments …' },
      'interpreter.unusable',
    ],
    ['an answer that is no JSON', { stdout: `${ANSWER_MARK}{'a': 1}\n` }, 'interpreter.unusable'],
    ['half an answer', { stdout: printed(linuxAnswer()).slice(0, 200) }, 'interpreter.unusable'],
    ['a list', { stdout: printed([]) }, 'interpreter.unusable'],
    ['null', { stdout: printed(null) }, 'interpreter.unusable'],
    [
      'a version of the old Python that is an object',
      { stdout: `${ANSWER_MARK}{"tooOld": {}}\n` },
      'interpreter.unusable',
    ],
    ['brackets without end', { stdout: ANSWER_MARK + '['.repeat(1_000_000) }, 'interpreter.unusable'],
  ])('refuses %s', async (_what, result, code) => {
    await expect(ask(result)).toRefuseWith(code);
  });

  it.each<[string, unknown]>([
    ['format', 0],
    ['executable', undefined],
    ['executable', 1],
    ['executable', 'a\u0000b'],
    ['executable', 'not utf-8: \ud800'],
    ['executable', 'x'.repeat(50_000)],
    ['version', [3]],
    ['version', [3, 12, 4]],
    ['version', ['3', '12']],
    ['version', [3, -1]],
    ['version', '3.12'],
    ['implementation', null],
    ['markers', []],
    ['markers.os_name', undefined],
    ['markers.python_version', 3.12],
    ['prefix', {}],
    ['isVirtual', 'no'],
    ['paths', null],
    ['paths.purelib', undefined],
    ['paths.scripts', 'a\nb'],
    ['userPaths', 'none'],
    ['prefixPaths.include', false],
    ['standardPath', {}],
    ['standardPath', [null]],
    ['standardPath', Array.from({ length: 20_000 }, () => '/x')],
    ['siteFolders', [{ kind: 'other', path: '/x' }]],
    ['siteFolders', [{ kind: 'site' }]],
    ['siteFolders', ['/x']],
    ['userSite', 1],
    ['abi.looksLikeDebug', null],
    ['abi.isDebug', 0],
    ['platform', undefined],
    ['platform.system', null],
    ['platform.is32Bit', 1],
    ['platform.manylinux', { '2_17': 'yes' }],
    ['platform.apiLevel', '21'],
  ])('refuses an answer whose "%s" is %j', async (path, value) => {
    await expect(ask({ stdout: printed(withChange(path, value)) })).toRefuseWith('interpreter.unusable');
  });

  it.each<[string, string, RegExp]>([
    ['exec.timeout', 'did not answer', /did not answer within 30 seconds/],
    ['exec.not-found', 'cannot be started', /cannot be started/],
  ])('tells of %s that it %s', async (code, _what, message) => {
    const exec = async () => {
      throw new SafeInstallError({ code: code as 'exec.timeout', message: 'no' });
    };
    await expect(probe(PYTHON, {}, exec)).toRefuseWith('interpreter.unusable');
    await expect(probe(PYTHON, {}, exec)).rejects.toThrow(message);
  });

  it.each<[string, string, string]>([
    [
      'the last line of a traceback',
      'Traceback (most recent call last):\n  File "x"\nKeyError: 1\n',
      'KeyError: 1',
    ],
    [
      'the first line of anything else',
      'pyenv: no such version\n\nSee the manual.\n',
      'pyenv: no such version',
    ],
  ])('shows %s', async (_what, stderr, expected) => {
    await expect(ask({ exitCode: 1, stderr })).rejects.toMatchObject({
      facts: [{ label: 'it printed', value: expected }],
    });
  });

  it('ends a program that prints without end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'probe-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const script = join(folder, 'python3');
    const source = "for (;;) require('node:fs').writeSync(1, 'x'.repeat(1 << 16));";
    await writeFile(script, `#!${process.execPath}\n${source}\n`);
    await chmod(script, 0o755);
    await expect(probe(script, {}, execProgram)).toRefuseWith('interpreter.unusable');
  });
});

describe('probeEnvironment', () => {
  it('keeps what launchers and loaders need, and drops what makes a Python another one', () => {
    expect(
      probeEnvironment({
        PATH: '/bin',
        HOME: '/home/me',
        LD_LIBRARY_PATH: '/opt/lib',
        PYENV_VERSION: '3.12',
        PYTHONHOME: '/x',
        PYTHONPATH: '/x',
        PYTHONUSERBASE: '/home/me/base',
        __PYVENV_LAUNCHER__: '/x',
        _PYTHON_HOST_PLATFORM: 'linux-riscv64',
        EMPTY: undefined,
      }),
    ).toEqual({
      PATH: '/bin',
      HOME: '/home/me',
      LD_LIBRARY_PATH: '/opt/lib',
      PYENV_VERSION: '3.12',
      PYTHONUSERBASE: '/home/me/base',
      SYSTEM_VERSION_COMPAT: '0',
    });
  });
});
