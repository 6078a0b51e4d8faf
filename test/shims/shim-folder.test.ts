import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeShims, shimFolder, writeShims } from '../../src/shims/shim-folder.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
const STARTED = { node: '/n/node', program: '/s/bin/safe-install.js' };
let worlds = 0;

/** A user's data folder, and a folder on PATH with programs of these names. */
function makeWorld(...programs: string[]) {
  worlds += 1;
  const root = join(scratch.path, `world-${worlds}`);
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of programs) writeFileSync(join(bin, name), '#!/bin/sh\n', { mode: 0o755 });
  return { root, bin, environment: { PATH: bin, SAFE_INSTALL_DATA_DIR: join(root, 'data') } };
}

const INIT_FILES = ['init.bash', 'init.fish', 'init.sh', 'init.zsh'];

describe('the folder of shims', () => {
  it('has a shim for what is on PATH, and for nothing else', async () => {
    const { bin, environment } = makeWorld('python3', 'python3.12', 'pip3', 'uvx', 'python3-config', 'pip4');
    writeFileSync(join(bin, 'uv'), 'no program', { mode: 0o644 });
    mkdirSync(join(bin, 'pip'));
    const { folder } = await writeShims(STARTED, environment);
    expect(readdirSync(folder).sort()).toEqual(
      ['functions', ...INIT_FILES, 'pip3', 'python3', 'python3.12', 'safe-install'].sort(),
    );
    expect(readdirSync(join(folder, 'functions')).sort()).toEqual(
      ['pip', 'pip3', 'python', 'python3', 'python3.12', 'uv'].sort(),
    );
  });

  it('never stands in front of itself', async () => {
    const { environment, bin } = makeWorld('pip');
    const { folder } = await writeShims(STARTED, environment);
    await removeShims(environment);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'uv'), '', { mode: 0o755 });
    await writeShims(STARTED, { ...environment, PATH: `${folder}:relative:${bin}:/no/such/folder` });
    expect(readdirSync(folder)).not.toContain('python');
    expect(readFileSync(join(folder, 'uv'), 'utf8')).toBe('');
  });

  it('may be read and run by all, and written by its owner alone', async () => {
    const { environment } = makeWorld('pip');
    const { folder } = await writeShims(STARTED, environment);
    const modeOf = (...parts: string[]) => (statSync(join(folder, ...parts)).mode & 0o777).toString(8);
    expect([modeOf(), modeOf('pip'), modeOf('functions', 'uv'), modeOf('init.bash')]).toEqual([
      '755',
      '755',
      '755',
      '644',
    ]);
  });

  it('is left alone where it is as it should be, and mended where it is not', async () => {
    const { environment } = makeWorld('pip', 'python3');
    const { folder } = await writeShims(STARTED, environment);
    const identity = (name: string) => statSync(join(folder, name)).ino;
    const before = identity('pip');
    writeFileSync(join(folder, 'python3'), 'changed');
    await writeShims(STARTED, environment);
    expect(identity('pip')).toBe(before);
    expect(readFileSync(join(folder, 'python3'), 'utf8')).toBe(readFileSync(join(folder, 'pip'), 'utf8'));
  });

  it('keeps the shims of other shells, whose PATH is another', async () => {
    const { environment, root } = makeWorld('pip');
    const { folder } = await writeShims(STARTED, environment);
    await writeShims(STARTED, { ...environment, PATH: join(root, 'empty') });
    expect(readdirSync(folder)).toContain('pip');
  });

  it('is refused where it belongs to another user, who could put any program there', async () => {
    const { environment } = makeWorld('pip');
    const folder = shimFolder(environment);
    mkdirSync(folder, { recursive: true });
    const user = process.getuid?.() ?? 0;
    if (user === 0) chownSync(folder, 4242, 4242);
    const system = { platform: process.platform, user: user + 1 };
    await expect(writeShims(STARTED, environment, system)).toRefuseWith('shims.folder');
  });

  it('is refused on Windows', async () => {
    const { environment } = makeWorld();
    await expect(writeShims(STARTED, environment, { platform: 'win32', user: 0 })).toRefuseWith(
      'shims.system',
    );
  });

  it('is refused where a file stands in its place', async () => {
    const { environment, root } = makeWorld();
    writeFileSync(join(root, 'data'), '');
    await expect(writeShims(STARTED, environment)).toRefuseWith('disk.read-only');
  });

  it.skipIf(process.platform !== 'linux')('is refused where nobody can make a folder', async () => {
    const { environment } = makeWorld();
    const nowhere = { ...environment, SAFE_INSTALL_DATA_DIR: '/proc/safe-install' };
    await expect(writeShims(STARTED, nowhere)).toRefuseWith('disk.read-only');
  });
});

describe('removing the shims', () => {
  it('leaves nothing', async () => {
    const { environment, root } = makeWorld('pip');
    const { folder } = await writeShims(STARTED, environment);
    expect(await removeShims(environment)).toBe(folder);
    expect(readdirSync(root)).toEqual(['bin']);
    expect(await removeShims(environment)).toBeUndefined();
  });

  it('leaves what is not ours', async () => {
    const { environment, root } = makeWorld('pip');
    await writeShims(STARTED, environment);
    writeFileSync(join(root, 'data', 'other'), '');
    chmodSync(join(root, 'data'), 0o700);
    await removeShims(environment);
    expect(readdirSync(join(root, 'data'))).toEqual(['other']);
  });
});
