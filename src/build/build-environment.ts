import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  aimedAt,
  checkInstalled,
  cleanEnvironment,
  handOver,
  type Installer,
  targetPythonOf,
} from '../installers/index.ts';
import {
  findInterpreter,
  type InstalledDistribution,
  type Interpreter,
  listInstalled,
} from '../interpreter/index.ts';
import type { Environment, Exec, Log } from '../platform/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { buildError } from './build-error.ts';

/** What making an environment needs of the world. */
export interface EnvironmentDoors {
  readonly exec: Exec;
  readonly environment: Environment;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Milliseconds in which an empty virtual environment is made, on a machine that has much else to do. */
const CREATION_TIME = 5 * 60 * 1000;

/**
 * An environment for one build: a virtual environment of the target's Python, with what was verified for it and nothing
 * else.
 *
 * A real one, as pip 26 makes it too, and no folders on `PYTHONPATH`: a program of a build requirement (`cython`, `cmake`)
 * starts in it with its own modules, what a backend starts with `sys.executable` sees what the backend sees, and pip from
 * 22.2 on and uv both know how to install into one.
 */
export class BuildEnvironment {
  readonly interpreter: Interpreter;
  readonly #installer: Installer;
  readonly #folder: string;
  readonly #doors: EnvironmentDoors;

  private constructor(
    interpreter: Interpreter,
    installer: Installer,
    folder: string,
    doors: EnvironmentDoors,
  ) {
    this.interpreter = interpreter;
    this.#installer = installer;
    this.#folder = folder;
    this.#doors = doors;
  }

  /**
   * @param base the Python that is built for.
   * @param folder private and empty.
   * @throws SafeInstallError `build.environment`.
   */
  static async make(
    base: Pick<Interpreter, 'executable'>,
    installer: Installer,
    folder: string,
    subject: string,
    doors: EnvironmentDoors,
  ): Promise<BuildEnvironment> {
    const { exec, environment, log, signal } = doors;
    const place = join(folder, 'env');
    const clean = cleanEnvironment(environment);
    const made = await exec(base.executable, ['-I', '-m', 'venv', '--without-pip', place], {
      env: clean,
      timeout: CREATION_TIME,
      signal,
    });
    signal.throwIfAborted();
    if (made.exitCode !== 0) {
      const said = (made.stderr.trim() === '' ? made.stdout : made.stderr).trim().split('\n').slice(-5);
      throw buildError('build.environment', subject, 'no virtual environment could be made for its build', {
        facts: said.filter((line) => line !== '').map((line) => ({ label: 'python', value: line })),
      });
    }
    const programs = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
    const interpreter = await findInterpreter({
      python: join(place, ...programs),
      environment: clean,
      workingFolder: folder,
      exec,
      cacheFolder: join(folder, 'known'), // nobody will ask for this one again
      log,
    });
    return new BuildEnvironment(interpreter, aimedAt(installer, targetPythonOf(interpreter)), folder, doors);
  }

  /** Folder of the programs that are installed in it. */
  get programs(): string {
    return this.interpreter.paths.scripts;
  }

  installed(): Promise<readonly InstalledDistribution[]> {
    return listInstalled(this.interpreter, this.#doors.log);
  }

  /** Installs verified files by the hand-over that all files go by: by their digests, without an index. */
  async install(artifacts: readonly VerifiedArtifact[]): Promise<void> {
    if (artifacts.length === 0) return;
    const python = targetPythonOf(this.interpreter);
    const { paths, removal } = await handOver(
      {
        artifacts,
        python,
        installer: this.#installer,
        target: { folder: null, prefix: null, root: null, user: null, compile: false },
        passOn: [],
        verbosity: 0,
      },
      { ...this.#doors, temporaryFolder: join(this.#folder, 'hand-over') },
    );
    try {
      await checkInstalled(artifacts, paths, this.#doors.signal);
    } finally {
      await removal;
    }
  }

  /** Has every Python of this environment run the code of that file when it starts. */
  async startWith(path: string): Promise<void> {
    const { purelib } = this.interpreter.paths;
    await writeFile(join(purelib, '_safe_install_watch.py'), await readFile(path));
    await writeFile(join(purelib, '_safe_install_watch.pth'), 'import _safe_install_watch\n');
  }
}
