import { describe, expect, it } from 'vitest';
import type { WantedArguments } from '../../src/installers/index.ts';
import { type MarkerEnvironment, parseVersion } from '../../src/packaging/index.ts';
import { silentLog } from '../../src/platform/index.ts';
import { readWanted, readWantedFiles } from '../../src/prepare/wanted.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
const NOTHING: WantedArguments = {
  requirements: [],
  editables: [],
  requirementFiles: [],
  constraintFiles: [],
  scripts: [],
  groups: [],
};
const doors = { environment: {}, currentFolder: scratch.path, log: silentLog };
const offline = async (): Promise<Uint8Array> => {
  throw new Error('no file of this test is remote');
};
const context = { currentFolder: scratch.path, markers: { python_version: '3.11' } as MarkerEnvironment };

async function wantedOf(wanted: Partial<WantedArguments>) {
  const all = { ...NOTHING, ...wanted };
  const files = await readWantedFiles(all, doors, offline);
  const read = await readWanted(all.requirements, files, { requirements: [], words: [] }, context);
  return {
    requirements: read.requirements.map((each) => [
      each.kind === 'named' ? String(each.requirement) : each.url,
      each.origin,
    ]),
    constraints: read.constraints.map((each) => [String(each.requirement), each.origin]),
    options: files.options.map(({ name, value }) => [name, value]),
  };
}

describe('what is wanted', () => {
  it('comes from words, files, scripts and groups, each with its place', async () => {
    scratch.put(
      `-i https://index.example/simple\nb==1 --hash=sha256:${'ab'.repeat(32)}\n-c constraints.txt\n`,
      'requirements.txt',
    );
    scratch.put('c<2\n', 'constraints.txt');
    scratch.put('# /// script\n# dependencies = ["d"]\n# ///\n', 'script.py');
    scratch.put('[dependency-groups]\ntest = ["e"]\n', 'pyproject.toml');
    expect(
      await wantedOf({
        requirements: ['a'],
        requirementFiles: ['requirements.txt'],
        scripts: ['script.py'],
        groups: [{ path: 'pyproject.toml', group: 'test' }],
      }),
    ).toEqual({
      requirements: [
        ['a', null],
        ['b==1', 'requirements.txt:2'],
        ['d', 'script.py'],
        ['e', 'pyproject.toml [test]'],
      ],
      constraints: [['c<2', 'constraints.txt:1']],
      options: [['index-url', 'https://index.example/simple']],
    });
  });

  it.each<[string, Partial<WantedArguments>, string]>([
    ['a requirements file', { requirementFiles: ['none.txt'] }, 'requirements.missing'],
    ['a constraints file', { constraintFiles: ['none.txt'] }, 'requirements.missing'],
    ['a script', { scripts: ['none.py'] }, 'requirements.missing'],
    ['a pyproject.toml', { groups: [{ path: 'none.toml', group: 'test' }] }, 'requirements.missing'],
  ])('is refused where %s is not there', async (_reason, wanted, code) => {
    await expect(wantedOf(wanted)).toRefuseWith(code);
  });

  it.each([
    ['a requirement', 'bad.txt', 'a\nb=>1\n', { requirementFiles: ['bad.txt'] }],
    ['a constraint', 'badc.txt', 'a\nb=>1\n', { constraintFiles: ['badc.txt'] }],
  ])('names the line of %s that is none', async (_reason, name, text, wanted) => {
    scratch.put(text, name);
    await expect(wantedOf(wanted)).rejects.toMatchObject({
      code: 'packaging.requirement',
      facts: [{ label: 'in', value: `${name}:2` }],
    });
  });
});

describe('what a script says of its Python', () => {
  const read = (python: string | null) =>
    readWantedFiles({ ...NOTHING, scripts: ['wants.py'] }, doors, offline, {
      python: python === null ? null : parseVersion(python),
    });
  const script = '# /// script\n# requires-python = ">=3.12"\n# dependencies = ["d"]\n# ///\n';

  it.each([['3.12.0'], ['3.13.0a1'], [null]])('holds for %s', async (python) => {
    scratch.put(script, 'wants.py');
    expect((await read(python)).declared.map(({ text }) => text)).toEqual(['d']);
  });

  it('is a reason to refuse another one', async () => {
    scratch.put(script, 'wants.py');
    await expect(read('3.11.7')).toRefuseWith('requirements.python');
  });
});

it.each([['file://elsewhere.example/r.txt'], ['file:///none/r.txt'], ['file://localhost/none/r.txt']])(
  'a file that %s does not lead to is missing',
  async (path) => {
    await expect(wantedOf({ requirementFiles: [path] })).toRefuseWith('requirements.missing');
  },
);
