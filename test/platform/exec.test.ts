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

  it('says that a program is not there', async () => {
    await expect(execProgram('no-such-program-anywhere', [])).toRefuseWith('exec.not-found');
  });

  it('ends a program that takes too long', async () => {
    await expect(node('setInterval(() => {}, 1000)', { timeout: 200 })).toRefuseWith('exec.timeout');
  });
});
