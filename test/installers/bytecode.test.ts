import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCompiling } from '../../src/installers/bytecode.ts';
import { type Exec, type ExecResult, silentLog } from '../../src/platform/index.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { makePython } from './support/target-python.ts';
import { makeVerified } from './support/verified.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytecode-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Job {
  readonly sign: string;
  readonly files: readonly string[];
  readonly last: boolean;
}

const ONE = makeWheel({
  name: 'one',
  files: { 'one/__init__.py': 'x = 1\n', 'one/data.txt': '', 'shared/__init__.py': '1' },
  scripts: { 'tool.py': '#!python\n', 'one.py': '#!python\n' },
  entryPoints: { 'one.py': 'one:main' },
});
const TWO = makeWheel({ name: 'two', files: { 'two.py': '', 'shared/__init__.py': '2' } });

/** Compiles with an `exec` that answers as it is told, and returns what it was asked. */
async function compile(answer: (jobs: readonly Job[]) => ExecResult | Error) {
  const asked: Job[][] = [];
  const warnings: string[] = [];
  const exec: Exec = async (_program, _words, options) => {
    const { jobs } = JSON.parse((await options?.input) ?? '') as { jobs: Job[] };
    asked.push(jobs);
    const result = answer(jobs);
    if (result instanceof Error) throw result;
    return result;
  };
  const python = makePython(join(folder, 'venv'));
  const artifacts = [await makeVerified(ONE, folder), await makeVerified(TWO, folder)];
  const log = { ...silentLog, warn: (message: string) => warnings.push(message) };
  const compiling = startCompiling(
    artifacts,
    python,
    python.paths,
    folder,
    {},
    { exec, environment: {} },
    log,
  );
  return { compiling, artifacts, warnings, jobs: () => asked.flat() };
}

const done = (stdout: string): ExecResult => ({ exitCode: 0, stdout, stderr: '' });

describe('startCompiling', () => {
  it('asks for the modules of each wheel as soon as they are there, and for shared ones in the end', async () => {
    const { compiling, jobs } = await compile((asked) => done(JSON.stringify(asked.map(() => []))));
    await compiling.finish();
    const files = (last: boolean) =>
      jobs()
        .flatMap((job) => (job.last === last ? job.files : []))
        .sort();
    expect(files(false)).toEqual(['../../../bin/tool.py', 'one/__init__.py', 'two.py']);
    expect(files(true)).toEqual(['shared/__init__.py', 'shared/__init__.py']);
  });

  it('waits for the end where an older installation shows the sign', async () => {
    const info = join(folder, 'venv/lib/python3.11/site-packages/two-1.0.dist-info');
    await mkdir(info, { recursive: true });
    await writeFile(join(info, 'INSTALLER'), 'pip\n');
    const { compiling, jobs } = await compile((asked) => done(JSON.stringify(asked.map(() => []))));
    await compiling.finish();
    expect(
      jobs()
        .filter(({ sign }) => sign.startsWith('two'))
        .every(({ last }) => last),
    ).toBe(true);
  });

  it('tells what was written, by wheel', async () => {
    const { compiling, artifacts } = await compile((asked) =>
      done(
        JSON.stringify(
          asked.map(({ files }) => files.map((file) => (file.startsWith('two') ? null : `/${file}c`))),
        ),
      ),
    );
    const written = await compiling.finish();
    const [one, two] = artifacts.map((artifact) => [...(written.get(artifact) ?? [])].sort());
    expect(one).toEqual(['/../../../bin/tool.pyc', '/one/__init__.pyc', '/shared/__init__.pyc']);
    expect(two).toEqual(['/shared/__init__.pyc']);
  });

  it.each<[string, ExecResult]>([
    ['fails', { exitCode: 1, stdout: '', stderr: 'no memory' }],
    ['answers nothing', done('')],
    ['answers nonsense', done('[{"a":')],
  ])('goes without bytecode, and says so, where a process %s', async (_reason, result) => {
    const { compiling, warnings } = await compile(() => result);
    expect([...(await compiling.finish()).keys()]).toEqual([]);
    expect(warnings).not.toEqual([]);
  });

  it.each(['{}', '[1, null, "x"]'])('takes %s for no bytecode', async (stdout) => {
    const { compiling } = await compile(() => done(stdout));
    expect([...(await compiling.finish()).keys()]).toEqual([]);
  });

  it('does not hide what nobody expects', async () => {
    const { compiling } = await compile(() => new RangeError('surprise'));
    await expect(compiling.finish()).rejects.toThrow('surprise');
  });

  it('ends what is no longer wanted', async () => {
    const { compiling, warnings } = await compile(() => done('[]'));
    await compiling.abandon();
    expect(warnings).toEqual([]);
  });
});
