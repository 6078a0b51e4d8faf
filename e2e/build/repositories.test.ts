import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';
import { makeSandbox, type Sandbox } from '../support/sandbox.ts';
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
    ['to be used in place', ['-e'], 'source.unverifiable', 1],
  ])('is refused %s', async (_reason, options, code, exitCode) => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    await expectRefusal(sandbox, [...options, await putRepository(sandbox)], { codes: [code], exitCode });
  });
});
