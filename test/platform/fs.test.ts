import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import {
  isOwnedByAnother,
  makePrivateFolder,
  makeTemporaryFolder,
  pathExists,
  readFileCapped,
  removeAside,
  removePath,
  toDiskError,
  writeFileAtomic,
  writeOwnFile,
} from '../../src/platform/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safe-install-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const windows = process.platform === 'win32';

describe('writeFileAtomic', () => {
  it('creates the folders, replaces the file and leaves no temporary name behind', async () => {
    const path = join(folder, 'a', 'b', 'file');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file']);
  });

  it('leaves nothing behind when the rename fails', async () => {
    await makePrivateFolder(join(folder, 'taken'));
    writeFileSync(join(folder, 'taken', 'x'), '');
    await expect(writeFileAtomic(join(folder, 'taken'), 'one')).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it.skipIf(windows)('writes for the user alone', async () => {
    await writeFileAtomic(join(folder, 'private', 'file'), 'x');
    expect(statSync(join(folder, 'private')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'private', 'file')).mode & 0o777).toBe(0o600);
  });

  it('says that a file stands where a folder is needed', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(makePrivateFolder(join(folder, 'file', 'a', 'b'))).toRefuseWith('disk.read-only');
    await expect(makeTemporaryFolder('x-', join(folder, 'file', 'a'))).toRefuseWith('disk.read-only');
  });

  it.skipIf(process.platform !== 'linux')('gives up where a system lets nobody make a folder', async () => {
    await expect(makePrivateFolder('/proc/safe-install/data')).toRefuseWith('disk.read-only');
    await expect(makeTemporaryFolder('x-', '/proc/safe-install')).toRefuseWith('disk.read-only');
    await expect(writeFileAtomic('/proc/safe-install/file', '')).toRefuseWith('disk.read-only');
    expect(() => writeOwnFile('/proc/safe-install/file', Buffer.alloc(1))).toThrow('ENOENT');
  });

  it.skipIf(windows || process.getuid?.() === 0)('says that a folder is read-only', async () => {
    chmodSync(folder, 0o500);
    await expect(writeFileAtomic(join(folder, 'x'), '')).toRefuseWith('disk.read-only');
  });
});

describe('readFileCapped', () => {
  it('reads a file, knows of none, and refuses a larger one', async () => {
    writeFileSync(join(folder, 'ten'), 'x'.repeat(10));
    expect((await readFileCapped(join(folder, 'ten'), 10))?.length).toBe(10);
    expect(await readFileCapped(join(folder, 'none'), 10)).toBeUndefined();
    expect(await readFileCapped(join(folder, 'ten', 'below'), 10)).toBeUndefined();
    await expect(readFileCapped(join(folder, 'ten'), 9)).toRefuseWith('disk.too-large');
  });
});

describe('temporary folders', () => {
  it.skipIf(windows)('are private', async () => {
    const made = await makeTemporaryFolder('x-', folder);
    expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  it('are removed with all that is in them, twice if need be', async () => {
    const made = await makeTemporaryFolder('x-', folder);
    writeFileSync(join(made, 'file'), '');
    await removePath(made);
    await removePath(made);
    expect(await pathExists(made)).toBe(false);
  });
});

describe('toDiskError', () => {
  it.each([
    ['ENOSPC', 'disk.full'],
    ['EDQUOT', 'disk.full'],
    ['EACCES', 'disk.read-only'],
    ['EPERM', 'disk.read-only'],
    ['EROFS', 'disk.read-only'],
  ])('%s is %s', (code, expected) => {
    const told = toDiskError(Object.assign(new Error('no'), { code }), '/somewhere');
    expect(told).toBeInstanceOf(SafeInstallError);
    expect((told as SafeInstallError).code).toBe(expected);
  });

  it('leaves every other error as it is', () => {
    const other = Object.assign(new Error('no'), { code: 'EISDIR' });
    expect(toDiskError(other, '/somewhere')).toBe(other);
  });
});

describe.skipIf(process.platform === 'win32')('isOwnedByAnother', () => {
  it.each([
    ['the user', 'owner', false],
    ['another user', 'other', true],
    ['the administrator, who may read what anybody has written', 'root', false],
  ])('asked by %s', async (_reason, who, expected) => {
    const path = join(folder, 'file');
    writeFileSync(path, '');
    if (process.getuid?.() === 0) chownSync(path, 4242, 4242);
    const owner = statSync(path).uid;
    const self = { owner, other: owner + 1, root: 0 }[who] ?? 0;
    expect(await isOwnedByAnother(path, self)).toBe(expected);
  });

  it('is not so for what the administrator owns', async () => {
    expect(await isOwnedByAnother('/', 4242)).toBe(false);
  });
});

describe('removeAside', () => {
  it('removes a folder with all that is in it, and has nothing to say of one that is gone', async () => {
    const path = join(folder, 'made');
    await writeFileAtomic(join(path, 'a', 'b'), 'x');
    await removeAside(path);
    await removeAside(path);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('fails as its thread does', async () => {
    await expect(removeAside('a\0b')).rejects.toThrow('null bytes');
  });
});
