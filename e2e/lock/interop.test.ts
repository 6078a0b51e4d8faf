import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectDone } from '../support/output.ts';
import { SHOP } from '../support/shop.ts';
import { shareIndexAndSandbox } from '../support/suite.ts';
import { uvFolder } from '../support/tools.ts';

/** Wheels only: whoever locks here is not asked to build. */
const shared = shareIndexAndSandbox(
  SHOP.filter(({ filename }) => filename.endsWith('.whl')),
  { installer: 'pip' },
);

const WANTED = 'shop[cards]==2.0';
const INSTALLED = ['cards==1.9', 'shop==2.0', 'till==1.6'];
const FILES = ['cards-1.9-py3-none-any.whl', 'shop-2.0-py3-none-any.whl', 'till-1.6-py3-none-any.whl'];

const uv = async (...args: readonly string[]) => {
  const { sandbox } = shared;
  return await sandbox.program(join(await uvFolder('uv'), 'uv'), args);
};

const pip = (...args: readonly string[]) =>
  shared.sandbox.program(shared.sandbox.python, ['-m', 'pip', ...args]);

const uninstall = async (): Promise<void> =>
  expectDone(await pip('uninstall', '-qy', 'cards', 'shop', 'till'));

/** Asserts that exactly the locked packages are installed, and takes them away again. */
async function expectInstalled(): Promise<void> {
  expect(await shared.sandbox.freeze()).toEqual(INSTALLED);
  await uninstall();
}

/** `packaging.pylock`, as pip has it: what it reads, and what it selects for this Python. */
const READ_BY_PACKAGING = `
import sys, tomllib
from pip._vendor.packaging.pylock import Pylock
with open(sys.argv[1], "rb") as file:
    lock = Pylock.from_dict(tomllib.load(file))
for package, chosen in lock.select():
    print(chosen.filename)
`;

describe('a lock of ours', () => {
  it('is read by packaging, pip and uv, each of which installs what it says', async () => {
    const { sandbox } = shared;
    expectDone(await sandbox.run(['lock', WANTED]));
    const script = await sandbox.write('read.py', READ_BY_PACKAGING);
    const { stdout, stderr } = await sandbox.program(sandbox.python, ['-I', script, 'pylock.toml']);
    expect(stdout.trim().split('\n'), stderr).toEqual(FILES);
    expectDone(await pip('install', '-q', '-r', 'pylock.toml'));
    await expectInstalled();
    expectDone(await uv('pip', 'install', '-q', '--python', sandbox.python, '-r', 'pylock.toml'));
    await expectInstalled();
    expectDone(await uv('pip', 'sync', '-q', '--python', sandbox.python, 'pylock.toml'));
    expect(await sandbox.freeze()).toEqual(INSTALLED);
    const again = await sandbox.run(['-r', 'pylock.toml']);
    expectDone(again);
    expect(again.stderr).toContain('Requirement already satisfied: shop 2.0');
  });
});

describe('a lock of others', () => {
  it('by pip is installed as it says, by pip behind our checks', async () => {
    const { sandbox } = shared;
    await sandbox.program(sandbox.python, ['-m', 'pip', 'uninstall', '-qy', 'cards', 'shop', 'till']);
    expectDone(await pip('lock', '-q', WANTED));
    expect(await readFile(join(sandbox.project, 'pylock.toml'), 'utf8')).toContain('created-by = "pip"');
    expectDone(await sandbox.run(['-r', 'pylock.toml']));
    await expectInstalled();
  });

  it('by uv is installed as it says, with its groups', async () => {
    const { sandbox, index } = shared;
    await sandbox.write(
      'pyproject.toml',
      `[project]\nname = "mine"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["${WANTED}"]\n` +
        `[tool.uv]\nindex-url = "${index.url}"\nexclude-newer = "2030-01-01T00:00:00Z"\n`,
    );
    const args = ['--format', 'pylock.toml', '--no-emit-project', '-o', 'pylock.uv.toml'];
    expectDone(await uv('export', '-q', '--python', sandbox.python, ...args));
    expectDone(await sandbox.run(['-r', 'pylock.uv.toml']));
    await expectInstalled();
  });
});
