import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import {
  machineConfiguration,
  ownConfiguration,
  type Variables,
  windowsEssentials,
} from './configuration.ts';
import { difference, type Snapshot, takeSnapshot } from './snapshot.ts';
import {
  copyEnvironment,
  programsOf,
  pythonOf,
  SYSTEM_PATH,
  type Tool,
  templateEnvironment,
  uvFolder,
} from './tools.ts';

/** The built command; `SAFE_INSTALL_TEST_COMMAND` names another one, such as that of an installed package. */
export const COMMAND: string =
  process.env.SAFE_INSTALL_TEST_COMMAND ?? resolve(import.meta.dirname, '../../bin/safe-install.js');

/** What a program said and how it ended. */
export interface RunResult {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A program that has been started. */
export interface Running {
  readonly done: Promise<RunResult>;
  kill(signal: NodeJS.Signals): void;
}

export interface SandboxOptions {
  /** What is there to install with; the environment has pip only when it is one of the pips. */
  readonly installer?: Tool;
  /** URL of the index that pip and uv are configured for. */
  readonly index?: string;
  /** `machine` leaves pip and uv the configuration that this machine has for them: for the live suites alone. */
  readonly configuration?: 'own' | 'machine';
}

/**
 * A fresh virtual environment with a home, a temporary folder and caches of its own, and nothing of the machine's
 * configuration for pip or uv.
 */
export class Sandbox {
  /** Holds all the rest. */
  readonly folder: string;
  readonly venv: string;
  readonly python: string;
  /** Working folder of programs. */
  readonly project: string;
  /** `TMPDIR` of programs. */
  readonly temporary: string;
  /** `SAFE_INSTALL_CACHE_DIR`. */
  readonly cache: string;
  /** Environment of programs. */
  readonly env: Readonly<Record<string, string>>;
  readonly installer: 'pip' | 'uv';

  private constructor(folder: string, installer: Tool, path: readonly string[], configuration: Variables) {
    const at = (...parts: string[]) => join(folder, ...parts);
    this.folder = folder;
    this.venv = at('venv');
    this.python = pythonOf(this.venv);
    this.project = at('project');
    this.temporary = at('tmp');
    this.cache = at('cache');
    this.installer = installer.endsWith('pip') ? 'pip' : 'uv';
    this.env = {
      ...windowsEssentials(),
      PATH: [programsOf(this.venv), ...path, SYSTEM_PATH].join(delimiter),
      VIRTUAL_ENV: this.venv,
      TMPDIR: this.temporary,
      TEMP: this.temporary,
      TMP: this.temporary,
      LANG: 'C.UTF-8',
      COLUMNS: '80',
      ...configuration,
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      UV_PYTHON_DOWNLOADS: 'never',
      SAFE_INSTALL_CACHE_DIR: this.cache,
      SAFE_INSTALL_STATE_DIR: at('state'),
      SAFE_INSTALL_CONFIG_DIR: at('config'),
    };
  }

  static async make(options: SandboxOptions = {}): Promise<Sandbox> {
    const { installer = 'pip', index, configuration = 'own' } = options;
    const isPip = installer === 'pip' || installer === 'old-pip';
    const template = await templateEnvironment(isPip ? installer : 'none');
    const path = isPip ? [] : [await uvFolder(installer)];
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'safe-install-e2e-')));
    const sandbox = new Sandbox(
      folder,
      installer,
      path,
      configuration === 'machine' ? machineConfiguration() : ownConfiguration(join(folder, 'home'), index),
    );
    for (const name of ['project', 'tmp', 'home']) await mkdir(join(folder, name));
    await copyEnvironment(template, sandbox.venv);
    return sandbox;
  }

  /** Empties the cache, the working folder and the folder for temporary files; the environment stays. */
  async clear(): Promise<void> {
    await rm(this.cache, { recursive: true, force: true });
    for (const folder of [this.project, this.temporary]) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Starts the built command, for those who want to end it before it is done. */
  start(args: readonly string[], options: RunOptions = {}): Running {
    return this.#start(process.execPath, [COMMAND, ...args], options);
  }

  /** Runs the built command to its end. */
  run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return this.start(args, options).done;
  }

  /** Runs any program in this environment to its end, such as `sandbox.program(sandbox.python, ['-m', 'pip', 'freeze'])`. */
  program(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return this.#start(program, args, options).done;
  }

  #start(program: string, args: readonly string[], { env = {}, cwd = this.project }: RunOptions): Running {
    const started = execa(program, args, {
      cwd,
      env: { ...this.env, ...env },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: false,
    });
    return { done: started.then(toRunResult), kill: (signal) => started.kill(signal) };
  }

  /** What is installed, as the installer itself lists it: `acme==1.0`, sorted. */
  async freeze(): Promise<string[]> {
    const { stdout, stderr, exitCode } =
      this.installer === 'pip'
        ? await this.program(this.python, ['-m', 'pip', 'freeze', '--all', '--exclude', 'pip'])
        : await this.program('uv', ['pip', 'freeze', '--python', this.python]);
    if (exitCode !== 0) throw new Error(`freeze failed: ${stderr}`);
    return stdout.split('\n').filter((line) => line !== '');
  }

  /** Writes a file of the working folder. */
  async write(name: string, text: string | Uint8Array): Promise<string> {
    const path = join(this.project, name);
    await writeFile(path, text);
    return path;
  }

  snapshot(): Promise<Snapshot> {
    return takeSnapshot(this.venv);
  }

  /** What has changed in the environment since `before`. */
  async changes(before: Snapshot): Promise<string[]> {
    return difference(before, await this.snapshot());
  }

  /** What is in the cache of safe-install. */
  storeSnapshot(): Promise<Snapshot> {
    return takeSnapshot(this.cache);
  }

  /** The folder that packages are installed into. */
  async sitePackages(): Promise<string> {
    const question = 'import sysconfig; print(sysconfig.get_path("purelib"))';
    return (await this.program(this.python, ['-I', '-c', question])).stdout.trim();
  }

  /** Names of what a run has left in its temporary folder. */
  leftovers(): Promise<string[]> {
    return readdir(this.temporary);
  }
}

/** A sandbox that goes away with the test that made it. */
export async function makeSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await Sandbox.make(options);
  onTestFinished(() => sandbox.remove());
  return sandbox;
}

/** A sandbox for the live suites: pip and uv find the index that they find on this machine. */
export const makeLiveSandbox = (options: Pick<SandboxOptions, 'installer'>): Promise<Sandbox> =>
  makeSandbox({ ...options, configuration: 'machine' });

function toRunResult(result: {
  exitCode?: number | undefined;
  signal?: string | undefined;
  stdout?: unknown;
  stderr?: unknown;
}): RunResult {
  const text = (stream: unknown) => (typeof stream === 'string' ? stream : '');
  return {
    exitCode: result.exitCode,
    signal: result.signal,
    stdout: text(result.stdout),
    stderr: text(result.stderr),
  };
}
