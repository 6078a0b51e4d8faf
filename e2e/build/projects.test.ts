import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { projectFiles } from '../../test/build/backends.ts';
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
});
beforeEach(() => {
  index.reset();
  index.addAll([...PACKING, makeWheel({ name: 'till', version: '1.5' })]);
});
afterAll(() => index.close());

describe.each(['pip', 'uv'] as const)('a project in a folder, with %s', (installer) => {
  it('is built in place and remembered as plainly, editable or not', async () => {
    const [sandbox, plain] = await Promise.all([
      makeSandbox({ installer, index: index.url }),
      makeSandbox({ installer, index: index.url }),
    ]);
    for (const each of [sandbox, plain])
      await putProject(each, 'acme', packedProject('acme', '1.0', ['till']));
    const done = await sandbox.run(['./acme']);
    expectDone(done);
    expect(done.stderr).toMatch(/^Built here, local: acme-1\.0 from file:\/\/.*\/project\/acme$/m);
    const result = await plainly(plain, ['./acme']);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(await rememberedOf(sandbox)).toEqual(await rememberedOf(plain));

    expectDone(await sandbox.run(['-e', './acme']));
    expect((await plainly(plain, ['-e', './acme'])).exitCode).toBe(0);
    expect(await rememberedOf(sandbox)).toEqual(await rememberedOf(plain));
    const question = 'import acme; print(acme.SOURCE)';
    const asked = await sandbox.program(sandbox.python, ['-c', question], { cwd: sandbox.folder });
    expect(asked.stdout).toBe('True\n');
  });
});

describe('a project in a folder', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.make({ installer: 'uv', index: index.url });
  });
  beforeEach(() => sandbox.clear());
  afterAll(() => sandbox.remove());

  it.each<[string, readonly string[]]>([
    ['as the current folder', ['.']],
    ['by its address', ['acme @ file://FOLDER']],
    ['in a file of requirements', ['-r', 'requirements.txt']],
  ])('may be named %s', async (_reason, args) => {
    await putProject(sandbox, '.', packedProject('acme', '1.0'));
    await sandbox.write('requirements.txt', '-e .\n');
    const words = args.map((word) => word.replace('FOLDER', sandbox.project));
    const result = await sandbox.run(['--dry-run', ...words]);
    expectDone(result);
    expect(result.stderr).toMatch(/^Would install acme-1\.0$/m);
  });

  it('is told in the report of pip as such', async () => {
    await putProject(sandbox, '.', packedProject('acme', '1.0'));
    const { stdout } = await sandbox.run(['--dry-run', '--report', '-', '-e', '.']);
    const [entry] = JSON.parse(stdout).install;
    expect(entry).toMatchObject({
      download_info: { url: `file://${sandbox.project}`, dir_info: { editable: true } },
      is_direct: true,
      requested: true,
      safe_install: { built_from: { kind: 'folder', editable: true } },
    });
  });

  it.each<[string, readonly string[]]>([
    ['--ci', ['--ci', '.']],
    ['--provenance required', ['--provenance', 'required', '-e', '.']],
  ])('is refused with %s, before anything of it runs', async (_reason, args) => {
    await putProject(sandbox, '.', packedProject('acme', '1.0'));
    const before = await readdir(sandbox.project);
    await expectRefusal(sandbox, args, { codes: ['source.unverifiable'], exitCode: 1 });
    expect(await readdir(sandbox.project)).toEqual(before);
    expect(index.paths).toEqual([]);
  });

  it('is not waited for when another one has failed', async () => {
    await putProject(sandbox, 'bad', { 'pyproject.toml': 'no TOML' });
    const slow = 'def prepare_metadata_for_build_wheel(d, c=None):\n    import time; time.sleep(600)\n';
    await putProject(sandbox, 'slow', projectFiles(slow));
    await expectRefusal(sandbox, ['./bad', './slow'], { codes: ['build.project'], exitCode: 1 });
  });

  it('is refused where a package asks for it that is not the user’s', async () => {
    await putProject(sandbox, 'acme', packedProject('acme', '1.0'));
    index.add(makeWheel({ name: 'evil', requires: [`acme @ file://${sandbox.project}/acme`] }));
    await expectRefusal(sandbox, ['evil'], { codes: ['source.unverifiable'], exitCode: 1 });
  });

  it.each(['', '/'])('is refused where it needs itself to be built, by its address%s', async (end) => {
    await putProject(sandbox, 'acme', {
      'pyproject.toml': `[build-system]\nrequires = ["acme @ file://${sandbox.project}/acme${end}"]\nbuild-backend = "acme"\n`,
    });
    await expectRefusal(sandbox, ['./acme'], { codes: ['build.cycle'], exitCode: 1 });
  });

  it.each<[string, readonly string[], string, number]>([
    ['no project at all', ['./empty'], 'build.project', 1],
    ['a file of hashes', ['--require-hashes', '-r', 'hashes.txt'], 'resolve.hash-required', 1],
    ['a download', ['download', '.'], 'source.unverifiable', 1],
    ['an editable name', ['-e', 'till'], 'usage.path', 2],
  ])('is refused for %s', async (_reason, args, code, exitCode) => {
    await putProject(sandbox, '.', packedProject('acme', '1.0'));
    await putProject(sandbox, 'empty', { 'readme.txt': '' });
    await sandbox.write('hashes.txt', '.\n');
    const result = await expectRefusal(sandbox, args, { codes: [code], exitCode });
    expect(result.stderr).not.toBe('');
  });
});
