import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findShell, plainEnvironment } from '../shims/shells.ts';
import { expectDone } from '../support/output.ts';
import { Sandbox } from '../support/sandbox.ts';
import { isWindows } from '../support/tools.ts';
import type { Action } from './composite-action.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const textOf = (name: string): Promise<string> => readFile(join(ROOT, name), 'utf8');
const BLOCK = /^```([a-z]+)\n(.*?)^```$/gms;

/** The fenced blocks of a document, in their order. */
const blocksOf = (text: string): { readonly language: string; readonly block: string }[] =>
  [...text.matchAll(BLOCK)].map(([, language = '', block = '']) => ({ language, block }));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.make({ installer: 'uv' });
});
afterAll(() => sandbox.remove());

describe.skipIf(isWindows)('what documents tell people to run', async () => {
  const commands = (await Promise.all(['transparent', 'ci'].map((name) => textOf(`docs/${name}.md`))))
    .flatMap(blocksOf)
    .filter(({ language }) => language === 'sh' || language === 'fish');
  const shells = { sh: await findShell('bash'), fish: await findShell('fish') };

  it('is something', () => {
    expect(commands.map(({ language }) => language)).toEqual(['sh', 'fish', 'sh', 'sh', 'sh']);
  });

  for (const { language, block } of commands) {
    const shell = shells[language === 'fish' ? 'fish' : 'sh'];
    it.skipIf(shell === undefined)(`does what it says: ${block}`, async () => {
      expectDone(await sandbox.program(shell ?? '', ['-c', block], { env: await plainEnvironment(sandbox) }));
    });
  }
});

describe('what documents tell people to write', async () => {
  const blocks = blocksOf(await textOf('docs/ci.md'));
  const yaml = blocks.filter(({ language }) => language === 'yaml').map(({ block }) => parse(block));

  it('names inputs that the action has, and all of them', async () => {
    const action = parse(await textOf('action.yml')) as Action;
    const [{ steps }] = yaml as [{ steps: { uses?: string; with?: Record<string, unknown> }[] }];
    const inputs = steps.find(({ uses }) => uses?.includes('safe-install'))?.with ?? {};
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    const table = [...(await textOf('docs/ci.md')).matchAll(/^\| `([a-z]+)` /gm)].map(([, name]) => name);
    expect(table).toEqual(Object.keys(action.inputs));
  });

  it('has the lines of the Dockerfile as they stand there', async () => {
    const dockerfile = await textOf('integrations/Dockerfile');
    const lines =
      blocks
        .find(({ language }) => language === 'dockerfile')
        ?.block.trim()
        .split('\n') ?? [];
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(dockerfile.split('\n')).toContain(line);
  });

  it('names the hook for pre-commit, which checks the policy of the project', async () => {
    type Hook = { id: string; entry: string; files: string; pass_filenames: boolean; language: string };
    const [hook] = parse(await textOf('.pre-commit-hooks.yaml')) as [Hook];
    const [, { repos }] = yaml as [unknown, { repos: { hooks: { id: string }[] }[] }];
    expect(repos[0]?.hooks).toEqual([{ id: hook.id }]);
    expect(hook).toMatchObject({ language: 'node', pass_filenames: false });
    const isMeant = (path: string) => new RegExp(hook.files).test(path);
    expect(['safe-install.toml', 'a/pyproject.toml', 'not-safe-install.toml', 'x.toml'].map(isMeant)).toEqual(
      [true, true, false, false],
    );

    const [program, ...words] = hook.entry.split(' ');
    const manifest = JSON.parse(await textOf('package.json'));
    expect(Object.keys(manifest.bin)).toContain(program);
    await sandbox.write('safe-install.toml', 'version = 1\nprovenance = "no-downgrade"\n');
    expectDone(await sandbox.run(words));
    await sandbox.write('safe-install.toml', 'version = 1\nprovenanse = "required"\n');
    const wrong = await sandbox.run(words);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('safe-install.toml:2');
  });
});
