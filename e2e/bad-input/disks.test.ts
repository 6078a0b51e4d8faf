import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { noise } from '../support/noise.ts';
import { codesOf, expectDone, expectOneScreen } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';
import { makeSandbox } from '../support/sandbox.ts';
import { SHOP } from '../support/shop.ts';
import { MAY_MOUNT, makeReadOnly, mountSmallDisk, moveOntoSmallDisk } from '../support/small-disks.ts';
import { falseNames } from '../support/store.ts';

const MIB = 1024 * 1024;

const crate = makeWheel({ name: 'crate', files: { 'crate/load.bin': noise(8 * MIB) } });

let index: LocalIndex;
beforeAll(async () => {
  index = await startLocalIndex();
});
beforeEach(() => {
  index.reset();
  index.addAll([...SHOP, crate]);
});
afterAll(() => index.close());

describe.each(['pip', 'uv'] as const)('with %s, an environment that cannot be written to', (installer) => {
  it('is left as it is, and named', async () => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    await makeReadOnly(sandbox.venv);
    const result = await expectRefusal(sandbox, ['shop'], { codes: ['disk.read-only'], exitCode: 2 });
    expect(result.stderr).toContain('venv');
  });
});

describe('a cache that cannot be written to', () => {
  it('is named', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    await mkdir(sandbox.cache);
    await makeReadOnly(sandbox.cache);
    await expectRefusal(sandbox, ['shop'], { codes: ['disk.read-only'], exitCode: 2 });
  });

  it('because a file stands in its place is named', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    await writeFile(join(sandbox.folder, 'file'), '');
    const env = { SAFE_INSTALL_CACHE_DIR: join(sandbox.folder, 'file', 'cache') };
    const result = await sandbox.run(['shop'], { env });
    expect([2, 3], result.stderr).toContain(result.exitCode);
    expect(codesOf(result)).toHaveLength(1);
    expectOneScreen(result);
  });
});

// A disk of a few megabytes takes a mount, and a mount takes root on Linux.
describe.skipIf(!MAY_MOUNT)('a disk that is full', () => {
  it('of the cache leaves the environment and no false file, and room on it makes the same run succeed', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    await mountSmallDisk(sandbox.cache, 2 * MIB);
    await expectRefusal(sandbox, ['crate'], { codes: ['disk.full'], exitCode: 3 });
    expectDone(
      await sandbox.run(['crate'], { env: { SAFE_INSTALL_CACHE_DIR: join(sandbox.folder, 'room') } }),
    );
  });

  it('of temporary files is named', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    await mountSmallDisk(sandbox.temporary, 64 * 1024);
    const result = await sandbox.run(['crate']);
    if (result.exitCode !== 0) expect(codesOf(result), result.stderr).toEqual(['disk.full']);
    expect(await sandbox.leftovers()).toEqual([]);
    expect(await falseNames(sandbox.cache)).toEqual([]);
  });

  it.each(['pip', 'uv'] as const)(
    'of the environment ends %s, and is told as its failure',
    async (installer) => {
      const sandbox = await makeSandbox({ installer, index: index.url });
      const site = await sandbox.sitePackages();
      await moveOntoSmallDisk(site, 4 * MIB);
      const result = await sandbox.run(['crate']);
      expect(result.exitCode, result.stderr).toBe(5);
      expect(codesOf(result), result.stderr).toEqual(['installer.failed']);
      expect(await falseNames(sandbox.cache)).toEqual([]);
    },
  );
});
