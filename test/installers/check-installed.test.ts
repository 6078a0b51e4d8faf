import { appendFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkInstalled } from '../../src/installers/check-installed.ts';
import type { VerifiedArtifact } from '../../src/verify/index.ts';
import { makeWheel, type WheelOptions } from '../support/make-wheel.ts';
import { makePython } from './support/target-python.ts';
import { recordOf, writeTree } from './support/unpack.ts';
import { makeVerified } from './support/verified.ts';

let folder: string;
let site: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-installed-'));
  site = join(folder, 'venv/lib/python3.11/site-packages');
  await mkdir(site, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const paths = () => makePython(join(folder, 'venv')).paths;

const BIG = Buffer.alloc(3 * 1024 * 1024 + 7, 'big');
const ACME: WheelOptions = {
  name: 'acme',
  entryPoints: { acme: 'acme:main' },
  files: { 'acme/__init__.py': 'A = 1\n', 'acme/big.bin': BIG, 'acme/empty.py': '' },
  scripts: { 'acme-old': '#!python\nprint(1)\n', acme: '#!python\nprint("replaced")\n' },
  data: { 'data/share/acme.txt': 'share\n', 'headers/acme.h': 'h\n', 'purelib/more.py': 'M = 1\n' },
};
const INFO = 'acme-1.0.dist-info';
const WHEEL = makeWheel(ACME);

/** Writes what pip writes for {@link ACME}. */
async function install(): Promise<void> {
  const metadata = WHEEL.metadata.toString();
  const record = recordOf({}, [
    '../../../bin/acme',
    '../../../bin/acme-old',
    '../../../include/site/python3.11/acme/acme.h',
    '../../../share/acme.txt',
    'acme/__init__.py',
    'acme/__pycache__/__init__.cpython-311.pyc',
    'acme/__pycache__/empty.cpython-311.opt-1.pyc',
    'acme/big.bin',
    'acme/empty.py',
    'more.py',
    ...['INSTALLER', 'METADATA', 'RECORD', 'REQUESTED', 'WHEEL', 'entry_points.txt'].map(
      (name) => `${INFO}/${name}`,
    ),
  ]);
  await writeTree(site, {
    'acme/__init__.py': 'A = 1\n',
    'acme/big.bin': BIG,
    'acme/empty.py': '',
    'more.py': 'M = 1\n',
    [`${INFO}/METADATA`]: metadata,
    [`${INFO}/WHEEL`]:
      'Wheel-Version: 1.0\nGenerator: safe-install-tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${INFO}/entry_points.txt`]: '[console_scripts]\nacme = acme:main\n',
    [`${INFO}/INSTALLER`]: 'pip\n',
    [`${INFO}/REQUESTED`]: '',
    [`${INFO}/RECORD`]: record,
  });
  await writeTree(join(folder, 'venv'), {
    'bin/acme': '#!/venv/bin/python\nimport acme\n',
    'bin/acme-old': '#!/venv/bin/python\nprint(1)\n',
    'share/acme.txt': 'share\n',
    'include/site/python3.11/acme/acme.h': 'h\n',
  });
}

const verified = (options: WheelOptions = ACME): Promise<VerifiedArtifact> =>
  makeVerified(makeWheel(options), folder);
const put = (path: string, data: string) => writeFile(join(folder, 'venv', path), data);
const remove = (path: string) => rm(join(folder, 'venv', path));
const record = (line: string) => appendFile(join(site, INFO, 'RECORD'), `${line}\n`);
const inSite = (path: string) => `lib/python3.11/site-packages/${path}`;

describe('checkInstalled', () => {
  it('finds an honest install to be so', async () => {
    await install();
    await expect(checkInstalled([await verified()], paths())).resolves.toBeUndefined();
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['a module with another byte', () => put(inSite('acme/__init__.py'), 'A = 2\n'), 'installed.mismatch'],
    ['a module that was an empty file', () => put(inSite('acme/empty.py'), '#'), 'installed.mismatch'],
    [
      'a large file that is cut off',
      () => writeFile(join(site, 'acme/big.bin'), BIG.subarray(0, -1)),
      'installed.mismatch',
    ],
    ['a large file that goes on', () => appendFile(join(site, 'acme/big.bin'), 'x'), 'installed.mismatch'],
    [
      'metadata that was altered',
      () => put(inSite(`${INFO}/METADATA`), 'Name: acme\n'),
      'installed.mismatch',
    ],
    [
      'a script with another body',
      () => put('bin/acme-old', '#!/venv/bin/python\nprint(2)\n'),
      'installed.mismatch',
    ],
    ['data that was altered', () => put('share/acme.txt', 'other\n'), 'installed.mismatch'],
    [
      'a header that was altered',
      () => put('include/site/python3.11/acme/acme.h', 'other\n'),
      'installed.mismatch',
    ],
    [
      'a folder in the place of a file',
      async () => {
        await remove(inSite('more.py'));
        await mkdir(join(site, 'more.py'));
      },
      'installed.mismatch',
    ],
    [
      'a link to something else',
      async () => {
        await remove(inSite('more.py'));
        await symlink(join(site, 'acme/__init__.py'), join(site, 'more.py'));
      },
      'installed.mismatch',
    ],
    ['a missing module', () => remove(inSite('acme/__init__.py')), 'installed.missing'],
    ['a missing script', () => remove('bin/acme-old'), 'installed.missing'],
    ['a missing script of an entry point', () => remove('bin/acme'), 'installed.missing'],
    ['a missing RECORD', () => remove(inSite(`${INFO}/RECORD`)), 'installed.missing'],
    ['a recorded module that is not in the wheel', () => record('acme/evil.py,,'), 'installed.unexpected'],
    [
      'a recorded script that is of no entry point',
      () => record('../../../bin/evil,,'),
      'installed.unexpected',
    ],
    ['a recorded file elsewhere', () => record('/etc/passwd,,'), 'installed.unexpected'],
    [
      'recorded bytecode without a source',
      () => record('acme/__pycache__/evil.cpython-311.pyc,,'),
      'installed.unexpected',
    ],
    ['bytecode in the place of a module', () => record('acme/evil.pyc,,'), 'installed.unexpected'],
    ['a recorded file in the folder of metadata', () => record(`${INFO}/evil.txt,,`), 'installed.unexpected'],
    ['a RECORD that is none', () => record('"'), 'record.malformed'],
  ])('notices %s', async (_reason, change, code) => {
    await install();
    await change();
    await expect(checkInstalled([await verified()], paths())).toRefuseWith(code);
  });

  it('tells everything that is wrong at once, with a few of the files', async () => {
    await install();
    await put(inSite('acme/__init__.py'), 'A = 2\n');
    await remove(inSite('more.py'));
    await remove('share/acme.txt');
    const error = await checkInstalled([await verified()], paths()).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      errors: [
        {
          code: 'installed.mismatch',
          subject: 'acme 1.0',
          facts: [{ value: join(site, 'acme/__init__.py') }],
        },
        { code: 'installed.missing', facts: [{ label: 'file' }, { label: 'file' }] },
      ],
    });
  });

  it('takes either content where two wheels have a file for one path', async () => {
    await install();
    const other = { name: 'other', files: { 'acme/__init__.py': 'A = "other"\n' } };
    await writeTree(site, {
      'acme/__init__.py': 'A = "other"\n',
      'other-1.0.dist-info/METADATA': makeWheel(other).metadata,
      'other-1.0.dist-info/WHEEL':
        'Wheel-Version: 1.0\nGenerator: safe-install-tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      'other-1.0.dist-info/RECORD': 'acme/__init__.py,,\n',
    });
    const both = [await verified(), await verified(other)];
    await expect(checkInstalled(both, paths())).resolves.toBeUndefined();
    await put(inSite('acme/__init__.py'), 'A = "third"\n');
    await expect(checkInstalled(both, paths())).toRefuseWith('installed.mismatch');
  });

  it('takes the scripts of pip, which are named after the version of Python', async () => {
    const pip: WheelOptions = {
      name: 'pip',
      entryPoints: { pip: 'pip:main', pip3: 'pip:main' },
      files: { 'pip/__init__.py': '' },
    };
    const made = makeWheel(pip);
    await writeTree(site, {
      'pip/__init__.py': '',
      'pip-1.0.dist-info/METADATA': made.metadata,
      'pip-1.0.dist-info/WHEEL':
        'Wheel-Version: 1.0\nGenerator: safe-install-tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      'pip-1.0.dist-info/entry_points.txt': '[console_scripts]\npip = pip:main\npip3 = pip:main\n',
      'pip-1.0.dist-info/RECORD':
        '../../../bin/pip,,\n../../../bin/pip3,,\n../../../bin/pip3.11,,\n../../../bin/pip3.11.exe,,\n',
    });
    await expect(checkInstalled([await verified(pip)], paths())).resolves.toBeUndefined();
  });

  it('stops when it is told to', async () => {
    await install();
    const reason = new Error('stop');
    await expect(checkInstalled([await verified()], paths(), AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('has nothing to say of nothing', async () => {
    await expect(checkInstalled([], paths())).resolves.toBeUndefined();
  });
});
