import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { expectDone } from '../support/output.ts';
import { shareIndexAndSandbox } from '../support/suite.ts';

const PAGE = resolve(import.meta.dirname, '../../docs/lock.md');

const shared = shareIndexAndSandbox([makeWheel({ name: 'requests', version: '2.34.2' })]);

describe('docs/lock.md', () => {
  it('shows commands that do what it says, in their order', async () => {
    const { sandbox } = shared;
    await sandbox.write('requirements.txt', 'requests>=2\n');
    const page = await readFile(PAGE, 'utf8');
    const commands = [...page.matchAll(/^ {4}safe-install (.*)$|`safe-install (lock -r .*?)`/gm)];
    expect(commands.length).toBe(6);
    for (const [, block, inline] of commands)
      expectDone(await sandbox.run((block ?? inline ?? '').split(' ')));
    expect(await sandbox.freeze()).toContain('requests==2.34.2');
    const locks = await Promise.all(
      ['pylock.toml', 'pylock.linux.toml', 'pylock.ours.toml'].map((name) =>
        readFile(resolve(sandbox.project, name), 'utf8'),
      ),
    );
    expect(new Set(locks).size).toBe(1);
  });

  it('shows a refusal as it is', async () => {
    const { sandbox } = shared;
    expectDone(await sandbox.run(['lock', 'requests']));
    const lock = await readFile(resolve(sandbox.project, 'pylock.toml'), 'utf8');
    await sandbox.write('pylock.toml', lock.replace(/sha256 = "[0-9a-f]{4}/, 'sha256 = "0000'));
    const { stderr } = await sandbox.run(['-r', 'pylock.toml', '--force-reinstall']);
    const [shown = ''] = (await readFile(PAGE, 'utf8')).match(/^ {4}error.*$/m) ?? [];
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(shown.trim());
  });
});
