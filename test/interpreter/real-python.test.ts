import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { findInterpreter, type Interpreter, listInstalled } from '../../src/interpreter/index.ts';
import { execProgram, silentLog } from '../../src/platform/index.ts';

const folder = await mkdtemp(join(tmpdir(), 'real-python-'));
afterAll(() => rm(folder, { recursive: true }));

const find = (python?: string): Promise<Interpreter> =>
  findInterpreter({
    python,
    environment: process.env,
    exec: execProgram,
    cacheFolder: join(folder, 'cache'),
    log: silentLog,
  });

/** The Python of this machine, if it has one that works. */
const python = await find().catch((error: unknown) => {
  if (error instanceof SafeInstallError) return undefined;
  throw error;
});

/** What pip and its own copy of `packaging` say, asked through the Python itself. */
async function askPip<T>(executable: string, expression: string): Promise<T> {
  const source = `
import json
from pip._internal.locations import get_scheme
from pip._internal.metadata import get_environment
from pip._vendor.packaging import markers, tags
print(json.dumps(${expression}))`;
  const { stdout, stderr } = await execProgram(executable, ['-c', source], { cwd: folder });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as T;
}

/**
 * What `packaging` changed up to 26.3, whose answer is ours: it put the native `linux_*` tags in front of the others, and
 * added `cp311-none-any`. An older copy is compared without these.
 */
function comparable(tags: readonly string[], version: string | null): readonly string[] {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const isCurrent = major > 26 || (major === 26 && minor >= 3);
  return isCurrent ? tags : tags.filter((tag) => !/-linux_|^cp[0-9]+-none-any$/.test(tag));
}

async function makeEnvironment(name: string, ...options: string[]): Promise<Interpreter> {
  const place = join(folder, name);
  const result = await execProgram(python?.executable ?? '', [
    '-m',
    'venv',
    '--without-pip',
    ...options,
    place,
  ]);
  expect(result).toMatchObject({ exitCode: 0 });
  return find(place);
}

describe.skipIf(python === undefined || python.pip === null)('the Python of this machine, by its pip', () => {
  const own = python as Interpreter;

  it('has the tags, best first', async () => {
    const expected = await askPip<string[]>(own.executable, '[str(tag) for tag in tags.sys_tags()]');
    const version = own.pip?.version ?? null;
    expect(comparable(own.tags, version)).toEqual(comparable(expected, version));
    expect(expected.length).toBeGreaterThan(100);
  });

  it('has the markers', async () => {
    expect(own.markers).toEqual(await askPip(own.executable, 'markers.default_environment()'));
  });

  it('has the places to install to', async () => {
    const { include, ...paths } = own.paths;
    const attributes = 'purelib platlib scripts data headers'
      .split(' ')
      .map((name) => `"${name}": scheme.${name}`);
    const expression = `[{${attributes.join(', ')}} for scheme in [get_scheme("acme")]][0]`;
    expect({ ...paths, headers: join(include, 'acme') }).toEqual(await askPip(own.executable, expression));
  });

  it('has the distributions', async () => {
    const installed = await listInstalled(own, silentLog);
    const listed = installed.map(({ name, version }) => `${name} ${version}`).sort();
    const all = 'get_environment(None).iter_installed_distributions(local_only=False)';
    const expected = await askPip<string[]>(
      own.executable,
      `sorted("%s %s" % (each.canonical_name, each.version) for each in ${all})`,
    );
    expect(listed).toEqual(expected.sort());
  });
});

describe.skipIf(python === undefined)('a fresh virtual environment', () => {
  const own = python as Interpreter;

  it('has the tags and markers of its Python, folders of its own, no pip and nothing installed', async () => {
    const environment = await makeEnvironment('fresh');
    expect(environment).toMatchObject({
      tags: own.tags,
      markers: own.markers,
      isVirtual: true,
      prefix: join(folder, 'fresh'),
      basePrefix: own.basePrefix,
      externallyManaged: null,
      pip: null,
    });
    const ownPaths = Object.values(environment.paths);
    expect(ownPaths.filter((path) => !path.startsWith(join(folder, 'fresh')))).toEqual([]);
    expect(environment.sitePackages).toContain(environment.paths.purelib);
    expect(await listInstalled(environment, silentLog)).toEqual([]);
  });

  it('that sees the packages of its Python lists its own before them', async () => {
    const environment = await makeEnvironment('open', '--system-site-packages');
    const basePython = own.isVirtual ? await find(own.basePrefix) : own;
    const base = (await listInstalled(basePython, silentLog)).map(String);
    expect((await listInstalled(environment, silentLog)).map(String)).toEqual(base);
    const site = environment.paths.purelib;
    await execProgram(environment.executable, [
      '-c',
      'import os, sys; os.mkdir(sys.argv[1])',
      join(site, 'zzz-9.dist-info'),
    ]);
    expect((await listInstalled(environment, silentLog)).map(String)).toEqual(['zzz 9', ...base]);
  });

  it('runs no code of installed packages when it is asked', async () => {
    await makeEnvironment('trap');
    const { paths } = await find(join(folder, 'trap'));
    const trace = join(folder, 'trace');
    await writeFile(
      join(paths.purelib, 'trap.pth'),
      `import os; open(${JSON.stringify(trace)}, "w").close()\n`,
    );
    await rm(join(folder, 'cache'), { recursive: true });
    expect((await find(join(folder, 'trap'))).isVirtual).toBe(true);
    await expect(writeFile(trace, '', { flag: 'wx' })).resolves.toBeUndefined();
  });
});
