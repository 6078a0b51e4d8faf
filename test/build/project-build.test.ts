import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BuildSettings } from '../../src/build/build-settings.ts';
import { type BuildSource, ProjectBuild, type StatedMetadata } from '../../src/build/index.ts';
import { findInterpreter, type Interpreter } from '../../src/interpreter/index.ts';
import { parseMetadata, type Requirement } from '../../src/packaging/index.ts';
import { execProgram, silentLog, silentProgress } from '../../src/platform/index.ts';
import { downloadedArtifact } from '../archive/archive-subject.ts';
import type { MadeFile } from '../support/make-wheel.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { acmeSdist, projectFiles } from './backends.ts';

const scratch = scratchFolder();
let interpreter: Interpreter;
beforeAll(async () => {
  interpreter = await findInterpreter({
    python: process.env.SAFE_INSTALL_TEST_PYTHON ?? 'python3',
    environment: process.env,
    exec: execProgram,
    cacheFolder: join(scratch.path, 'cache'),
    log: silentLog,
  });
});

interface Given {
  /** One of its own without it. */
  readonly temporaryFolder?: string;
  readonly config?: readonly (readonly [string, string])[];
  readonly settings?: Partial<BuildSettings>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Hears of what the gate is asked for. */
  readonly asked?: (requirements: readonly Requirement[]) => void;
}

let temporaryFolders = 0;

/** A build that goes away with its test, and the folder that it works in. */
async function openBuild(source: BuildSource, given: Given = {}) {
  temporaryFolders += 1;
  const { temporaryFolder = join(scratch.path, `builds-${temporaryFolders}`) } = given;
  const build = await ProjectBuild.open(
    source,
    given.config ?? [],
    {
      interpreter,
      installer: { kind: 'uv', version: '1.0.0', program: 'uv', path: 'uv' },
      gate: async (requirements) => {
        given.asked?.(requirements);
        return [];
      },
      isolation: 'isolated',
      checkDependencies: false,
      isShown: false,
      ...given.settings,
    },
    {
      exec: execProgram,
      environment: given.environment ?? process.env,
      log: silentLog,
      progress: silentProgress,
      signal: new AbortController().signal,
      temporaryFolder,
    },
  );
  onTestFinished(() => build.close());
  return { build, temporaryFolder };
}

/** Builds an sdist to the end, asking for its metadata first or not. */
async function buildSdist(made: MadeFile, given: Given & { readonly ahead?: boolean } = {}) {
  const artifact = downloadedArtifact(scratch, made);
  const { build, temporaryFolder } = await openBuild({ kind: 'sdist', artifact }, given);
  const stated: StatedMetadata =
    given.ahead === false
      ? { metadata: parseMetadata(made.metadata), bytes: made.metadata }
      : await build.metadata();
  const wheel = await build.wheel(artifact.file, stated.metadata);
  return { wheel, stated, build, temporaryFolder };
}

/** A project in a folder. */
function projectFolder(files: Readonly<Record<string, string>>): string {
  const folder = join(scratch.path, `project-${readdirSync(scratch.path).length}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const SHARED = { isolation: 'shared' } as const;

describe('a build', () => {
  it('makes a checked wheel of a source distribution, and leaves nothing behind', async () => {
    const { wheel, stated, build, temporaryFolder } = await buildSdist(acmeSdist());
    expect(stated.metadata.name).toBe('acme');
    expect(wheel.artifact.file).toMatchObject({
      kind: 'wheel',
      filename: 'acme-1.0-py3-none-any.whl',
      tags: ['py3-none-any'],
      url: 'https://packages.example/acme-1.0.tar.gz',
      sha256: null,
    });
    expect(wheel.report).toMatchObject({ kind: 'wheel', root: 'acme-1.0.dist-info' });
    await build.close();
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });

  it('sweeps out what a build that was killed has left', async () => {
    const temporaryFolder = mkdtempSync(join(scratch.path, 'swept-'));
    const names = ['safe-install-build-AbCd12', 'safe-install-build-Young1', 'other-AbCd12'];
    for (const name of names) mkdirSync(join(temporaryFolder, name, 'source'), { recursive: true });
    const longAgo = Date.now() / 1000 - 2 * 24 * 60 * 60;
    for (const name of ['safe-install-build-AbCd12', 'other-AbCd12'])
      utimesSync(join(temporaryFolder, name), longAgo, longAgo);
    const artifact = downloadedArtifact(scratch, acmeSdist());
    const { build } = await openBuild({ kind: 'sdist', artifact }, { temporaryFolder });
    await build.close();
    expect(readdirSync(temporaryFolder).sort()).toEqual(['other-AbCd12', 'safe-install-build-Young1']);
  });

  it('needs no metadata ahead', async () => {
    const { wheel } = await buildSdist(acmeSdist('del prepare_metadata_for_build_wheel'), {
      ahead: false,
      settings: SHARED,
    });
    expect(wheel.artifact.file.filename).toBe('acme-1.0-py3-none-any.whl');
  });

  it('takes the metadata from the wheel where the backend prepares none, and builds once', async () => {
    const count = join(scratch.path, 'count');
    const tweaks = `
del prepare_metadata_for_build_wheel
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    open(${JSON.stringify(count)}, "a").write("x")
    return write_wheel(wheel_directory)
`;
    await buildSdist(acmeSdist(tweaks), { settings: SHARED });
    expect(readFileSync(count, 'utf8')).toBe('x');
  });

  it('hands over the settings, the folder of the metadata, and the source as the current folder', async () => {
    const seen = join(scratch.path, 'seen');
    const tweaks = `
import json
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    json.dump([config_settings, os.path.basename(metadata_directory), sorted(os.listdir("."))], open(${JSON.stringify(seen)}, "w"))
    return write_wheel(wheel_directory)
`;
    const config = [
      ['a', '1'],
      ['b', 'x'],
      ['a', '2'],
    ] as const;
    await buildSdist(acmeSdist(tweaks), { config, settings: SHARED });
    expect(JSON.parse(readFileSync(seen, 'utf8'))).toEqual([
      { a: ['1', '2'], b: 'x' },
      'acme-1.0.dist-info',
      ['PKG-INFO', 'acme', 'backend.py', 'pyproject.toml'],
    ]);
  });

  it('asks the gate for what the source needs, then for that and what the backend needs', async () => {
    const asked: string[] = [];
    const pyproject =
      '[build-system]\nrequires = ["tool>=1"]\nbuild-backend = "backend"\nbackend-path = ["."]\n';
    const tweaks = 'def get_requires_for_build_wheel(config_settings=None):\n    return ["more[x]<2"]';
    await buildSdist(acmeSdist(tweaks, { pyproject }), {
      asked: (requirements) => asked.push(requirements.map(String).join(' ')),
    });
    expect(asked).toEqual(['tool>=1', 'tool>=1 more[x]<2']);
  });

  it('asks for nothing where it is not isolated', async () => {
    const asked: string[] = [];
    const pyproject =
      '[build-system]\nrequires = ["tool>=1"]\nbuild-backend = "backend"\nbackend-path = ["."]\n';
    await buildSdist(acmeSdist('', { pyproject }), { settings: SHARED, asked: () => asked.push('asked') });
    expect(asked).toEqual([]);
    await expect(
      buildSdist(acmeSdist('', { pyproject }), { settings: { ...SHARED, checkDependencies: true } }),
    ).toRefuseWith('build.requirement-missing');
  });

  it('shows no variable of pip or uv to the backend, no configuration, and no way out', async () => {
    const seen = join(scratch.path, 'variables');
    const tweaks = `
import json
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    json.dump([dict(os.environ), sys.path, sys.prefix, sys.argv[1:]], open(${JSON.stringify(seen)}, "w"))
    return write_wheel(wheel_directory)
`;
    await buildSdist(acmeSdist(tweaks), {
      environment: {
        PATH: process.env.PATH,
        PIP_EXTRA_INDEX_URL: 'https://user:secret@index.example/simple',
        UV_INDEX: 'https://user:secret@index.example/simple',
        PYTHONPATH: '/somewhere',
        https_proxy: 'http://proxy.example:8080',
        NO_PROXY: 'index.example',
        CC: 'my-cc',
      },
    });
    const [variables, path, prefix, args] = JSON.parse(readFileSync(seen, 'utf8'));
    expect(JSON.stringify(variables)).not.toMatch(/secret|proxy\.example|somewhere/);
    expect(variables).toMatchObject({ CC: 'my-cc', PYTHONNOUSERSITE: '1' });
    expect(variables.NO_PROXY).toBeUndefined();
    expect(variables.https_proxy).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(variables.PIP_INDEX_URL).toBe(`${variables.https_proxy}/simple/`);
    expect(variables.PATH.startsWith(prefix)).toBe(true);
    expect(path.filter((folder: string) => folder.includes('/source') || folder.includes('/hooks'))).toEqual(
      [],
    );
    expect(args).toEqual([]);
  });

  it('is made in place, editable or not, of a folder', async () => {
    const editable = `
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    global TAG, FILES
    FILES = {"acme.pth": os.getcwd() + "\\n"}
    TAG = "0.editable-py3-none-any"
    return write_wheel(wheel_directory)
prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel
`;
    const folder = projectFolder(projectFiles(editable));
    const { build } = await openBuild({ kind: 'folder', folder, editable: true }, { settings: SHARED });
    const { metadata } = await build.metadata();
    const { file } = downloadedArtifact(scratch, acmeSdist());
    const { artifact, report } = await build.wheel(file, metadata);
    expect(artifact.file.filename).toBe('acme-1.0-0.editable-py3-none-any.whl');
    expect(report.record.map(({ path }) => path)).toContain('acme.pth');
    await build.close();
    expect(existsSync(join(folder, 'backend.py'))).toBe(true);
  });

  it('needs a Python that can make an environment', async () => {
    const executable = scratch.put(
      '#!/bin/sh\necho "No module named venv" >&2\nexit 1\n',
      'python-without-venv',
    );
    chmodSync(executable, 0o755);
    const failing = buildSdist(acmeSdist(), { settings: { interpreter: { ...interpreter, executable } } });
    await expect(failing).toRefuseWith('build.environment');
  });

  it('is refused as editable where the backend knows no such thing', async () => {
    const folder = projectFolder(projectFiles());
    const { build } = await openBuild({ kind: 'folder', folder, editable: true }, { settings: SHARED });
    await expect(build.metadata()).toRefuseWith('build.backend');
  });
});

const NETWORK = (code: string): string => `
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    try:
        ${code}
    except Exception as error:
        print(error)
    return write_wheel(wheel_directory)
`;

describe('a backend that lies', () => {
  it.each<[string, string, string]>([
    ['about its name', 'NAME = "evil"', 'build.identity'],
    ['about its version', 'VERSION = "2.0"', 'build.identity'],
    [
      'in the METADATA alone',
      'METADATA = "Metadata-Version: 2.1\\nName: evil\\nVersion: 1.0\\n%.0s%.0s"',
      'build.identity',
    ],
    ['about what the wheel needs', 'REQUIRES = "Requires-Dist: evil\\n"', 'build.metadata'],
    ['about the Python that it needs', 'REQUIRES = "Requires-Python: >=3\\n"', 'build.metadata'],
    [
      'with a wheel for another system',
      'TAG = "py3-none-win32" if os.name != "nt" else "py3-none-any_x"',
      'build.wheel',
    ],
    [
      'in RECORD',
      'def build_wheel(folder, *rest):\n    return write_wheel(folder, lambda lines: lines[1:])',
      'build.wheel',
    ],
    ['with a file outside', 'FILES = {"../evil.py": ""}', 'build.wheel'],
    ['about the file', 'def build_wheel(*rest):\n    return "acme-1.0-py3-none-any.whl"', 'build.answer'],
    [
      'with a file of somewhere else',
      'def build_wheel(folder, *rest):\n    write_wheel(os.path.dirname(folder))\n    return "../acme-1.0-py3-none-any.whl"',
      'build.answer',
    ],
    [
      'with a link',
      'def build_wheel(folder, *rest):\n    name = write_wheel(os.path.dirname(folder))\n    os.symlink("../" + name, os.path.join(folder, name))\n    return name',
      'build.answer',
    ],
    ['with no name', 'def build_wheel(*rest):\n    return {"a": 1}', 'build.answer'],
    ['with what is no JSON', 'def build_wheel(*rest):\n    return object()', 'build.answer'],
    ['with too much', 'def build_wheel(*rest):\n    return "x" * 2_000_000', 'build.answer'],
    ['by ending at once', 'def build_wheel(*rest):\n    os._exit(0)', 'build.answer'],
    ['by crashing', 'def build_wheel(*rest):\n    os._exit(3)', 'build.failed'],
    ['by leaving', 'def build_wheel(*rest):\n    sys.exit(1)', 'build.failed'],
    ['and has no hook', 'del build_wheel', 'build.backend'],
    ['and cannot be imported', 'import no_such_module', 'build.backend'],
    [
      'and asks for what is no requirement',
      'def get_requires_for_build_wheel(c=None):\n    return ["?"]',
      'build.requirement',
    ],
    ['and asks for no list', 'def get_requires_for_build_wheel(c=None):\n    return "evil"', 'build.answer'],
  ])('%s is refused', async (_reason, tweaks, code) => {
    const isolated = tweaks.includes('get_requires');
    await expect(
      buildSdist(acmeSdist(tweaks), { ahead: false, settings: isolated ? {} : SHARED }),
    ).toRefuseWith(code);
  });

  it.each<[string, string]>([
    ['answers with another folder', 'return "../acme-1.0.dist-info"'],
    ['answers with none', 'return 1'],
    ['makes none', 'return "acme-1.0.dist-info"'],
    [
      'makes nonsense',
      'folder = os.path.join(d, "a-1.dist-info"); os.mkdir(folder); open(folder + "/METADATA", "w").write("?"); return "a-1.dist-info"',
    ],
    [
      'makes a pipe',
      'folder = os.path.join(d, "a-1.dist-info"); os.mkdir(folder); os.mkfifo(folder + "/METADATA"); return "a-1.dist-info"',
    ],
  ])('and that %s for metadata is refused', async (_reason, body) => {
    const tweaks = `def prepare_metadata_for_build_wheel(d, c=None):\n    ${body}\n`;
    await expect(buildSdist(acmeSdist(tweaks), { settings: SHARED })).toRefuseWith('build.answer');
  });

  it.each<[string, string]>([
    ['an index', 'import urllib.request; urllib.request.urlopen("http://index.example/simple/")'],
    ['an index over TLS', 'import urllib.request; urllib.request.urlopen("https://index.example/simple/")'],
    ['a host past every proxy', 'import socket; socket.create_connection(("192.0.2.1", 443), 1)'],
    ['a name past every proxy', 'import socket; socket.getaddrinfo("index.example", 443)'],
    [
      'a host by another Python',
      'import subprocess; subprocess.run([sys.executable, "-I", "-c", "import socket; socket.create_connection((\'192.0.2.1\', 443), 1)"])',
    ],
    [
      'an index by pip',
      'import urllib.request; urllib.request.urlopen(os.environ["PIP_INDEX_URL"] + "evil/")',
    ],
  ])('and asks %s is refused, though it goes on', async (_reason, code) => {
    await expect(buildSdist(acmeSdist(NETWORK(code)), { ahead: false })).toRefuseWith('build.network');
  });

  it('is watched where it is not isolated, too', async () => {
    const code = 'import socket; socket.getaddrinfo("index.example", 443)';
    await expect(buildSdist(acmeSdist(NETWORK(code)), { ahead: false, settings: SHARED })).toRefuseWith(
      'build.network',
    );
  });

  it('may speak with itself', async () => {
    const code =
      'import socket; a = socket.socket(); a.bind(("127.0.0.1", 0)); a.listen(); socket.create_connection(a.getsockname()).close()';
    const { wheel } = await buildSdist(acmeSdist(NETWORK(code)), { ahead: false });
    expect(wheel.report.kind).toBe('wheel');
  });

  it('shows its last lines, made safe', async () => {
    const tweaks =
      'def build_wheel(*rest):\n    print("\\x1b[31mno compiler\\x1b[0m"); raise RuntimeError("sorry")';
    const failure = await buildSdist(acmeSdist(tweaks), { ahead: false, settings: SHARED }).catch(
      (error) => error,
    );
    const shown = failure.facts.map(({ value }: { value: string }) => value).join('\n');
    expect(shown).toContain('no compiler');
    expect(shown).toContain('RuntimeError: sorry');
    expect(shown).not.toContain('\u001b');
  });

  it('has its time', async () => {
    const tweaks = 'def build_wheel(*rest):\n    import time; time.sleep(600)';
    await expect(
      buildSdist(acmeSdist(tweaks), { ahead: false, settings: { ...SHARED, timeLimit: 1000 } }),
    ).toRefuseWith('build.timeout');
  });
});

describe('a source that says how it is built', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['not at all', { 'acme.py': '' }, 'build.project'],
    ['in what is no TOML', { 'pyproject.toml': '[build-system' }, 'build.project'],
    ['by no table', { 'pyproject.toml': 'build-system = 1' }, 'build.project'],
    ['without requirements', { 'pyproject.toml': '[build-system]\nbuild-backend = "x"' }, 'build.project'],
    [
      'by requirements that are none',
      { 'pyproject.toml': '[build-system]\nrequires = [1]' },
      'build.project',
    ],
    [
      'by a backend that is no name',
      { 'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "os; x"' },
      'build.project',
    ],
    [
      'by a malformed requirement',
      { 'pyproject.toml': '[build-system]\nrequires = ["a b"]' },
      'build.requirement',
    ],
    ['by a path', { 'pyproject.toml': '[build-system]\nrequires = ["../a"]' }, 'build.requirement'],
    [
      'by a backend above it',
      { 'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "x"\nbackend-path = [".."]' },
      'build.requirement',
    ],
    [
      'by a backend elsewhere',
      {
        'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "x"\nbackend-path = ["/elsewhere"]',
      },
      'build.requirement',
    ],
    [
      'by a backend that is not there',
      { 'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "x"\nbackend-path = ["no"]' },
      'build.requirement',
    ],
    [
      'by a backend that lies beside its path',
      { 'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "json"\nbackend-path = ["."]' },
      'build.backend',
    ],
  ])('%s is refused', async (_reason, files, code) => {
    await expect(buildSdist(acmeSdist('', { files }), { settings: SHARED })).toRefuseWith(code);
  });

  it('by a link that leads out is refused', async () => {
    const folder = projectFolder({
      'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "x"\nbackend-path = ["out"]',
    });
    const { symlinkSync } = await import('node:fs');
    symlinkSync('..', join(folder, 'out'));
    const { build } = await openBuild({ kind: 'folder', folder, editable: false }, { settings: SHARED });
    await expect(build.metadata()).toRefuseWith('build.requirement');
  });

  it.each([
    ['by a setup.py alone', { 'setup.py': '' }],
    ['without a build-system', { 'pyproject.toml': '[project]\nname = "acme"\n', 'setup.py': '' }],
  ])('%s gets setuptools, as with pip', async (_reason, files) => {
    const asked: string[] = [];
    const build = buildSdist(acmeSdist('', { files }), {
      asked: (requirements) => asked.push(requirements.map(String).join(' ')),
    });
    await expect(build).toRefuseWith('build.backend'); // the gate of this test brings nothing
    expect(asked).toEqual(['setuptools>=40.8.0']);
  });
});
