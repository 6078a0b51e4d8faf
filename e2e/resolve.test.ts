import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { byName, type InstallationReport, missingFrom } from './support/installation-report.ts';
import { type LocalIndex, startLocalIndex } from './support/local-index.ts';
import { expectDone } from './support/output.ts';
import { makeSandbox } from './support/sandbox.ts';
import { SHOP, shopFile } from './support/shop.ts';

let index: LocalIndex;
beforeAll(async () => {
  index = await startLocalIndex();
});
beforeEach(() => {
  index.reset();
  index.addAll(SHOP);
});
afterAll(() => index.close());

describe('resolve', () => {
  it.each(['pip', 'uv'] as const)('writes lines that %s reads back', async (installer) => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    const before = await sandbox.snapshot();
    const result = await sandbox.run(['resolve', 'shop[cards]']);
    expectDone(result);
    expect(await sandbox.changes(before)).toEqual([]);
    for (const name of ['cards-1.9', 'shop-2.0', 'till-1.6'])
      expect(result.stdout).toContain(`sha256:${shopFile(`${name}-py3-none-any.whl`).sha256}`);
    await sandbox.write('pinned.txt', result.stdout);
    const [program, ...args] =
      installer === 'pip' ? [sandbox.python, '-m', 'pip', 'install'] : ['uv', 'pip', 'install'];
    const installed = await sandbox.program(program, [...args, '--require-hashes', '-r', 'pinned.txt']);
    expect(installed.exitCode, installed.stderr).toBe(0);
    expect(await sandbox.freeze()).toEqual(['cards==1.9', 'shop==2.0', 'till==1.6']);
  });

  it('writes what safe-install itself reads back', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    const { stdout } = await sandbox.run(['resolve', 'shop']);
    await sandbox.write('pinned.txt', stdout);
    expectDone(await sandbox.run(['-r', 'pinned.txt']));
    expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.6']);
  });
});

describe('--report', () => {
  it.each([['shop'], ['shop[cards]', 'till<1.6'], ['till', '--pre']])(
    'has all that the one of pip has: %s %s',
    async (...requirements) => {
      const sandbox = await makeSandbox({ installer: 'pip', index: index.url });
      const before = await sandbox.snapshot();
      const args = ['--dry-run', '--quiet', '--report'];
      expectDone(await sandbox.run(['install', ...args, 'ours.json', ...requirements]));
      expect(await sandbox.changes(before)).toEqual([]);
      await sandbox.program(sandbox.python, ['-m', 'pip', 'install', ...args, 'pips.json', ...requirements]);
      const read = async (name: string) =>
        byName(JSON.parse(await readFile(join(sandbox.project, name), 'utf8')) as InstallationReport);
      const [ours, pips] = [await read('ours.json'), await read('pips.json')];
      expect(pips.install.length).toBeGreaterThan(0);
      expect(missingFrom(ours, pips)).toEqual([]);
      expect(ours.install).toHaveLength(pips.install.length);
    },
  );

  it('goes to stdout, alone, as "-"', async () => {
    const sandbox = await makeSandbox({ installer: 'pip', index: index.url });
    const { stdout } = await sandbox.run(['install', '--dry-run', '--report', '-', 'shop']);
    expect(JSON.parse(stdout)).toMatchObject({ version: '1' });
  });
});
