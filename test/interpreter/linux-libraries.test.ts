import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { askLinuxProgram, parseMuslVersion } from '../../src/interpreter/linux-libraries.ts';
import { fakeExec } from './answers.ts';
import { type ElfShape, makeElf } from './make-elf.ts';

describe('parseMuslVersion', () => {
  it.each<[string, string, readonly number[] | null]>([
    ['what musl prints', 'musl libc (x86_64)\nVersion 1.2.3\nDynamic Program Loader\nUsage: …\n', [1, 2]],
    ['blank lines', '\n\nmusl libc (aarch64)\n\nVersion 1.1.24_git\n', [1, 1]],
    ['CRLF', 'musl libc\r\nVersion 1.2.5\r\n', [1, 2]],
    ['what glibc prints', 'ld.so (GNU libc) stable release version 2.36.\n', null],
    ['no version', 'musl libc (x86_64)\nDynamic Program Loader\n', null],
    ['one line', 'musl libc Version 1.2', null],
    ['a version that is none', 'musl libc\nVersion one\n', null],
    ['a version beyond counting', 'musl libc\nVersion 99999999999.1\n', null],
    ['nothing', '', null],
  ])('reads %s', (_what, output, expected) => {
    expect(parseMuslVersion(output)).toEqual(expected);
  });
});

describe('askLinuxProgram', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'elf-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const program = async (shape: Partial<ElfShape>): Promise<string> => {
    const path = join(folder, 'python');
    const full = {
      bits: 64,
      isLittleEndian: true,
      machine: 62,
      flags: 0,
      loader: '/lib/x',
      ...shape,
    } as const;
    await writeFile(path, makeElf(full));
    return path;
  };

  it('asks the loader of musl', async () => {
    const { exec, started } = fakeExec(() => ({
      exitCode: 1,
      stderr: 'musl libc (x86_64)\nVersion 1.2.4\n',
    }));
    const path = await program({ loader: '/lib/ld-musl-x86_64.so.1' });
    expect(await askLinuxProgram(path, exec)).toEqual({ musl: [1, 2], hasManylinuxAbi: false });
    expect(started).toMatchObject([{ program: '/lib/ld-musl-x86_64.so.1', args: [], options: { env: {} } }]);
  });

  it.each<[string, Partial<ElfShape>]>([
    ['the loader of glibc', { loader: '/lib64/ld-linux-x86-64.so.2' }],
    ['no loader', { loader: null }],
    ['a loader that is not at an absolute path', { loader: 'ld-musl.so' }],
  ])('starts nothing for %s', async (_what, shape) => {
    const { exec, started } = fakeExec(() => ({}));
    expect((await askLinuxProgram(await program(shape), exec)).musl).toBeNull();
    expect(started).toEqual([]);
  });

  it('knows the 32-bit machines of manylinux', async () => {
    const { exec } = fakeExec(() => ({}));
    const path = await program({ bits: 32, machine: 3, loader: '/lib/ld-linux.so.2' });
    expect(await askLinuxProgram(path, exec)).toEqual({ musl: null, hasManylinuxAbi: true });
  });

  it('takes a loader that cannot be started for none', async () => {
    const exec = async () => {
      throw new SafeInstallError({ code: 'exec.not-found', message: 'gone' });
    };
    expect(await askLinuxProgram(await program({ loader: '/lib/ld-musl-x.so.1' }), exec)).toEqual({
      musl: null,
      hasManylinuxAbi: false,
    });
  });

  it.each<[string, () => string]>([
    ['a file that is gone', () => join(folder, 'gone')],
    ['a folder in its place', () => folder],
  ])('knows nothing of %s', async (_what, path) => {
    const { exec } = fakeExec(() => ({}));
    expect(await askLinuxProgram(path(), exec)).toEqual({ musl: null, hasManylinuxAbi: false });
  });
});
