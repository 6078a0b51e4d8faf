import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';
import { makeSandbox, Sandbox } from '../support/sandbox.ts';
import { plainly, putProject, rememberedOf } from './beside.ts';
import { PACKING, packedProject } from './packages.ts';

let index: LocalIndex;
beforeAll(async () => {
  index = await startLocalIndex();
  index.addAll([...PACKING, makeWheel({ name: 'till', version: '1.5' })]);
});
afterAll(() => index.close());

/** A repository in the working folder, always with the same commits; returns the address of one of its branches. */
async function putRepository(sandbox: Sandbox): Promise<string> {
  await putProject(sandbox, 'repository/python', packedProject('acme', '1.0', ['till']));
  const who = { NAME: 'Me', EMAIL: 'me@example.com', DATE: '2026-01-01T00:00:00Z' };
  const env = Object.fromEntries(
    Object.entries(who).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  );
  const cwd = join(sandbox.project, 'repository');
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'one'],
  ])
    await sandbox.program('git', args, { cwd, env });
  return `git+file://${cwd}@main#subdirectory=python`;
}

describe.each(['pip', 'uv'] as const)('a repository, with %s', (installer) => {
  it('is built from a checkout, and remembered with its commit as plainly', async () => {
    const [sandbox, plain] = await Promise.all([
      makeSandbox({ installer, index: index.url }),
      makeSandbox({ installer, index: index.url }),
    ]);
    const result = await sandbox.run([`acme @ ${await putRepository(sandbox)}`]);
    expectDone(result);
    expect(result.stderr).toMatch(
      /^Built here, unverifiable: acme-1\.0 from file:.*repository at [0-9a-f]{12}/m,
    );
    expect(await sandbox.leftovers()).toEqual([]);
    expect((await plainly(plain, [`acme @ ${await putRepository(plain)}`])).exitCode).toBe(0);
    expect(await rememberedOf(sandbox)).toEqual(await rememberedOf(plain));
  });
});

describe('a repository', () => {
  it.each<[string, readonly string[], string, number]>([
    ['where everything has to be proven', ['--ci'], 'source.unverifiable', 1],
    ['to be used in place with uv, which knows none', ['-e'], 'source.unverifiable', 1],
  ])('is refused %s', async (_reason, options, code, exitCode) => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    await expectRefusal(sandbox, [...options, await putRepository(sandbox)], { codes: [code], exitCode });
  });
});

describe('a repository that is used in place', () => {
  let sandbox: Sandbox;
  let address: string;
  let checkout: string;
  beforeAll(async () => {
    sandbox = await Sandbox.make({ installer: 'pip', index: index.url });
    address = (await putRepository(sandbox)).replace('#', '#egg=acme&');
    checkout = join(dirname(dirname(sandbox.python)), 'src');
  });
  afterAll(() => sandbox.remove());

  it.each<[string, readonly string[], readonly string[], number]>([
    ['where everything has to be proven', ['--ci'], ['source.unverifiable'], 1],
    ['where hashes are demanded of all', ['--require-hashes'], ['resolve.hash-required'], 1],
    ['where something else of the plan is not to be had', ['nowhere'], ['resolve.unknown-package'], 4],
  ])('is refused %s, and nothing is left of it', async (_reason, words, codes, exitCode) => {
    await expectRefusal(sandbox, [...words, '-e', address], { codes, exitCode });
    expect(existsSync(checkout)).toBe(false);
  });

  it('stays in the environment once it is installed, and is told as unverifiable', async () => {
    expectDone(await sandbox.run(['--dry-run', '-e', address]));
    expect(existsSync(checkout)).toBe(false);
    const result = await sandbox.run(['-e', address]);
    expectDone(result);
    expect(result.stderr).toMatch(/^Built here, unverifiable: acme-1\.0 from file:.* in place$/m);
    expect(result.stderr).toContain('(1 unverifiable)');
    const question = 'import acme; print(acme.SOURCE)';
    const asked = await sandbox.program(sandbox.python, ['-c', question], { cwd: sandbox.folder });
    expect(asked.stdout).toBe('True\n');
    expect(await readdir(checkout)).toEqual(['acme']);
    await writeFile(join(checkout, 'acme', 'python', 'VERSION'), 'mine');
    await expectRefusal(sandbox, ['-e', address], { codes: ['source.repository'], exitCode: 3 });
  });

  it('is refused under another name than its own', async () => {
    const refusal = { codes: ['source.repository'], exitCode: 3 };
    const renamed = address.replace('egg=acme', 'egg=other');
    await expectRefusal(sandbox, [renamed], refusal);
  });
});
