import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import { findInterpreter, type Interpreter, type InterpreterRequest } from '../../src/interpreter/index.ts';
import { execProgram, silentLog } from '../../src/platform/index.ts';

const folder = await realpath(await mkdtemp(join(tmpdir(), 'isolated-probe-')));
afterAll(() => rm(folder, { recursive: true }));

const find = (
  python: string | undefined,
  isolation?: InterpreterRequest['isolation'],
): Promise<Interpreter> =>
  findInterpreter({
    python,
    environment: process.env,
    exec: execProgram,
    cacheFolder: join(folder, 'cache'),
    log: silentLog,
    isolation,
  });

/** The Python of this machine, if it has one that works. */
const python = await find(undefined).catch((error: unknown) => {
  if (error instanceof SafeInstallError) return undefined;
  throw error;
});

describe.skipIf(python === undefined)('a Python whose packages want to be run', () => {
  it('is asked without running any of them, and says the same of its folders', async () => {
    const place = join(folder, 'venv');
    await execProgram(python?.executable ?? '', ['-m', 'venv', '--without-pip', place]);
    const site = (await find(place, 'full')).paths.purelib;
    const traces = ['sitecustomize.py', 'usercustomize.py', '_manylinux.py', 'evil.pth', 'evil_module.py'];
    for (const name of traces) {
      const trace = JSON.stringify(join(folder, `trace-of-${name}`));
      await writeFile(
        join(site, name),
        name === 'evil.pth' ? `import evil_module\n` : `open(${trace}, 'w').close()\n`,
      );
    }

    const isolated = await find(place, 'full');
    expect(traces.filter((name) => existsSync(join(folder, `trace-of-${name}`)))).toEqual([]);

    const usual = await find(place);
    expect(isolated.paths).toEqual(usual.paths);
    expect(isolated.sitePackages).toEqual(usual.sitePackages);
    // what the other way of asking runs: the trap works
    expect(traces.filter((name) => existsSync(join(folder, `trace-of-${name}`)))).toContain(
      'sitecustomize.py',
    );
  });
});
