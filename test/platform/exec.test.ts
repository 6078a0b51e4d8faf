import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { execProgram } from '../../src/platform/index.ts';

const node = (code: string, options = {}) => execProgram(process.execPath, ['-e', code], options);

describe('execProgram', () => {
  it('returns what the program wrote and how it ended', async () => {
    expect(await node('console.log("out"); console.error("err"); process.exit(7)')).toEqual({
      exitCode: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('gives the program the environment it was told, and no more', async () => {
    const { stdout } = await node('console.log(Object.keys(process.env).sort().join())', {
      env: { ONLY: 'this' },
    });
    expect(
      stdout
        .trim()
        .split(',')
        .filter((name) => !name.startsWith('__CF')),
    ).toEqual(['ONLY']);
  });

  it('passes arguments that a shell would read as they are', async () => {
    const { stdout } = await execProgram(process.execPath, [
      '-e',
      'console.log(process.argv[1])',
      '$(id); `id` "*"',
    ]);
    expect(stdout).toBe('$(id); `id` "*"\n');
  });

  it('feeds standard input, and closes it where there is none', async () => {
    const echo = 'process.stdin.pipe(process.stdout)';
    expect((await node(echo, { input: 'words' })).stdout).toBe('words');
    expect((await node(echo)).stdout).toBe('');
  });

  it.each([['words'], ['']])('feeds "%s" that comes when the program already runs', async (words) => {
    let give: (text: string) => void = () => {};
    const input = new Promise<string>((resolve) => {
      give = resolve;
    });
    const running = node('process.stdin.pipe(process.stdout)', { input });
    give(words);
    expect((await running).stdout).toBe(words);
  });

  it('says that a program is not there', async () => {
    let isStarted = false;
    const onStart = () => {
      isStarted = true;
    };
    await expect(execProgram('no-such-program-anywhere', [], { onStart })).toRefuseWith('exec.not-found');
    expect(isStarted).toBe(false);
  });

  it('tells once that a program runs, while it does', async () => {
    const told: string[] = [];
    let give: (text: string) => void = () => {};
    const input = new Promise<string>((resolve) => {
      give = resolve;
    });
    const onStart = () => {
      told.push('started');
      give('words');
    };
    const { stdout } = await node('process.stdin.pipe(process.stdout)', { input, onStart });
    expect([...told, stdout]).toEqual(['started', 'words']);
  });

  it.skipIf(process.platform === 'win32')(
    'lets a program put things right when it is interrupted',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'exec-'));
      try {
        const ready = join(folder, 'ready');
        const code = `
        process.on('SIGINT', () => { console.log('put right'); process.exit(3); });
        require('node:fs').writeFileSync(${JSON.stringify(ready)}, '');
        setInterval(() => {}, 1000);`;
        const interruption = new AbortController();
        const running = node(code, { signal: interruption.signal, patience: 60_000 });
        while (!existsSync(ready)) await setTimeout(10);
        interruption.abort();
        expect(await running).toEqual({ exitCode: 3, stdout: 'put right\n', stderr: '' });
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );

  it('ends at once what is interrupted before it begins', async () => {
    const result = await node('setInterval(() => {}, 1000)', { signal: AbortSignal.abort() });
    expect(result.exitCode).not.toBe(0);
  });

  it('ends a program that takes too long', async () => {
    await expect(node('setInterval(() => {}, 1000)', { timeout: 200 })).toRefuseWith('exec.timeout');
  });
});
