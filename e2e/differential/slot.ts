import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { execa } from 'execa';
import { isErrno } from '../../src/platform/index.ts';
import type { InstallationReport } from '../support/installation-report.ts';
import { COMMAND } from '../support/sandbox.ts';
import {
  copyEnvironment,
  programsOf,
  pythonOf,
  SYSTEM_PATH,
  templateEnvironment,
  uvFolder,
} from '../support/tools.ts';
import { type Case, type Content, commandOf, type Files, type Step, type Words } from './case.ts';
import { lookAt, type Observation, type Root } from './observation.ts';
import { PipServer } from './pip-server.ts';
import { STATES, type StateName } from './states.ts';
import type { World } from './world.ts';

/** `pip`: an environment with pip. `system`: the same, that sees the system's packages, so that `--user` has a meaning. `uv`: without pip. */
export type Flavour = 'pip' | 'system' | 'uv';

type Variables = Readonly<Record<string, string>>;

/** How a run ended, and what it said. */
interface Ended {
  readonly exitCode: number;
  readonly said: string;
}

/**
 * One environment in which a case runs twice, under the same paths, so that what is installed can be compared byte for
 * byte: first by the installer alone, then, from the same beginning, by safe-install.
 */
export class Slot {
  readonly flavour: Flavour;
  readonly folder: string;
  readonly venv: string;
  readonly project: string;
  readonly home: string;
  readonly python: string;
  readonly #world: World;
  readonly #path: string;
  /** Paths of the environment that are always there. */
  readonly #base = new Set<string>();
  readonly #states = new Map<StateName, string>();
  #pip: PipServer | undefined;

  private constructor(flavour: Flavour, folder: string, world: World, path: readonly string[]) {
    this.flavour = flavour;
    this.folder = folder;
    this.venv = join(folder, 'venv');
    this.project = join(folder, 'project');
    this.home = join(folder, 'home');
    this.python = pythonOf(this.venv);
    this.#world = world;
    this.#path = [programsOf(this.venv), ...path, SYSTEM_PATH].join(delimiter);
  }

  static async make(flavour: Flavour, world: World): Promise<Slot> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'safe-install-side-by-side-')));
    const slot = new Slot(flavour, folder, world, flavour === 'uv' ? [await uvFolder('uv')] : []);
    await copyEnvironment(await templateEnvironment(flavour === 'uv' ? 'none' : 'pip'), slot.venv);
    if (flavour === 'system') {
      const configuration = join(slot.venv, 'pyvenv.cfg');
      const text = await readFile(configuration, 'utf8');
      await writeFile(configuration, text.replace('site-packages = false', 'site-packages = true'));
    }
    for (const path of await slot.#listed()) slot.#base.add(path);
    await slot.#emptyFolders();
    if (flavour !== 'uv') slot.#pip = new PipServer(slot.python, slot.#environment({}));
    return slot;
  }

  async close(): Promise<void> {
    await this.#pip?.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Runs a case by the installer alone, then by safe-install. */
  async play(played: Case): Promise<{ readonly theirs: Observation; readonly ours: Observation }> {
    const steps: readonly Step[] = [
      ...(played.before ?? []),
      { words: played.words, files: played.files ?? {} },
    ];
    const by = async (run: (words: Words) => Promise<Ended>): Promise<Observation> => {
      await this.#restore(played.state ?? 'bare');
      await this.#emptyFolders();
      let ended: Ended = { exitCode: 0, said: '' };
      for (const { words, files = {} } of steps) {
        await this.#write(files);
        const step = await run(words);
        ended = { exitCode: step.exitCode, said: `${ended.said}${step.said}` };
      }
      return { ...ended, ...(await this.#look()), report: await this.#report() };
    };
    const theirs = await by((words) => this.#runInstaller(words, played));
    const ours = await by((words) => this.#runSafeInstall(words, played));
    return { theirs, ours };
  }

  /** Puts what a case calls `{index}` and the like in its place. */
  #filled(text: string): string {
    const { index, second, html, links, repository } = this.#world;
    return text.replaceAll(
      /\{(index|second|html|origin|links|repository|commit|project|home|venv|python)\}/g,
      (_, name: string) =>
        String(
          {
            index: index.url,
            second: second.url,
            html: html.url,
            origin: index.origin,
            links,
            repository: repository.folder,
            commit: repository.commit,
            project: this.project,
            home: this.home,
            venv: this.venv,
            python: this.python,
          }[name],
        ),
    );
  }

  #environment(changes: Case['environment']): Variables {
    const variables: Record<string, string | null> = {
      PATH: this.#path,
      VIRTUAL_ENV: this.venv,
      HOME: this.home,
      TMPDIR: join(this.folder, 'tmp'),
      XDG_CONFIG_DIRS: join(this.folder, 'etc'),
      LANG: 'C.UTF-8',
      COLUMNS: '200',
      PIP_CONFIG_FILE: devNull,
      PIP_INDEX_URL: this.#world.index.url,
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      PIP_ROOT_USER_ACTION: 'ignore',
      UV_NO_CONFIG: '1',
      UV_INDEX_URL: this.#world.index.url,
      UV_PYTHON_DOWNLOADS: 'never',
      SAFE_INSTALL_CACHE_DIR: join(this.folder, 'cache'),
      SAFE_INSTALL_STATE_DIR: join(this.folder, 'state'),
      SAFE_INSTALL_CONFIG_DIR: join(this.folder, 'config'),
      ...changes,
    };
    return Object.fromEntries(
      Object.entries(variables).flatMap(([name, value]) =>
        value === null ? [] : [[name, this.#filled(value)]],
      ),
    );
  }

  /** Words with `--no-compile` among them where bytecode is not the point: it takes half of the time. */
  #wordsFor(words: Words, { bytecode }: Case): readonly string[] {
    const { before, command, rest } = commandOf(words);
    const isSilent = command !== 'install' || bytecode === true || this.flavour === 'uv';
    const all = [...before, command, ...(isSilent ? [] : ['--no-compile']), ...rest];
    return all.map((word) => this.#filled(word));
  }

  async #runInstaller(words: Words, played: Case): Promise<Ended> {
    const environment = this.#environment(played.environment);
    const filled = this.#wordsFor(words, played);
    if (this.flavour === 'uv') return await this.#program('uv', ['pip', ...filled], environment);
    if (played.fresh === true) return await this.#program(this.python, ['-m', 'pip', ...filled], environment);
    return await this.#runPip(filled, environment);
  }

  async #runPip(words: readonly string[], environment: Variables): Promise<Ended> {
    if (this.#pip === undefined) throw new TypeError('this environment has no pip');
    const output = join(this.folder, 'output');
    const exitCode = await this.#pip.run({ words, folder: this.project, environment, output });
    return { exitCode, said: await readFile(output, 'utf8') };
  }

  #runSafeInstall(words: Words, played: Case): Promise<Ended> {
    const filled = this.#wordsFor(words, played);
    const said = this.flavour === 'uv' ? ['uv', 'pip', ...filled] : filled;
    return this.#program(process.execPath, [COMMAND, ...said], this.#environment(played.environment));
  }

  async #program(program: string, words: readonly string[], env: Variables): Promise<Ended> {
    const { exitCode = 70, all } = await execa(program, words, {
      cwd: this.project,
      env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      all: true,
    });
    return { exitCode, said: `${all}\n` };
  }

  async #write(files: Files): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const path = name.startsWith('~/')
        ? join(this.home, name.slice(2))
        : join(name.startsWith('venv/') ? this.folder : this.project, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, this.#made(content));
    }
  }

  #made(content: Content): string | Uint8Array {
    if (typeof content === 'function') return content((text) => this.#filled(text));
    return typeof content === 'string' ? this.#filled(content) : content;
  }

  async #emptyFolders(): Promise<void> {
    for (const folder of [this.project, this.home, join(this.folder, 'tmp')]) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
    }
  }

  async #restore(state: StateName): Promise<void> {
    await this.#clear();
    if (STATES[state].length === 0) return;
    const kept = this.#states.get(state) ?? (await this.#prepare(state));
    await cp(kept, this.venv, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  }

  /** Installs what a state has, and lays a copy of it aside. */
  async #prepare(state: StateName): Promise<string> {
    const wanted = STATES[state].map((word) => this.#filled(word));
    const environment = this.#environment({});
    const { exitCode, said } =
      this.flavour === 'uv'
        ? await this.#program('uv', ['pip', 'install', '--no-deps', ...wanted], environment)
        : await this.#runPip(['install', '--no-deps', '--no-compile', ...wanted], environment);
    if (exitCode !== 0) throw new Error(`the state "${state}" cannot be made: ${said}`);
    const kept = join(this.folder, 'states', state);
    for (const path of await this.#added())
      await cp(join(this.venv, path), join(kept, path), { recursive: true, preserveTimestamps: true });
    await this.#clear();
    this.#states.set(state, kept);
    return kept;
  }

  async #clear(): Promise<void> {
    for (const path of await this.#added()) await rm(join(this.venv, path), { recursive: true, force: true });
  }

  /** Paths that are there beside those of the beginning, without what is below them. */
  async #added(): Promise<readonly string[]> {
    return (await this.#listed()).filter((path) => !this.#base.has(path));
  }

  /** What is in the environment: every name down to the folders that packages and programs are put into. */
  async #listed(): Promise<readonly string[]> {
    const found: string[] = [];
    const list = async (folder: string, depth: number): Promise<void> => {
      for (const entry of await readdir(join(this.venv, folder), { withFileTypes: true })) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        found.push(path);
        const isKnown = this.#base.size === 0 || this.#base.has(path);
        if (entry.isDirectory() && isKnown && depth > 0) await list(path, depth - 1);
      }
    };
    await list('', 3);
    return found;
  }

  async #look(): Promise<Pick<Observation, 'files' | 'freeze' | 'entryPoints'>> {
    const roots: readonly Root[] = [
      { name: 'venv', path: this.venv, leaveOut: (path) => this.#isOfBase(path) },
      { name: 'project', path: this.project, leaveOut: isOfGit },
      { name: 'home', path: this.home, leaveOut: (path) => path === '.cache' || path === '.local/share/uv' },
    ];
    const looked = await lookAt(roots);
    const files = new Map([...looked].filter(([path]) => !this.#base.has(path.replace('venv/', ''))));
    const environment = this.#environment({});
    if (this.flavour === 'uv') {
      const { said } = await this.#program('uv', ['pip', 'freeze'], environment);
      return { files, freeze: lines(said), entryPoints: [] };
    }
    const { said } = await this.#runPip(['look'], environment);
    const [points = '[]', ...freeze] = lines(said);
    return { files, freeze, entryPoints: (JSON.parse(points) as string[][]).map((each) => each.join(' ')) };
  }

  async #report(): Promise<InstallationReport | undefined> {
    try {
      return JSON.parse(await readFile(join(this.project, 'report.json'), 'utf8')) as InstallationReport;
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** What was there in the beginning, but for the folders that things are put into. */
  #isOfBase(path: string): boolean {
    return path === '.lock' || isOfGit(path) || (this.#base.has(path) && !OPEN_FOLDER.test(path));
  }
}

const OPEN_FOLDER = /^(?:bin|include|lib|lib\/python[0-9.]+|lib\/python[0-9.]+\/site-packages)$/;

/** What git notes for itself: times, and by which words it was asked. */
const isOfGit = (path: string): boolean => /(?:^|\/)\.git$/.test(path);

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
