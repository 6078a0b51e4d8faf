import { describe, expect, it } from 'vitest';
import type { Installer } from '../../src/installers/installer.ts';
import { startPip } from '../../src/installers/waiting-pip.ts';
import type { Exec, ExecOptions, ExecResult } from '../../src/platform/index.ts';

const PIP: Installer = {
  kind: 'pip',
  version: '26.3',
  program: '/venv/bin/python',
  words: ['-m', 'pip'],
  path: '/venv/lib/pip/__init__.py',
  importPath: '/venv/lib',
  place: 'environment',
};

const DONE: ExecResult = { exitCode: 0, stdout: 'Successfully installed', stderr: '' };

/** A program that ends when it has read its standard input, or is told to. */
function fakeExec() {
  const calls: { program: string; args: readonly string[]; options: ExecOptions; read: string[] }[] = [];
  const exec: Exec = async (program, args, options = {}) => {
    const read: string[] = [];
    calls.push({ program, args, options, read });
    const stopped = new Promise<ExecResult>((resolve) =>
      options.signal?.addEventListener('abort', () => resolve({ ...DONE, exitCode: 130 })),
    );
    const whole = Promise.resolve(options.input ?? '').then((text) => {
      read.push(text);
      return DONE;
    });
    return await Promise.race([stopped, whole]);
  };
  return { calls, exec };
}

const doorsOf = (exec: Exec) => ({ exec, environment: { PATH: '/bin', PIP_INDEX_URL: 'https://x.example' } });

describe('startPip', () => {
  it.each<[string, Installer]>([
    ['uv', { kind: 'uv', version: '0.13.9', program: '/uv', path: '/uv' }],
    ['a pip that works from outside', { ...PIP, place: 'outside' }],
    ['the pip that Python brings along', { ...PIP, place: 'bundled' }],
  ])('starts nothing of %s', (_what, installer) => {
    const { calls, exec } = fakeExec();
    expect(startPip(installer, 0, doorsOf(exec))).toBeUndefined();
    expect(calls).toEqual([]);
  });

  it('starts at once, outside of the folder that the user is in, without the user’s settings of pip', () => {
    const { calls, exec } = fakeExec();
    startPip(PIP, 0, doorsOf(exec));
    expect(calls).toMatchObject([
      { program: '/venv/bin/python', args: ['-c', expect.any(String)], options: { cwd: '/venv/bin' } },
    ]);
    expect(calls[0]?.options).toMatchObject({ output: 'capture' });
    expect(calls[0]?.options.env).not.toHaveProperty('PIP_INDEX_URL');
    expect(calls[0]?.read).toEqual([]);
  });

  it('lets pip speak for itself where it is to', () => {
    const { calls, exec } = fakeExec();
    startPip(PIP, 1, doorsOf(exec));
    expect(calls[0]?.options).toMatchObject({ output: 'inherit' });
  });

  it('runs once, with these words in this folder', async () => {
    const { calls, exec } = fakeExec();
    const pip = startPip(PIP, 0, doorsOf(exec));
    expect(await pip?.run(['install', '-r', 'x'], '/private')).toEqual(DONE);
    expect(calls[0]?.read.map((text) => JSON.parse(text))).toEqual([
      { folder: '/private', words: ['install', '-r', 'x'] },
    ]);
    expect(pip?.run(['install'], '/private')).toBeUndefined();
    await pip?.dismiss();
    expect(calls[0]?.options.signal?.aborted).toBe(false);
  });

  it('is told to go when there is nothing to do, and waits until it has gone', async () => {
    const { calls, exec } = fakeExec();
    const pip = startPip(PIP, 0, doorsOf(exec));
    await pip?.dismiss();
    expect(calls[0]?.options.signal?.aborted).toBe(true);
    expect(pip?.run(['install'], '/private')).toBeUndefined();
  });

  it.each<[string, Exec]>([
    ['ended by itself', async () => ({ ...DONE, exitCode: 1 })],
    ['could not be started', () => Promise.reject(new Error('no such program'))],
  ])('does nothing when it has %s', async (_what, exec) => {
    const pip = startPip(PIP, 0, doorsOf(exec));
    await new Promise((resolve) => setImmediate(resolve));
    expect(pip?.run(['install'], '/private')).toBeUndefined();
    await pip?.dismiss();
  });

  it('ends with the run', () => {
    const { calls, exec } = fakeExec();
    const interruption = new AbortController();
    startPip(PIP, 0, { ...doorsOf(exec), signal: interruption.signal });
    interruption.abort();
    expect(calls[0]?.options.signal?.aborted).toBe(true);
  });
});
