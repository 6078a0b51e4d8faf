import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkInstalled,
  findDefaultIndex,
  findInstaller,
  handOver,
  type Installer,
  type TargetPython,
} from '../src/installers/index.ts';
import { execProgram, silentLog } from '../src/platform/index.ts';
import { askPython } from '../test/installers/support/python.ts';
import { makeVerified } from '../test/installers/support/verified.ts';
import { makeWheel } from '../test/support/make-wheel.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';
import { programsOf, SYSTEM_PATH, type Tool } from './support/tools.ts';

const LEAF = makeWheel({ name: 'leaf', version: '1.2', entryPoints: { leaf: 'leaf:main' } });

interface Found {
  readonly sandbox: Sandbox;
  readonly python: TargetPython;
  readonly installer: Installer;
  readonly environment: Readonly<Record<string, string>>;
}

/** Finds the installer of a fresh environment, on this PATH. */
async function find(sandbox: Sandbox, path: readonly string[], wanted: 'pip' | 'uv' | null): Promise<Found> {
  const environment = { ...sandbox.env, PATH: path.join(delimiter) };
  const python = await askPython(sandbox.python, environment, sandbox.cache);
  const installer = await findInstaller(python, wanted, { exec: execProgram, environment });
  return { sandbox, python, installer, environment };
}

async function install({ sandbox, python, installer, environment }: Found): Promise<void> {
  const store = join(sandbox.folder, 'store');
  await mkdir(store);
  const artifacts = [await makeVerified(LEAF, store, { requestedBy: ['leaf'] })];
  const target = { folder: null, prefix: null, root: null, user: null, compile: null };
  const { paths, removal } = await handOver(
    { artifacts, python, installer, target, passOn: [], verbosity: 0 },
    { exec: execProgram, environment, log: silentLog, temporaryFolder: sandbox.temporary },
  );
  await checkInstalled(artifacts, paths);
  await removal;
  expect(await sandbox.leftovers()).toEqual([]);
}

describe('an environment without pip', () => {
  it('is installed into by a pip from outside', async () => {
    const outside = await makeSandbox({ installer: 'pip' });
    const bare = await makeSandbox({ installer: 'uv' });
    const found = await find(bare, [programsOf(outside.venv), SYSTEM_PATH], 'pip');
    expect(found.installer).toMatchObject({ kind: 'pip', place: 'outside' });
    const before = await outside.snapshot();
    await install(found);
    expect(await outside.changes(before)).toEqual([]);
  });

  it('is installed into by the pip that Python brings along', async () => {
    const found = await find(await makeSandbox({ installer: 'uv' }), [], 'pip');
    expect(found.installer).toMatchObject({ kind: 'pip', place: 'bundled' });
    await install(found);
  });
});

describe('the index that nobody has named', () => {
  it.each<[Tool, 'pip' | 'uv']>([
    ['pip', 'pip'],
    ['old-pip', 'pip'],
    ['uv', 'uv'],
    ['old-uv', 'uv'],
  ])('is the one of %s itself, whatever its configuration says', async (tool, kind) => {
    const sandbox = await makeSandbox({ installer: tool, index: 'http://127.0.0.1:9/elsewhere/' });
    const python = await askPython(sandbox.python, sandbox.env, sandbox.cache);
    const before = await sandbox.snapshot();
    const doors = { exec: execProgram, environment: sandbox.env };
    const installer = await findInstaller(python, kind, doors);
    const { value, origin } = await findDefaultIndex(installer, python.executable, sandbox.cache, doors);
    expect(value).toMatch(/^https:\/\/[^/]+\/simple\/?$/);
    expect(origin).toBe(`${kind} default`);
    expect(await findDefaultIndex(installer, python.executable, sandbox.cache, doors)).toEqual({
      value,
      origin,
    });
    expect(await sandbox.changes(before)).toEqual([]);
  });

  it('is read from the help of a pip that cannot be imported', async () => {
    const outside = await makeSandbox({ installer: 'pip', index: 'http://127.0.0.1:9/elsewhere/' });
    const { installer, python, environment } = await find(
      await makeSandbox({ installer: 'uv' }),
      [programsOf(outside.venv), SYSTEM_PATH],
      'pip',
    );
    const doors = { exec: execProgram, environment };
    expect(await findDefaultIndex(installer, python.executable, null, doors)).toMatchObject({
      value: expect.stringMatching(/^https:\/\/[^/]+\/simple\/?$/),
    });
  });
});
