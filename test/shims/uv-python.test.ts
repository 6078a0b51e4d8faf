import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { targetOfUv } from '../../src/shims/uv-python.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
const project = join(scratch.path, 'project');
const below = join(project, 'src', 'deep');
mkdirSync(below, { recursive: true });
mkdirSync(join(project, '.venv'));
writeFileSync(join(project, '.venv', 'pyvenv.cfg'), '');
mkdirSync(join(below, '.venv')); // a folder of that name is no environment yet
const elsewhere = join(scratch.path, 'elsewhere');
mkdirSync(elsewhere);

const HERE = ['--python', join(project, '.venv')];

describe('where uv installs', () => {
  it.each<[string, string[], Record<string, string>, string, readonly string[]]>([
    ['the environment of the folder', ['x'], {}, project, HERE],
    ['the environment of a folder above', ['x'], {}, below, HERE],
    ['the active one', ['x'], { VIRTUAL_ENV: '/v' }, project, []],
    ['the active one of conda', ['x'], { CONDA_PREFIX: '/c' }, elsewhere, []],
    ['none is active where the variable is empty', ['x'], { VIRTUAL_ENV: '' }, project, HERE],
    [
      'the Python of the variable',
      ['x'],
      { UV_PYTHON: '3.12', VIRTUAL_ENV: '/v' },
      project,
      ['--python', '3.12'],
    ],
    ['the system by the variable', ['x'], { UV_SYSTEM_PYTHON: 'true' }, elsewhere, []],
    ['the variable that says no', ['x'], { UV_SYSTEM_PYTHON: '0' }, project, HERE],
    ['the system by its option', ['--system', 'x'], {}, elsewhere, []],
    ['the Python that is named', ['x', '--python', 'p'], { UV_PYTHON: 'q' }, project, []],
    ['the Python that is named, joined', ['--python=p', 'x'], {}, project, []],
    ['the Python that is named by a letter', ['-p', 'p', 'x'], {}, project, []],
    ['the Python that is named by a letter behind others', ['-qp3.12', 'x'], {}, project, []],
    ['a folder', ['-t', 'folder', 'x'], {}, elsewhere, []],
    ['words behind two dashes say nothing', ['--', '--system'], {}, project, HERE],
    ['another option says nothing', ['--python-version', '3.12', '-U', 'x'], {}, project, HERE],
  ])('%s', async (_reason, words, environment, folder, expected) => {
    expect(await targetOfUv(words, environment, folder)).toEqual(expected);
  });

  it('nowhere', async () => {
    await expect(targetOfUv(['x'], {}, elsewhere)).toRefuseWith('shims.environment');
  });
});
