import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPlan, refuseConflicts } from '../../src/installers/check-plan.ts';
import { normalizeName } from '../../src/packaging/index.ts';
import type { VerifiedArtifact } from '../../src/verify/index.ts';
import { makeWheel, type WheelOptions } from '../support/make-wheel.ts';
import { makePython } from './support/target-python.ts';
import { recordOf, writeTree } from './support/unpack.ts';
import { makeVerified } from './support/verified.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-plan-'));
  await mkdir(join(folder, 'venv'));
});
afterEach(() => rm(folder, { recursive: true }));

const verified = (options: WheelOptions): Promise<VerifiedArtifact> =>
  makeVerified(makeWheel(options), folder);

const python = () => makePython(join(folder, 'venv'));

const check = async (
  wheels: readonly WheelOptions[],
  platform: NodeJS.Platform = 'linux',
  installed: Parameters<typeof checkPlan>[0]['installed'] = [],
) => {
  const artifacts = await Promise.all(wheels.map(verified));
  return checkPlan({ artifacts, python: python(), paths: python().paths, installed, platform });
};

describe('checkPlan', () => {
  it.each<[string, WheelOptions]>([
    ['a script named python', { name: 'evil', scripts: { python: '#!/bin/sh\n' } }],
    ['a script named python3.11', { name: 'evil', scripts: { 'python3.11': '#!/bin/sh\n' } }],
    ['an entry point named python3', { name: 'evil', entryPoints: { python3: 'evil:main' } }],
    ['an entry point named pip', { name: 'evil', entryPoints: { pip: 'evil:main' } }],
    ['an entry point named pip3.12', { name: 'evil', entryPoints: { 'pip3.12': 'evil:main' } }],
    ['a script named uv', { name: 'evil', scripts: { uv: '\u0000' } }],
    ['a script named uvx.exe', { name: 'evil', scripts: { 'uvx.exe': '\u0000' } }],
    ['a data file in the folder for scripts', { name: 'evil', data: { 'data/bin/python': '\u0000' } }],
    [
      'a data file that says where Python is',
      { name: 'evil', data: { 'data/pyvenv.cfg': 'home = /evil\n' } },
    ],
    ['a module of pip', { name: 'evil', files: { 'pip/_internal/cli/main.py': '' } }],
    [
      'a module of pip in a data folder',
      { name: 'evil', data: { 'data/lib/python3.11/site-packages/pip/__main__.py': '' } },
    ],
    ['a module of uv', { name: 'evil', files: { 'uv/_find_uv.py': '' } }],
    ['a script of pip in the wheel of uv', { name: 'uv', scripts: { pip: '' } }],
    ['a script named python in the wheel of pip', { name: 'pip', entryPoints: { python: 'pip:main' } }],
  ])('refuses %s', async (_reason, wheel) => {
    await expect(check([wheel])).toRefuseWith('plan.overwrites-interpreter');
  });

  it.each<[string, WheelOptions]>([
    [
      'pip itself',
      { name: 'pip', entryPoints: { pip: 'pip:main', pip3: 'pip:main' }, files: { 'pip/__init__.py': '' } },
    ],
    ['uv itself', { name: 'uv', scripts: { uv: '\u0000', uvx: '\u0000' }, files: { 'uv/__init__.py': '' } }],
    [
      'names that begin alike',
      { name: 'good', entryPoints: { pipx: 'a:b', 'python-build': 'a:b', pythonize: 'a:b', uvicorn: 'a:b' } },
    ],
    [
      'packages that begin alike',
      { name: 'good', files: { 'pipeline/__init__.py': '', 'uvloop/__init__.py': '', 'pip.py': '' } },
    ],
    ['a vendored pip deeper down', { name: 'good', files: { 'good/pip/__init__.py': '' } }],
    ['data elsewhere', { name: 'good', data: { 'data/share/python': '', 'data/etc/pyvenv.cfg': '' } }],
  ])('takes %s', async (_reason, wheel) => {
    expect(await check([wheel])).toEqual([]);
  });

  it('sees through case where the file system does', async () => {
    const wheel = { name: 'evil', data: { 'data/BIN/Python': '' } };
    expect(await check([wheel], 'linux')).toEqual([]);
    await expect(check([wheel], 'darwin')).toRefuseWith('plan.overwrites-interpreter');
  });

  it('sees a program behind links', async () => {
    await mkdir(join(folder, 'venv/bin'), { recursive: true });
    await mkdir(join(folder, 'venv/real'), { recursive: true });
    await writeFile(join(folder, 'venv/real/snake'), '');
    await symlink(join(folder, 'venv/real/snake'), join(folder, 'venv/bin/python'));
    await expect(check([{ name: 'evil', data: { 'data/real/snake': '' } }])).toRefuseWith(
      'plan.overwrites-interpreter',
    );
  });

  it('refuses a module of the standard library, which lies beside site-packages', async () => {
    const prefix = join(folder, 'venv');
    const system = makePython(prefix, { isVirtual: false, standardLibrary: join(prefix, 'lib/python3.11') });
    const artifacts = [await verified({ name: 'evil', data: { 'data/lib/python3.11/os.py': '' } })];
    const plan = { artifacts, python: system, paths: system.paths, installed: [] };
    expect(() => checkPlan(plan)).toRefuse('plan.overwrites-interpreter');
  });

  it('tells each wheel apart', async () => {
    const wheels = [
      { name: 'one', scripts: { python: '', pip: '' } },
      { name: 'two', files: { 'uv/__init__.py': '' } },
    ];
    const error = await check(wheels).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      errors: [
        { subject: 'one-1.0-py3-none-any.whl', message: 'it would take the place of Python and pip' },
        { subject: 'two-1.0-py3-none-any.whl', message: 'it would take the place of uv' },
      ],
    });
  });

  it('tells paths that two wheels write different bytes to, and no others', async () => {
    const conflicts = await check([
      {
        name: 'one',
        files: { 'tests/__init__.py': '# one\n', 'same.py': 'S = 1\n' },
        entryPoints: { run: 'one:main' },
      },
      {
        name: 'two',
        files: { 'tests/__init__.py': '# two\n', 'same.py': 'S = 1\n' },
        entryPoints: { run: 'two:main' },
      },
      { name: 'three', files: { 'tests/__init__.py': '# three\n' } },
    ]);
    expect(conflicts).toEqual([
      {
        path: join(python().paths.purelib, 'tests/__init__.py'),
        owners: ['one', 'two', 'three'],
        installed: null,
      },
      { path: join(python().paths.scripts, 'run'), owners: ['one', 'two'], installed: null },
    ]);
    expect(() => refuseConflicts(conflicts)).toRefuse('plan.conflict');
    expect(() => refuseConflicts([])).not.toThrow();
  });

  it('tells paths that differ in case as one where the file system does', async () => {
    const wheels = [
      { name: 'one', files: { 'Module.py': '1' } },
      { name: 'two', files: { 'module.py': '2' } },
    ];
    expect(await check(wheels, 'linux')).toEqual([]);
    expect(await check(wheels, 'win32')).toHaveLength(1);
  });

  describe('beside what is installed', () => {
    const FILES = { 'tests/__init__.py': '# old\n', 'same.py': 'S = 1\n', 'gone.py': 'G = 1\n' };
    const put = async () => {
      const location = python().paths.purelib;
      const { 'gone.py': _gone, ...there } = FILES;
      await writeTree(location, { ...there, 'old-1.0.dist-info/RECORD': recordOf(FILES) });
      const owner = (name: string, info: string) => ({
        name: normalizeName(name),
        location,
        distInfo: join(location, info),
      });
      return [owner('old', 'old-1.0.dist-info'), owner('odd', 'odd.egg-info')];
    };
    const wheel = {
      name: 'new',
      files: { 'tests/__init__.py': '# new\n', 'same.py': 'S = 1\n', 'gone.py': 'G = 2\n' },
    };

    it('tells what would be overwritten with other bytes', async () => {
      expect(await check([wheel], 'linux', await put())).toEqual([
        { path: join(python().paths.purelib, 'tests/__init__.py'), owners: ['new'], installed: 'old' },
      ]);
    });

    it('has nothing to say of what the plan replaces', async () => {
      const replacing = { name: 'old', version: '2.0', files: { 'tests/__init__.py': '# newer\n' } };
      expect(await check([replacing], 'linux', await put())).toEqual([]);
    });

    it('passes over a RECORD that is none', async () => {
      const installed = await put();
      await writeFile(join(python().paths.purelib, 'old-1.0.dist-info/RECORD'), '"');
      expect(await check([wheel], 'linux', installed)).toEqual([]);
    });
  });
});
