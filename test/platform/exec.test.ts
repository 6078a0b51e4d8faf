import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { execProgram } from '../../src/platform/index.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();

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

  describe.skipIf(process.platform === 'win32')('of a process group', () => {
    const isAlive = (pid: number): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };

    /** A program that does not hear SIGINT, and has started another that does not. */
    const family = (path: string, then: string): string => `
      const deaf = 'process.on("SIGINT", () => {}); setInterval(() => {}, 1000); console.log("up")';
      process.on('SIGINT', () => {});
      const child = require('node:child_process').spawn(process.execPath, ['-e', deaf]);
      child.stdout.once('data', () => {
        require('node:fs').writeFileSync(${JSON.stringify(path)}, String(child.pid));
        ${then}
      });`;

    const pidIn = async (path: string): Promise<number> => {
      while (!existsSync(path) || (await readFile(path, 'utf8')) === '') await setTimeout(10);
      return Number(await readFile(path, 'utf8'));
    };

    const isOver = async (pid: number): Promise<boolean> => {
      for (let tries = 0; tries < 500 && isAlive(pid); tries += 1) await setTimeout(10);
      return !isAlive(pid);
    };

    it('ends all of it when patience is over', async () => {
      const path = join(scratch.path, 'interrupted');
      const interruption = new AbortController();
      const running = node(family(path, ''), { signal: interruption.signal, patience: 50 });
      const pid = await pidIn(path);
      interruption.abort();
      expect((await running).exitCode).not.toBe(0);
      expect(await isOver(pid)).toBe(true);
    });

    it('ends all of it when it takes too long', async () => {
      const code = 'process.on("SIGINT", () => {}); setInterval(() => {}, 1000)';
      await expect(node(code, { timeout: 200, patience: 50 })).toRefuseWith('exec.timeout');
    });

    it('leaves nothing of it, where that is wanted', async () => {
      const path = join(scratch.path, 'left');
      const running = node(family(path, 'process.exit(4);'), { patience: 50, leavesNothing: true });
      expect((await running).exitCode).toBe(4);
      expect(await isOver(await pidIn(path))).toBe(true);
    });

    it('leaves alone what has ended by itself', async () => {
      const path = join(scratch.path, 'alone');
      const running = node(family(path, 'child.unref(); process.exit(4);'), { patience: 50 });
      expect((await running).exitCode).toBe(4);
      const pid = await pidIn(path);
      expect(isAlive(pid)).toBe(true);
      process.kill(pid, 'SIGKILL');
    });

    it('ends what is interrupted before it begins', async () => {
      const code = 'setInterval(() => {}, 1000)';
      const result = await node(code, { signal: AbortSignal.abort(), patience: 60_000 });
      expect(result.exitCode).not.toBe(0);
    });

    it('says that a program is not there', async () => {
      await expect(execProgram('no-such-program-anywhere', [], { patience: 50 })).toRefuseWith(
        'exec.not-found',
      );
    });
  });

  it('ends at once what is interrupted before it begins', async () => {
    const result = await node('setInterval(() => {}, 1000)', { signal: AbortSignal.abort() });
    expect(result.exitCode).not.toBe(0);
  });

  it('ends a program that takes too long', async () => {
    await expect(node('setInterval(() => {}, 1000)', { timeout: 200 })).toRefuseWith('exec.timeout');
  });
});
