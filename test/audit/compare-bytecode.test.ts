import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareBytecode } from '../../src/audit/index.ts';
import { parseVersion } from '../../src/packaging/index.ts';
import { execProgram } from '../../src/platform/index.ts';
import { type MadeEnvironment, makeEnvironment, shortly } from './support/environment.ts';

const NO_SIGNAL = new AbortController().signal;

const python = { executable: '', implementation: 'cpython', version: parseVersion('3.11') };

beforeAll(async () => {
  const ask = 'import json, platform, sys; print(json.dumps([sys.executable, platform.python_version()]))';
  const program = process.platform === 'win32' ? 'python' : 'python3';
  const { stdout } = await execProgram(program, ['-I', '-S', '-c', ask]);
  const [executable, version] = JSON.parse(stdout) as [string, string];
  Object.assign(python, { executable, version: parseVersion(version) });
});

/** Has the Python write bytecode of a source, as installers do; the path of it. */
async function compile(environment: MadeEnvironment, source: string, level = -1): Promise<string> {
  const code = `import py_compile, sys; print(py_compile.compile(sys.argv[1], doraise=True, optimize=int(sys.argv[2])))`;
  const words = ['-I', '-S', '-c', code, join(environment.site, source), String(level)];
  const { stdout, stderr } = await execProgram(python.executable, words);
  expect(stderr).toBe('');
  return stdout.trim();
}

const HEADER = 16;

/** Puts the code of other bytecode behind the header of this one. */
function graft(target: string, donor: string): void {
  const bytes = Buffer.concat([
    readFileSync(target).subarray(0, HEADER),
    readFileSync(donor).subarray(HEADER),
  ]);
  writeFileSync(target, bytes);
}

async function compare(environment: MadeEnvironment) {
  return await compareBytecode(await environment.audit(), python, {
    exec: execProgram,
    environment: process.env,
    signal: NO_SIGNAL,
  });
}

const SOURCE = 'assert True\nSET = {"a", "b", "c"}\ndef f(x):\n    """Does."""\n    return x in {"d", "e"}\n';

describe('compareBytecode', () => {
  it.each([[-1], [1], [2]])('takes what Python writes with optimization %s', async (level) => {
    const environment = makeEnvironment();
    environment.install({ name: 'acme', files: { 'acme/core.py': SOURCE } });
    await compile(environment, 'acme/core.py', level);
    expect(await compare(environment)).toEqual([]);
    expect((await environment.audit()).places).toMatchObject([{ bytecode: [{ source: 'acme/core.py' }] }]);
  });

  it('notices other code behind a header that fits', async () => {
    const environment = makeEnvironment();
    const files = { 'acme/core.py': SOURCE, 'acme/evil.py': `${SOURCE}print("evil")\n` };
    environment.install({ name: 'acme', files });
    const target = await compile(environment, 'acme/core.py');
    graft(target, await compile(environment, 'acme/evil.py'));
    expect((await environment.audit()).findings).toEqual([]);
    const findings = await compare(environment);
    expect(shortly(findings)).toEqual([
      expect.stringMatching(/^audit\.bytecode acme 1\.0: acme\/__pycache__\/core\.[\w-]+\.pyc$/),
    ]);
  });

  it.each<[string, (path: string) => void]>([
    [
      'nonsense',
      (path) =>
        writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, HEADER), Buffer.from('x')])),
    ],
    ['nothing', (path) => writeFileSync(path, readFileSync(path).subarray(0, HEADER))],
  ])('notices %s behind a header that fits', async (_reason, change) => {
    const environment = makeEnvironment();
    environment.install({ name: 'acme', files: { 'acme/core.py': SOURCE } });
    change(await compile(environment, 'acme/core.py'));
    expect(await compare(environment)).toMatchObject([{ code: 'audit.bytecode' }]);
  });

  it('notices bytecode of a source that does not compile', async () => {
    const environment = makeEnvironment();
    const broken = 'def (:\n';
    environment.install({ name: 'acme', files: { 'acme/core.py': `${'#'.repeat(broken.length - 1)}\n` } });
    const path = await compile(environment, 'acme/core.py');
    const source = join(environment.site, 'acme/core.py');
    environment.install({ name: 'acme', files: { 'acme/core.py': broken } });
    const header = readFileSync(path);
    header.writeUInt32LE(Math.floor(statSync(source).mtimeMs / 1000), 8);
    writeFileSync(path, header);
    expect(await compare(environment)).toMatchObject([{ code: 'audit.bytecode' }]);
  });

  it('runs nothing of the sources', async () => {
    const environment = makeEnvironment();
    const trace = join(environment.prefix, 'trace');
    const source = `open(${JSON.stringify(trace)}, "w").close()\n`;
    environment.install({
      name: 'acme',
      files: { 'acme/core.py': source, 'json.py': source, 'zlib.py': source },
    });
    await compile(environment, 'acme/core.py');
    expect(await compare(environment)).toEqual([]);
    expect(() => readFileSync(trace)).toThrow('ENOENT');
  });

  it('knows no bytecode but that of CPython', async () => {
    const environment = makeEnvironment();
    const other = { ...python, implementation: 'pypy' };
    const doors = { exec: execProgram, environment: process.env, signal: NO_SIGNAL };
    await expect(compareBytecode(await environment.audit(), other, doors)).toRefuseWith('usage.unsupported');
  });

  it('tells which bytecode is that of another Python, and compares none of it', async () => {
    const environment = makeEnvironment();
    environment.install({ name: 'acme', files: { 'acme/core.py': SOURCE } });
    environment.compile('acme/core.py', { magic: 0x0a0d0d42 });
    expect(shortly(await compare(environment))).toEqual([
      'audit.other-bytecode acme 1.0: acme/__pycache__/core.cpython-311.pyc',
    ]);
  });

  it('tells no bytecode foul where it cannot read what the Python itself writes', async () => {
    const environment = makeEnvironment();
    environment.install({ name: 'acme', files: { 'acme/core.py': SOURCE, 'acme/other.py': `${SOURCE}\n` } });
    graft(await compile(environment, 'acme/core.py'), await compile(environment, 'acme/other.py'));
    const older = { ...python, version: parseVersion('3.7') };
    const doors = { exec: execProgram, environment: process.env, signal: NO_SIGNAL };
    await expect(compareBytecode(await environment.audit(), older, doors)).toRefuseWith('usage.unsupported');
  });

  it('says so where the Python does not do what it is asked', async () => {
    const environment = makeEnvironment();
    environment.install({ name: 'acme', files: { 'acme/core.py': SOURCE } });
    environment.compile('acme/core.py');
    const doors = {
      exec: () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '' }),
      environment: process.env,
      signal: NO_SIGNAL,
    };
    await expect(compareBytecode(await environment.audit(), python, doors)).toRefuseWith(
      'interpreter.unusable',
    );
  });
});
