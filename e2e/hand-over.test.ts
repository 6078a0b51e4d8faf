import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  checkInstalled,
  findInstaller,
  type HandOverRequest,
  type HandOverResult,
  handOver,
  type Installer,
  type TargetPython,
} from '../src/installers/index.ts';
import { type Exec, execProgram, type Log, silentLog } from '../src/platform/index.ts';
import type { VerifiedArtifact } from '../src/verify/index.ts';
import { askPython } from '../test/installers/support/python.ts';
import { makeVerified, storedPath } from '../test/installers/support/verified.ts';
import { type MadeFile, makeWheel } from '../test/support/make-wheel.ts';
import { startLocalIndex } from './support/local-index.ts';
import { makeSandbox, type Sandbox } from './support/sandbox.ts';
import { programsOf, type Tool } from './support/tools.ts';

const NEWEST: readonly Tool[] = ['pip', 'uv'];
const TOOLS: readonly Tool[] = [...NEWEST, 'old-pip', 'old-uv'];

const INIT = 'import sys\n\n\ndef main():\n    print("brewed", *sys.argv[1:])\n';

/** A wheel with something for every place that an installer writes to. */
const BREW = makeWheel({
  name: 'Brew_Kit',
  version: '1.0+local.1',
  requires: ['leaf>=1'],
  entryPoints: { brew: 'brew_kit:main' },
  scripts: {
    'brew-old': '#!python\nprint("old")\n',
    'brew.sh': '#!/bin/sh\necho sh\n',
    'tool.py': '#!pythonw\nprint(1)\n',
  },
  files: {
    'brew_kit/__init__.py': INIT,
    'brew_kit/sub/__init__.py': '',
    'brew_kit/sub/broken.py': 'def (:\n',
    'brew_kit/data.bin': Buffer.from([0, 255, 10, 13]),
    'brew_kit/a,b "c".txt': 'a name that has to be quoted',
    'tests/__init__.py': '# brew\n',
  },
  data: {
    'data/share/brew/sign.txt': 'open\n',
    'data/share/brew/plug.py': 'PLUG = 1\n',
    'headers/brew.h': '#define BREW 1\n',
    'purelib/brew_extra.py': 'EXTRA = 1\n',
  },
});
const LEAF = makeWheel({
  name: 'leaf',
  version: '1.2',
  files: { 'leaf.py': 'LEAF = 1\n', 'tests/__init__.py': '# leaf\n' },
});

const OLD_LEAF = makeWheel({
  name: 'leaf',
  version: '1.1',
  files: { 'leaf.py': 'LEAF = 0\n', 'leaf_old.py': '' },
});

/** What a hand-over needs, around a fresh environment. */
class Kitchen {
  readonly sandbox: Sandbox;
  readonly python: TargetPython;
  readonly installer: Installer;
  readonly store: string;

  private constructor(sandbox: Sandbox, python: TargetPython, installer: Installer, store: string) {
    this.sandbox = sandbox;
    this.python = python;
    this.installer = installer;
    this.store = store;
  }

  static async open(tool: Tool): Promise<Kitchen> {
    const sandbox = await makeSandbox({ installer: tool });
    const python = await askPython(sandbox.python, sandbox.env, sandbox.cache);
    const doors = { exec: execProgram, environment: sandbox.env };
    const installer = await findInstaller(python, sandbox.installer, doors);
    const store = join(sandbox.folder, 'store');
    await mkdir(store);
    return new Kitchen(sandbox, python, installer, store);
  }

  verified(made: MadeFile, ...requestedBy: readonly string[]): Promise<VerifiedArtifact> {
    return makeVerified(made, this.store, { requestedBy });
  }

  async handOver(
    artifacts: readonly VerifiedArtifact[],
    request: Partial<Pick<HandOverRequest, 'target' | 'passOn' | 'verbosity'>> = {},
    doors: { readonly exec?: Exec; readonly signal?: AbortSignal; readonly log?: Log } = {},
  ): Promise<HandOverResult> {
    const result = await handOver(
      {
        artifacts,
        python: this.python,
        installer: this.installer,
        target: { folder: null, prefix: null, root: null, user: null, compile: null },
        passOn: [],
        verbosity: 0,
        ...request,
      },
      {
        exec: execProgram,
        environment: this.sandbox.env,
        log: silentLog,
        temporaryFolder: this.sandbox.temporary,
        ...doors,
      },
    );
    await result.removal;
    return result;
  }
}

/** Every file below the environment with its contents, bytecode and all; what differs from run to run is masked. */
async function everything(sandbox: Sandbox): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const walk = async (folder: string, name: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const below = name === '' ? entry.name : `${name}/${entry.name}`;
      if (entry.isDirectory()) {
        // pip's own bytecode is written whenever pip runs, and is not what was installed
        if (!/site-packages\/pip$/.test(below)) await walk(path, below);
      } else if (entry.isFile()) {
        const bytes = await readFile(path);
        const isBytecode = entry.name.endsWith('.pyc');
        // bytes 8 to 12 of bytecode are the time at which the source was written
        if (isBytecode) bytes.fill(0, 8, 12);
        const text = bytes.toString('latin1').replaceAll(sandbox.folder, '/sandbox');
        const { mode } = await stat(path);
        found.set(below, `${(mode & 0o777).toString(8)} ${text}`);
      }
    }
  };
  await walk(sandbox.venv, '');
  return found;
}

/** The line of RECORD for a file whose contents name the environment has another digest in each. */
function maskPaths(files: Map<string, string>): Map<string, string> {
  const records = [...files].map(([path, text]): [string, string] => [
    path,
    path.endsWith('RECORD') ? text.replaceAll(/(\.\.\/bin\/[^,]+),sha256=[^,]+,\d+/g, '$1,masked') : text,
  ]);
  return new Map(records);
}

const plainReinstall = (tool: Tool): string => (tool.endsWith('pip') ? '--force-reinstall' : '--reinstall');

/** uv notes when a file of the user's was last changed; without that note it looks again. */
const withoutUvCache = (files: Map<string, string>): [string, string][] =>
  [...files]
    .filter(([path]) => !path.endsWith('uv_cache.json'))
    .map(([path, text]) => [path, text.replaceAll(/[^\n]*uv_cache\.json[^\n]*\n/g, '')]);

/** An environment with these files installed by the installer itself, from an index or by the given words. */
async function plainInstall(
  tool: Tool,
  files: readonly MadeFile[],
  runs: readonly (readonly string[])[],
): Promise<Sandbox> {
  const index = await startLocalIndex();
  try {
    index.addAll(files);
    const sandbox = await makeSandbox({ installer: tool, index: index.url });
    for (const words of runs) {
      const result =
        sandbox.installer === 'pip'
          ? await sandbox.program(sandbox.python, [
              '-m',
              'pip',
              'install',
              '--trusted-host=127.0.0.1',
              ...words,
            ])
          : await sandbox.program('uv', ['pip', 'install', '--python', sandbox.python, ...words]);
      expect(result.exitCode, result.stderr).toBe(0);
    }
    return sandbox;
  } finally {
    await index.close();
  }
}

/** uv installs in parallel: of a path that two wheels have, now this one's bytes are the last and now that one's. */
const SHARED = 'site-packages/tests/__init__.py';

async function expectSame(ours: Sandbox, plain: Sandbox): Promise<void> {
  expect(await ours.freeze()).toEqual(await plain.freeze());
  const [found, expected] = [maskPaths(await everything(ours)), maskPaths(await everything(plain))];
  if (ours.installer === 'uv') {
    for (const files of [found, expected])
      for (const path of files.keys()) if (path.endsWith(SHARED)) files.delete(path);
  }
  expect(found).toEqual(expected);
  expect(await ours.leftovers()).toEqual([]);
}

describe.each(TOOLS)('handing over to %s', (tool) => {
  it('leaves an environment behind that is the one of a plain install, byte for byte', async () => {
    const plain = await plainInstall(tool, [BREW, LEAF], [['Brew_Kit==1.0+local.1']]);
    const kitchen = await Kitchen.open(tool);
    const artifacts = [await kitchen.verified(LEAF), await kitchen.verified(BREW, 'Brew_Kit==1.0+local.1')];
    const { summary, paths } = await kitchen.handOver(artifacts);
    expect(summary).toBe('Successfully installed Brew_Kit-1.0+local.1 leaf-1.2');
    await checkInstalled(artifacts, paths);
    await expectSame(kitchen.sandbox, plain);
    const brew = await kitchen.sandbox.program(join(programsOf(kitchen.sandbox.venv), 'brew'), ['tea']);
    expect(brew.stdout.trim()).toBe('brewed tea');
  });
});

describe.each(NEWEST)('handing over to %s', (tool) => {
  it('does as a plain install when it takes the place of another version, and when the same one is installed again', async () => {
    const plain = await plainInstall(
      tool,
      [BREW, LEAF, OLD_LEAF],
      [['leaf==1.1'], ['leaf==1.2'], [plainReinstall(tool), 'leaf==1.2']],
    );
    const kitchen = await Kitchen.open(tool);
    await kitchen.handOver([await kitchen.verified(OLD_LEAF, 'leaf==1.1')]);
    const artifacts = [await kitchen.verified(LEAF, 'leaf==1.2')];
    await kitchen.handOver(artifacts);
    const { paths } = await kitchen.handOver(artifacts, { passOn: ['--force-reinstall'] });
    await checkInstalled(artifacts, paths);
    await expectSame(kitchen.sandbox, plain);
  });

  it('writes no bytecode when that is not wanted', async () => {
    const plain = await plainInstall(
      tool,
      [LEAF],
      [[...(tool.endsWith('pip') ? ['--no-compile'] : []), 'leaf']],
    );
    const kitchen = await Kitchen.open(tool);
    const target = { folder: null, prefix: null, root: null, user: null, compile: false };
    await kitchen.handOver([await kitchen.verified(LEAF, 'leaf')], { target });
    await expectSame(kitchen.sandbox, plain);
  });

  it('remembers a file of the user’s as such', async () => {
    const kitchen = await Kitchen.open(tool);
    const path = await kitchen.sandbox.write(LEAF.filename, LEAF.bytes);
    const url = pathToFileURL(path).href;
    const artifact = await makeVerified(LEAF, kitchen.store, {
      requestedBy: [`leaf @ ${url}`],
      url,
      origin: { kind: 'path', location: path },
    });
    const { paths } = await kitchen.handOver([artifact]);
    await checkInstalled([artifact], paths);
    expect(await kitchen.sandbox.freeze()).toEqual([expect.stringMatching(/^leaf @ file:\/\/\/.*leaf-1\.2/)]);
    const ours = await everything(kitchen.sandbox);
    const again = await (kitchen.sandbox.installer === 'pip'
      ? kitchen.sandbox.program(kitchen.sandbox.python, ['-m', 'pip', 'install', '--force-reinstall', path])
      : kitchen.sandbox.program('uv', [
          'pip',
          'install',
          '--reinstall',
          '--python',
          kitchen.sandbox.python,
          path,
        ]));
    expect(again.exitCode, again.stderr).toBe(0);
    expect(withoutUvCache(ours)).toEqual(withoutUvCache(await everything(kitchen.sandbox)));
  });

  it.each<[string, (kitchen: Kitchen) => Partial<HandOverRequest['target']>]>([
    ['--target', ({ sandbox }) => ({ folder: join(sandbox.venv, 'lib-target') })],
    ['--prefix', ({ sandbox }) => ({ prefix: join(sandbox.venv, 'prefix') })],
    ['--root', ({ sandbox }) => ({ root: join(sandbox.venv, 'root') })],
  ])('finds everything at its place with %s', async (option, choose) => {
    const kitchen = await Kitchen.open(tool);
    const artifacts = [await kitchen.verified(LEAF), await kitchen.verified(BREW, 'Brew_Kit')];
    const target = { folder: null, prefix: null, root: null, user: null, compile: null, ...choose(kitchen) };
    const place = target.folder ?? target.prefix ?? target.root ?? '';
    const request = { target, passOn: [`${option}=${place}`] };
    if (option === '--root' && kitchen.installer.kind === 'uv') {
      await expect(kitchen.handOver(artifacts, request)).toRefuseWith('usage.unsupported');
      return;
    }
    const { paths } = await kitchen.handOver(artifacts, request);
    await checkInstalled(artifacts, paths);
    expect(await readdir(place)).not.toEqual([]);
    expect(await kitchen.sandbox.freeze()).toEqual([]);
  });
});

describe.each(TOOLS)('handing over to %s', (tool) => {
  describe('a file that changes after it was checked', () => {
    const FORGED = makeWheel({ name: 'leaf', version: '1.2', files: { 'leaf.py': 'LEAF = "forged"\n' } });
    const flipped = Buffer.from(LEAF.bytes);
    flipped.writeUInt8(flipped.readUInt8(40) ^ 1, 40);

    const changes: [string, Buffer][] = [
      ['one flipped bit', flipped],
      ['another wheel of the same name', FORGED.bytes],
      ['nothing', Buffer.alloc(0)],
    ];
    it.each(NEWEST.includes(tool) ? changes : changes.slice(0, 1))(
      'in the store, to %s, is refused, and nothing is installed',
      async (_reason, bytes) => {
        const kitchen = await Kitchen.open(tool);
        const artifacts = [await kitchen.verified(LEAF, 'leaf')];
        await writeFile(storedPath(LEAF, kitchen.store), bytes);
        const before = await kitchen.sandbox.snapshot();
        await expect(kitchen.handOver(artifacts)).toRefuseWith('installer.failed');
        expect((await kitchen.sandbox.changes(before)).filter((line) => line !== '+ .lock')).toEqual([]);
        expect(await kitchen.sandbox.leftovers()).toEqual([]);
      },
    );

    it('in the private folder, to another wheel of the same name, is refused, and nothing is installed', async () => {
      const kitchen = await Kitchen.open(tool);
      const artifacts = [await kitchen.verified(LEAF, 'leaf')];
      const before = await kitchen.sandbox.snapshot();
      const exec: Exec = async (program, words, options) => {
        const wheels = words[words.indexOf('--find-links') + 1];
        if (words.includes('install') && wheels !== undefined) {
          const other = join(wheels, 'other');
          await writeFile(other, FORGED.bytes);
          await rename(other, join(wheels, LEAF.filename));
        }
        return execProgram(program, words, options);
      };
      await expect(kitchen.handOver(artifacts, {}, { exec })).toRefuseWith('installer.failed');
      expect((await kitchen.sandbox.changes(before)).filter((line) => line !== '+ .lock')).toEqual([]);
    });
  });

  it('takes no notice of any configuration', async () => {
    const kitchen = await Kitchen.open(tool);
    const artifacts = [await kitchen.verified(LEAF, 'leaf')];
    const elsewhere = join(kitchen.sandbox.folder, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(
      join(elsewhere, 'sitecustomize.py'),
      `open(${JSON.stringify(join(elsewhere, 'ran'))}, "w")\n`,
    );
    const environment = {
      ...kitchen.sandbox.env,
      PYTHONPATH: elsewhere,
      PIP_TARGET: elsewhere,
      PIP_DRY_RUN: '1',
      PIP_REQUIREMENT: join(elsewhere, 'none.txt'),
      UV_TARGET: elsewhere,
      UV_LINK_MODE: 'symlink',
      UV_CACHE_DIR: elsewhere,
      UV_CONFIG_FILE: join(elsewhere, 'none.toml'),
      UV_NO_CONFIG: '',
      UV_DEFAULT_INDEX: 'http://127.0.0.1:9/',
      UV_OVERRIDE: join(elsewhere, 'none.txt'),
      PIP_CONFIG_FILE: join(kitchen.sandbox.venv, 'pip.conf'),
    };
    const home = join(kitchen.sandbox.folder, 'home');
    const pip = `[global]\ntarget = ${elsewhere}\nindex-url = http://127.0.0.1:9/\n[install]\ndry-run = yes\n`;
    const uv = `no-index = true\nfind-links = ["${elsewhere}"]\n[pip]\ntarget = "${elsewhere}"\n`;
    for (const [path, text] of [
      [join(kitchen.sandbox.venv, 'pip.conf'), pip],
      [join(home, '.pip', 'pip.conf'), pip],
      [join(home, '.config', 'pip', 'pip.conf'), pip],
      [join(home, '.config', 'uv', 'uv.toml'), uv],
      [join(kitchen.sandbox.temporary, 'uv.toml'), uv],
    ] as const) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    const { paths, removal } = await handOver(
      {
        artifacts,
        python: kitchen.python,
        installer: kitchen.installer,
        target: { folder: null, prefix: null, root: null, user: null, compile: null },
        passOn: [],
        verbosity: 0,
      },
      { exec: execProgram, environment, log: silentLog, temporaryFolder: kitchen.sandbox.temporary },
    );
    await checkInstalled(artifacts, paths);
    await removal;
    expect(await readdir(elsewhere)).toEqual(['sitecustomize.py']);
  });

  it('is given up when the run is interrupted, and leaves nothing behind', async () => {
    const kitchen = await Kitchen.open(tool);
    const artifacts = [await kitchen.verified(LEAF, 'leaf')];
    const before = await kitchen.sandbox.snapshot();
    const interruption = new AbortController();
    const exec: Exec = (program, words, options) => {
      const running = execProgram(program, words, options);
      interruption.abort();
      return running;
    };
    const running = kitchen.handOver(artifacts, {}, { exec, signal: interruption.signal });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(await kitchen.sandbox.leftovers()).toEqual([]);
    expect((await kitchen.sandbox.changes(before)).filter((line) => line !== '+ .lock')).toEqual([]);
  });

  it('says what the installer said when it fails', async () => {
    const kitchen = await Kitchen.open(tool);
    const foreign = makeWheel({ name: 'leaf', version: '1.2', tags: 'py99-none-any' });
    const running = kitchen.handOver([await kitchen.verified(foreign, 'leaf')]);
    await expect(running).rejects.toMatchObject({
      code: 'installer.failed',
      facts: expect.arrayContaining([
        { label: kitchen.installer.kind, value: expect.stringContaining('leaf') },
      ]),
    });
  });
});
