import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acmeSdist } from '../../test/build/backends.ts';
import { makeWheel, sha256Hex } from '../../test/support/make-wheel.ts';
import { type LocalIndex, startLocalIndex } from '../support/local-index.ts';
import { codesOf, expectDone } from '../support/output.ts';
import { expectRefusal, expectUntouched } from '../support/refusal.ts';
import { makeSandbox, Sandbox } from '../support/sandbox.ts';
import { plainly, rememberedOf } from './beside.ts';
import { PACKING, packedSdist } from './packages.ts';

let index: LocalIndex;
beforeAll(async () => {
  index = await startLocalIndex();
});
beforeEach(() => {
  index.reset();
  index.addAll([
    ...PACKING,
    packedSdist('acme', '1.0', ['till>=1']),
    makeWheel({ name: 'till', version: '1.5' }),
    acmeWheel,
  ]);
});
afterAll(() => index.close());

/** An older release that has a wheel. */
const acmeWheel = makeWheel({ name: 'acme', version: '0.9', files: { 'acme/__init__.py': 'OLD = True\n' } });

/** Every file of a project in the environment, and the lines of its RECORD. */
async function installed(sandbox: Sandbox, name: string): Promise<Readonly<Record<string, unknown>>> {
  const site = await sandbox.sitePackages();
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(site.length + 1))
    // what uv notes about builds of its own, to know when they are out of date
    .filter((path) => path.startsWith(name) && !/__pycache__|uv_build\.json$/.test(path));
  const contents = files.map(async (path) => {
    const text = (await readFile(join(site, path), 'utf8')).replaceAll(sandbox.folder, '[sandbox]');
    return [
      path,
      path.endsWith('RECORD')
        ? text
            .split('\n')
            .filter((line) => !line.includes('.json'))
            .sort()
        : text,
    ];
  });
  return Object.fromEntries(await Promise.all(contents));
}

describe.each(['pip', 'uv', 'old-pip', 'old-uv'] as const)('a source distribution, with %s', (installer) => {
  it('is built from what was verified, and installed as plainly', async () => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    const done = await sandbox.run(['acme']);
    expectDone(done);
    expect(done.stderr).toMatch(/^Built here: acme-1\.0 from acme-1\.0\.tar\.gz$/m);
    expect(await sandbox.leftovers()).toEqual([]);
    expect(await sandbox.freeze()).toEqual(['acme==1.0', 'till==1.5']);
    if (installer.startsWith('old-')) return; // the files of the newest ones are enough to compare
    const plain = await makeSandbox({ installer, index: index.url });
    const result = await plainly(plain, ['acme']);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(await sandbox.freeze()).toEqual(await plain.freeze());
    expect(await installed(sandbox, 'acme')).toEqual(await installed(plain, 'acme'));
  });
});

/** Whether a process is gone; whoever inherits it may take a moment to collect it. */
async function isOver(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await sleep(50);
  }
  return false;
}

describe('a source distribution', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.make({ installer: 'uv', index: index.url });
  });
  beforeEach(() => sandbox.clear());
  afterAll(() => sandbox.remove());

  it.each<[string, string, string]>([
    ['answers another name', 'NAME = "evil"', 'build.identity'],
    ['answers another version', 'VERSION = "9.9"', 'build.identity'],
    [
      'makes a wheel with a false RECORD',
      'def build_wheel(d, *r):\n    return write_wheel(d, lambda lines: lines[1:])',
      'build.wheel',
    ],
    ['makes a wheel that needs more', 'REQUIRES = "Requires-Dist: evil\\n"', 'build.metadata'],
    ['fails', 'def build_wheel(*r):\n    raise RuntimeError("no compiler")', 'build.failed'],
    [
      'asks the index past us',
      'def build_wheel(d, *r):\n    import subprocess\n    subprocess.run(["curl", "-s", "https://index.example/simple/evil/"])\n    import urllib.request\n    try:\n        urllib.request.urlopen("http://index.example/simple/")\n    except OSError:\n        pass\n    return write_wheel(d)',
      'build.network',
    ],
  ])('that %s is refused', async (_reason, tweaks, code) => {
    index.add(acmeSdist(`NAME = "liar"\n${tweaks}`, { name: 'liar' }));
    await expectRefusal(sandbox, ['liar'], { codes: [code], exitCode: 1 });
  });

  it.each<[string, string, string]>([
    ['an address', '["packing @ https://files.example/packing-1.0.tar.gz"]', 'source.unverifiable'],
    ['a path', '["../packing"]', 'build.requirement'],
    ['what nobody has', '["no-such-thing"]', 'resolve.unknown-package'],
  ])('that needs %s to be built is refused', async (_reason, requires, code) => {
    const pyproject = `[build-system]\nrequires = ${requires}\nbuild-backend = "packing"\n`;
    index.add(acmeSdist('', { name: 'needy', metadataVersion: '2.1', pyproject }));
    const exitCode = code.startsWith('resolve') ? 4 : 1;
    const result = await expectRefusal(sandbox, ['needy'], { codes: [code], exitCode });
    expect(result.stderr).toContain('needy-1.0.tar.gz');
  });

  it('whose backend was changed on its way is not built', async () => {
    index.faults.add({ path: /packing-1\.0-py3-none-any\.whl$/, fault: { kind: 'wrong-bytes' } });
    const result = await expectRefusal(sandbox, ['acme'], { codes: ['hash.mismatch'], exitCode: 1 });
    expect(result.stderr).toMatch(/to build +acme-1\.0\.tar\.gz/);
  });

  const tell =
    'import sys\nprint("it runs", file=sys.stderr)\nopen("/dev/tty" if False else os.environ["HOME"] + "/it-ran", "w")';

  it.each<[string, readonly string[], string]>([
    ['provenance is demanded', ['--provenance', 'required'], 'provenance.missing'],
    ['another hash is given', ['-r', 'wrong.txt'], 'hash.mismatch'],
    ['hashes are demanded', ['--require-hashes', '-r', 'none.txt'], 'resolve.hash-required'],
  ])('of which nothing runs where %s', async (_reason, args, code) => {
    const made = acmeSdist(tell, { name: 'eager', metadataVersion: '2.1' });
    index.add(made);
    await sandbox.write('wrong.txt', `eager==1.0 --hash=sha256:${sha256Hex('other')}\n`);
    await sandbox.write('none.txt', 'eager==1.0\n');
    const home = await readdir(join(sandbox.folder, 'home'));
    await expectRefusal(
      sandbox,
      args[0] === '-r' || args[0] === '--require-hashes' ? args : [...args, 'eager'],
      {
        codes: [code],
        exitCode: 1,
      },
    );
    expect(await readdir(join(sandbox.folder, 'home'))).toEqual(home);
  });

  it('is passed over with --only-binary, and taken with --no-binary', async () => {
    index.add(packedSdist('till', '1.5'));
    const wheels = await sandbox.run(['--dry-run', '--only-binary', ':all:', 'acme']);
    expect(wheels.stderr).toMatch(/^Would install acme-0\.9$/m);
    const built = await sandbox.run(['--dry-run', '--no-binary', 'till', 'acme']);
    expectDone(built);
    expect(built.stderr).toMatch(/^Would install acme-1\.0 till-1\.5$/m);
  });

  it('that would need itself is refused', async () => {
    const pyproject = '[build-system]\nrequires = ["packing", "round"]\nbuild-backend = "packing"\n';
    const files = { 'pyproject.toml': pyproject, NAME: 'round', VERSION: '1.0' };
    index.add(packedSdist('round', '1.0', [], { files }));
    await expectRefusal(sandbox, ['round'], { codes: ['build.cycle'], exitCode: 1 });
  });

  it('is kept as it is by download, and pinned as it is by resolve', async () => {
    const saved = await sandbox.run(['download', '-d', 'files', 'acme']);
    expectDone(saved);
    expect((await readdir(join(sandbox.project, 'files'))).filter((name) => !name.includes('.json'))).toEqual(
      ['acme-1.0.tar.gz', 'till-1.5-py3-none-any.whl'],
    );
    const resolved = await sandbox.run(['resolve', 'acme']);
    expect(resolved.stdout).toMatch(/^acme==1\.0 /m);
    expect(resolved.stdout).toMatch(/^till==1\.5 /m);
  });

  it('is built within the constraints of --build-constraint, with the settings that are given', async () => {
    const tweaks = `
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    import paper, importlib.metadata
    FILES["acme/__init__.py"] = "%s %s\\n" % (importlib.metadata.version("paper"), config_settings)
    return write_wheel(wheel_directory)
`;
    const pyproject =
      '[build-system]\nrequires = ["paper"]\nbuild-backend = "backend"\nbackend-path = ["."]\n';
    const fresh = await makeSandbox({ installer: 'uv', index: index.url });
    await fresh.write('build.txt', 'paper<2\n');
    index.reset();
    index.addAll([acmeSdist(tweaks, { pyproject }), ...PACKING]);
    expectDone(await fresh.run(['--build-constraint', 'build.txt', '-C', 'key=value', 'acme']));
    const text = await readFile(join(await fresh.sitePackages(), 'acme/__init__.py'), 'utf8');
    expect(text).toBe("1.0 {'key': 'value'}\n");
  });

  it.each<[string, string, string]>([
    ['that is forbidden', '[[rule]]\npackages = ["paper"]\ndeny = true\n', 'plan.denied'],
    [
      'without the provenance that is demanded',
      'provenance = "required"\n[[rule]]\npackages = ["acme", "packing"]\nprovenance = "off"\n',
      'provenance.missing',
    ],
  ])('is not built with a requirement of its backend %s', async (_reason, policy, code) => {
    await sandbox.write('safe-install.toml', `version = 1\n${policy}`);
    const result = await expectRefusal(sandbox, ['--no-deps', 'acme'], { codes: [code], exitCode: 1 });
    expect(result.stderr).toContain('paper');
    expect(result.stderr).toMatch(/to build +acme-1\.0\.tar\.gz/);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('whose build is ended by %s leaves nothing behind', async (signal, exitCode) => {
    const mark = join(sandbox.project, `reached-${signal}`);
    // a compiler of its own, that does not hear of Ctrl-C
    const tweaks = `
NAME = "slow"
def build_wheel(*rest):
    import subprocess, time
    subprocess.Popen(["sh", "-c", "trap '' INT; echo $$ > '${mark}'; sleep 600; true"])
    time.sleep(600)
`;
    index.add(acmeSdist(tweaks, { name: 'slow' }));
    const before = await sandbox.snapshot();
    const running = sandbox.start(['slow']);
    while (!existsSync(mark) || !(await readFile(mark, 'utf8')).endsWith('\n')) await sleep(20);
    running.kill(signal);
    const result = await running.done;
    expect(result.exitCode ?? result.signal, result.stderr).toBeOneOf([exitCode, signal]);
    const pid = Number(await readFile(mark, 'utf8'));
    expect(await isOver(pid)).toBe(true); // nobody goes on building
    await rm(mark);
    await expectUntouched(sandbox, before);
  });

  it('may be a file, and is remembered as plainly', async () => {
    const [own, plain] = await Promise.all([
      makeSandbox({ installer: 'uv', index: index.url }),
      makeSandbox({ installer: 'uv', index: index.url }),
    ]);
    const made = packedSdist('acme', '1.0');
    for (const each of [own, plain]) await each.write(made.filename, made.bytes);
    const result = await own.run(['-v', `./${made.filename}`]);
    expectDone(result);
    expect(result.stderr).toContain('for the build of acme-1.0.tar.gz: glue 1.5');
    expect((await plainly(plain, [`./${made.filename}`])).exitCode).toBe(0);
    expect(await rememberedOf(own)).toEqual(await rememberedOf(plain));
  });

  it('is built in the environment itself with --no-build-isolation', async () => {
    const fresh = await makeSandbox({ installer: 'uv', index: index.url });
    const args = ['--no-build-isolation', '--check-build-dependencies', 'acme'];
    const lacking = await fresh.run(args);
    expect(codesOf(lacking)).toEqual(['build.requirement-missing']);
    expectDone(await fresh.run(['packing', 'glue']));
    expectDone(await fresh.run(args));
    expect(await fresh.freeze()).toContain('acme==1.0');
  });
});
