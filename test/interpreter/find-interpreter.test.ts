import { chmod, mkdir, mkdtemp, readdir, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findInterpreter, type InterpreterRequest, pathsUnder } from '../../src/interpreter/index.ts';
import { ANSWER_MARK } from '../../src/interpreter/probe-source.ts';
import { fakeExec, keepingLog, linuxAnswer, printed } from './answers.ts';

let root = '';
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'python-')));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Puts programs into the test's folder: not scripts, so that their answers may be kept. */
async function lay(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), '\u007fELF');
    await chmod(join(root, path), 0o755);
  }
}

/** A Python at every path answers that it is itself; what `odd` names answers that instead. */
function pythons(
  odd: Readonly<Record<string, { exitCode?: number; stdout?: string; stderr?: string }>> = {},
) {
  return fakeExec(
    (program) => odd[program.slice(root.length + 1)] ?? { stdout: printed(linuxAnswer(program)) },
  );
}

const NOW = new Date('2026-11-24T12:00:00Z');

function find(request: Partial<InterpreterRequest>, exec = pythons().exec) {
  return findInterpreter({
    environment: {},
    exec,
    cacheFolder: join(root, 'cache'),
    log: keepingLog(),
    workingFolder: root,
    platform: 'linux',
    clock: { now: () => NOW },
    ...request,
  });
}

const foundAt = async (...args: Parameters<typeof find>): Promise<string> =>
  (await find(...args)).executable.slice(root.length + 1);

describe.skipIf(process.platform === 'win32')('findInterpreter', () => {
  const everything = (): Record<string, string> => ({
    PATH: `${join(root, 'bin')}:${join(root, 'more')}`,
    VIRTUAL_ENV: join(root, 'venv'),
    CONDA_PREFIX: join(root, 'conda'),
    SAFE_INSTALL_PYTHON: join(root, 'own/bin/python'),
  });

  it.each<[string, string | undefined, readonly string[], string]>([
    ['--python, a path', './asked/python', [], 'asked/python'],
    ['--python, the folder of an environment', 'asked-venv', [], 'asked-venv/bin/python'],
    ['--python, a name', 'python3.9', [], 'more/python3.9'],
    ['--python, a version', '3.9', [], 'more/python3.9'],
    ['SAFE_INSTALL_PYTHON', undefined, [], 'own/bin/python'],
    ['an empty --python, which asks for nothing', '', [], 'own/bin/python'],
    ['VIRTUAL_ENV', undefined, ['SAFE_INSTALL_PYTHON'], 'venv/bin/python'],
    ['CONDA_PREFIX', undefined, ['SAFE_INSTALL_PYTHON', 'VIRTUAL_ENV'], 'conda/bin/python'],
    [
      'python3 on the search path',
      undefined,
      ['SAFE_INSTALL_PYTHON', 'VIRTUAL_ENV', 'CONDA_PREFIX'],
      'more/python3',
    ],
  ])('takes %s', async (_what, python, without, expected) => {
    await lay(
      'asked/python',
      'asked-venv/bin/python',
      'own/bin/python',
      'venv/bin/python',
      'conda/bin/python',
    );
    await lay('bin/python', 'more/python3', 'more/python3.9');
    const environment = Object.fromEntries(
      Object.entries(everything()).filter(([name]) => !without.includes(name)),
    );
    expect(await foundAt({ python, environment })).toBe(expected);
  });

  it.each<[string, readonly string[], string]>([
    ['python where there is no python3', ['bin/python'], 'bin/python'],
    ['the search path where conda has no Python', ['conda/bin/pip', 'bin/python3'], 'bin/python3'],
    ['python3 in an environment without python', ['venv/bin/python3'], 'venv/bin/python3'],
  ])('takes %s', async (_what, programs, expected) => {
    await lay(...programs);
    const { PATH, VIRTUAL_ENV, CONDA_PREFIX } = everything();
    const environment = { PATH, CONDA_PREFIX, ...(expected.startsWith('venv') ? { VIRTUAL_ENV } : {}) };
    expect(await foundAt({ environment })).toBe(expected);
  });

  it('passes over what does not work on the search path, and says so', async () => {
    await lay('bin/python3', 'more/python3');
    const log = keepingLog();
    const { exec } = pythons({ 'bin/python3': { exitCode: 127, stderr: 'no such version' } });
    const { PATH } = everything();
    expect(await foundAt({ environment: { PATH }, log }, exec)).toBe('more/python3');
    expect(log.warnings).toEqual([expect.stringContaining('bin/python3')]);
  });

  it('passes over files that are no programs', async () => {
    await lay('bin/python3', 'more/python3');
    await chmod(join(root, 'bin/python3'), 0o644);
    await mkdir(join(root, 'bin/python'));
    expect(await foundAt({ environment: { PATH: everything().PATH } })).toBe('more/python3');
  });

  it.each<[string, string | undefined, Record<string, string>, string]>([
    ['an empty search path', undefined, {}, 'interpreter.not-found'],
    ['a path that is not there', './gone/python', {}, 'interpreter.not-found'],
    ['a file that is no program', './note.txt', {}, 'interpreter.not-found'],
    ['a folder that is no environment', './empty', {}, 'interpreter.not-found'],
    ['a name that is nowhere', 'python2', {}, 'interpreter.not-found'],
    ['an active environment that is gone', undefined, { VIRTUAL_ENV: 'gone' }, 'interpreter.not-found'],
    ['an environment whose Python is gone', './broken', {}, 'interpreter.unusable'],
    ['a Python that answers nothing', './silent', {}, 'interpreter.unusable'],
    ['a Python that is too old', './old', {}, 'interpreter.too-old'],
    ['an answer with a version that is none', './odd-version', {}, 'interpreter.unusable'],
    ['an answer with a C library of the far future', './odd-glibc', {}, 'interpreter.unusable'],
  ])('refuses %s', async (_what, python, environment, code) => {
    await lay('silent', 'old', 'odd-version', 'odd-glibc', 'bin/python3');
    await writeFile(join(root, 'note.txt'), '');
    await mkdir(join(root, 'empty'));
    await mkdir(join(root, 'broken/bin'), { recursive: true });
    await symlink(join(root, 'gone'), join(root, 'broken/bin/python'));
    const answer = linuxAnswer();
    const { exec } = pythons({
      silent: {},
      old: { stdout: `${ANSWER_MARK}{"tooOld": "3.6.15"}\n` },
      'odd-version': {
        stdout: printed({ ...answer, markers: { ...answer.markers, python_full_version: 'three' } }),
      },
      'odd-glibc': {
        stdout: printed({ ...answer, platform: { ...(answer.platform as object), glibc: '2.99999' } }),
      },
    });
    await expect(find({ python, environment }, exec)).toRefuseWith(code);
    await expect(find({ python, environment }, exec)).rejects.toMatchObject({ hint: expect.any(String) });
  });

  it('puts what the program says beside the folders that it names', async () => {
    await lay('bin/python3');
    const standard = join(root, 'lib');
    const site = join(root, 'site');
    await mkdir(join(site, 'pip'), { recursive: true });
    await mkdir(standard);
    await writeFile(join(site, 'pip/__init__.py'), 'from x import y\n\n__version__ = "26.3"\n');
    await writeFile(join(standard, 'EXTERNALLY-MANAGED'), '[externally-managed]\nError=No\n');
    const answer = {
      ...linuxAnswer(join(root, 'bin/python3')),
      standardLibrary: standard,
      siteFolders: [{ kind: 'site', path: site }],
    };
    const { exec } = pythons({ 'bin/python3': { stdout: printed(answer) } });
    const interpreter = await find({ python: './bin/python3' }, exec);
    expect(interpreter).toMatchObject({
      implementation: 'cpython',
      externallyManaged: 'No',
      searchPath: ['/opt/python/lib/python3.12', site],
      sitePackages: [site],
      pip: { location: join(site, 'pip'), version: '26.3' },
      paths: { scripts: '/opt/python/bin' },
      markers: { python_full_version: '3.12.4' },
    });
    expect(String(interpreter.version)).toBe('3.12.4');
    expect(interpreter.tags[0]).toBe('cp312-cp312-linux_x86_64');
    expect(pathsUnder(interpreter, '/pre')).toEqual({
      purelib: '/pre/lib/python3.12/site-packages',
      platlib: '/pre/lib/python3.12/site-packages',
      scripts: '/pre/bin',
      data: '/pre',
      include: '/pre/include/python3.12',
    });
  });

  it('takes a build between two releases', async () => {
    await lay('bin/python3');
    const answer = linuxAnswer(join(root, 'bin/python3'));
    const between = { ...answer, markers: { ...answer.markers, python_full_version: '3.14.0a1+' } };
    const { exec } = pythons({ 'bin/python3': { stdout: printed(between) } });
    expect(String((await find({ python: './bin/python3' }, exec)).version)).toBe('3.14.0a1+local');
  });

  it('without a name for itself is known by its path', async () => {
    await lay('bin/python3');
    const { exec } = pythons({ 'bin/python3': { stdout: printed(linuxAnswer('')) } });
    expect(await foundAt({ python: './bin/python3' }, exec)).toBe('bin/python3');
  });
});

describe.skipIf(process.platform === 'win32')('what a Python answered', () => {
  const program = 'venv/bin/python';

  /** Asks twice, with something in between, and counts how often the Python was started. */
  async function startedTwice(
    between: () => Promise<unknown>,
    second: Partial<InterpreterRequest> = {},
    odd: Parameters<typeof pythons>[0] = {},
  ): Promise<number> {
    const { exec, started } = pythons(odd);
    const request = { python: `./${program}`, environment: { HOME: '/home/me' } };
    await find(request, exec);
    await between();
    await find({ ...request, ...second }, exec);
    return started.length;
  }

  beforeEach(async () => {
    await lay(program);
    await writeFile(join(root, 'venv/pyvenv.cfg'), 'home = /usr/bin\n');
  });

  const entries = async (): Promise<string[]> => {
    const folder = join(root, 'cache/interpreters');
    return (await readdir(folder)).map((name) => join(folder, name));
  };

  it.each<[string, () => Promise<unknown>, Partial<InterpreterRequest>]>([
    ['nothing', async () => {}, {}],
    ['a variable that does not matter', async () => {}, { environment: { HOME: '/home/me', LANG: 'C' } }],
    ['most of a day', async () => {}, { clock: { now: () => new Date(NOW.getTime() + 23 * 3_600_000) } }],
    ['what lies beside it', async () => writeFile(join(root, 'venv/bin/acme'), ''), {}],
  ])('is remembered through %s', async (_what, between, second) => {
    expect(await startedTwice(between, second)).toBe(1);
    expect(await entries()).toHaveLength(1);
  });

  it.each<[string, () => Promise<unknown>, Partial<InterpreterRequest>]>([
    ['another time of the program', () => utimes(join(root, program), 1, 1), {}],
    ['another size of the program', () => writeFile(join(root, program), '\u007fELF2'), {}],
    [
      'another pyvenv.cfg',
      () => writeFile(join(root, 'venv/pyvenv.cfg'), 'include-system-site-packages = true\n'),
      {},
    ],
    ['no pyvenv.cfg', () => rm(join(root, 'venv/pyvenv.cfg')), {}],
    ['another home folder', async () => {}, { environment: { HOME: '/home/you' } }],
    ['a day', async () => {}, { clock: { now: () => new Date(NOW.getTime() + 25 * 3_600_000) } }],
    ['a clock that was set back', async () => {}, { clock: { now: () => new Date(NOW.getTime() - 1) } }],
    ['another cache', async () => {}, { cacheFolder: join(import.meta.filename, 'cache') }],
  ])('is asked again after %s', async (_what, between, second) => {
    expect(await startedTwice(between, second)).toBe(2);
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['another shape', '[]'],
    ['no time', '{"answer": {}}'],
    [
      'an answer of another shape',
      JSON.stringify({ time: NOW.getTime(), answer: { format: 1 }, linux: null }),
    ],
    [
      'facts of another shape',
      JSON.stringify({ time: NOW.getTime(), answer: linuxAnswer(), linux: { musl: 'yes' } }),
    ],
  ])('is asked again where the entry is %s', async (_what, content) => {
    const started = await startedTwice(async () => {
      for (const entry of await entries()) await writeFile(entry, content);
    });
    expect(started).toBe(2);
  });

  it('is not remembered of a launcher, which may start another one tomorrow', async () => {
    await writeFile(join(root, program), '#!/bin/sh\nexec python "$@"\n');
    expect(await startedTwice(async () => {})).toBe(2);
  });

  it('is not remembered under a path that starts another program', async () => {
    await lay('real/python');
    const other = { stdout: printed(linuxAnswer(join(root, 'real/python'))) };
    expect(await startedTwice(async () => {}, {}, { [program]: other })).toBe(2);
  });

  it('is remembered under a link to the program itself', async () => {
    await rm(join(root, program));
    await lay('real/python');
    await symlink(join(root, 'real/python'), join(root, program));
    expect(await startedTwice(async () => {})).toBe(1);
  });

  it('is asked again when a link leads to another program', async () => {
    await rm(join(root, program));
    await lay('real/python', 'real/python2');
    await symlink(join(root, 'real/python'), join(root, program));
    const started = await startedTwice(async () => {
      await rm(join(root, program));
      await symlink(join(root, 'real/python2'), join(root, program));
    });
    expect(started).toBe(2);
  });

  it('is taken without a cache where none can be written', async () => {
    await writeFile(join(root, 'file'), '');
    const { exec } = pythons();
    const request = { python: `./${program}`, cacheFolder: join(root, 'file') };
    expect(await foundAt(request, exec)).toBe(program);
  });

  it('does not hide what changes from run to run', async () => {
    const standard = join(root, 'lib');
    const site = join(root, 'site');
    await mkdir(standard);
    const answer = {
      ...linuxAnswer(join(root, program)),
      standardLibrary: standard,
      siteFolders: [{ kind: 'site', path: site }],
    };
    const { exec, started } = pythons({ [program]: { stdout: printed(answer) } });
    const request = { python: `./${program}` };
    expect(await find(request, exec)).toMatchObject({ externallyManaged: null, pip: null });
    await writeFile(join(standard, 'EXTERNALLY-MANAGED'), '');
    await mkdir(join(site, 'pip'), { recursive: true });
    await writeFile(join(site, 'pip/__init__.py'), '');
    const second = await find({ ...request, environment: { PYTHONPATH: '/more' } }, exec);
    expect(second).toMatchObject({ externallyManaged: expect.any(String), pip: { version: null } });
    expect(second.searchPath[0]).toBe('/more');
    expect(started).toHaveLength(1);
  });
});
