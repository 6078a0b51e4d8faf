import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkWritable } from '../../src/installers/check-writable.ts';

const HERE = { folder: null, prefix: null, root: null };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safe-install-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const pathsBelow = (library: string) => ({
  purelib: library,
  platlib: library,
  scripts: library,
  data: library,
  include: library,
});

describe('checkWritable', () => {
  it('takes a folder that can be written to, and one that can be made there', async () => {
    await expect(checkWritable({ isVirtual: true }, HERE, pathsBelow(folder))).resolves.toBeUndefined();
    const deeper = pathsBelow(join(folder, 'lib', 'python'));
    await expect(checkWritable({ isVirtual: true }, HERE, deeper)).resolves.toBeUndefined();
  });

  it('refuses a place that no folder can be made in', async () => {
    await writeFile(join(folder, 'file'), '');
    const inFile = pathsBelow(join(folder, 'file', 'lib'));
    await expect(checkWritable({ isVirtual: true }, HERE, inFile)).toRefuseWith('disk.read-only');
    await expect(
      checkWritable({ isVirtual: false }, { ...HERE, folder: inFile.purelib }, inFile),
    ).toRefuseWith('disk.read-only');
  });

  it('leaves it to pip where pip has a place of the user to fall back to', async () => {
    await writeFile(join(folder, 'file'), '');
    const inFile = pathsBelow(join(folder, 'file', 'lib'));
    await expect(checkWritable({ isVirtual: false }, HERE, inFile)).resolves.toBeUndefined();
  });
});
