import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printable, SafeInstallError } from '../errors/index.ts';
import { type Exec, readFileCapped } from '../platform/index.ts';
import { buildError } from './build-error.ts';
import type { BuildSystem } from './build-system.ts';
import { HOOK_SOURCE, watchSource } from './hook-source.ts';
import { lastLines } from './last-lines.ts';

/** The hooks that are called; each of the two kinds of wheel has its own three. */
export type HookName =
  | `get_requires_for_build_${'wheel' | 'editable'}`
  | `prepare_metadata_for_build_${'wheel' | 'editable'}`
  | `build_${'wheel' | 'editable'}`;

/** What a hook has answered: a value of any shape, or that there is no such hook. */
export type HookAnswer = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'missing' };

/** Where and how the hooks of one project are called. */
export interface HookContext {
  /** What is built, for errors. */
  readonly subject: string;
  readonly system: BuildSystem;
  /** The Python that they run in. */
  readonly python: string;
  readonly env: Readonly<Record<string, string>>;
  /** The source: the current folder of a hook (PEP 517, "Build environment"). */
  readonly root: string;
  /** Private, empty; for requests, answers and logs. */
  readonly folder: string;
  /** Milliseconds for one hook. */
  readonly timeLimit: number;
  /** Whether the user sees what the backend prints as it prints it. */
  readonly isShown: boolean;
  readonly exec: Exec;
  readonly signal: AbortSignal;
  /** Requests that have come to the closed door. */
  readonly attempts: readonly string[];
}

/** Bytes of an answer: lists of requirements, and names of files. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Milliseconds that an interrupted backend has to end by itself. */
const PATIENCE = 5000;

/** Attempts to reach the network that are named. */
const MOST_NAMED = 5;

/** Calls the hooks of one build backend, each in a Python of its own. */
export class HookRunner {
  readonly #context: HookContext;
  #calls = 0;

  private constructor(context: HookContext) {
    this.#context = context;
  }

  /** Writes down what every call needs. */
  static async make(context: HookContext): Promise<HookRunner> {
    const runner = new HookRunner(context);
    await writeFile(join(context.folder, 'hook.py'), HOOK_SOURCE, { mode: 0o600 });
    await writeFile(runner.watchPath, watchSource(runner.#notes), { mode: 0o600 });
    return runner;
  }

  /** Absolute path of the code that watches Python's ways to the network. */
  get watchPath(): string {
    return join(this.#context.folder, 'watch.py');
  }

  get #notes(): string {
    return join(this.#context.folder, 'network-notes');
  }

  /**
   * Calls a hook.
   *
   * @throws SafeInstallError `build.backend`, `build.failed`, `build.answer`, `build.network`, `build.timeout`.
   */
  async call(hook: HookName, args: readonly unknown[]): Promise<HookAnswer> {
    const { subject, system, root, exec, python, env, timeLimit, isShown, signal } = this.#context;
    this.#calls += 1;
    const folder = join(this.#context.folder, `call-${this.#calls}`);
    await mkdir(folder, { mode: 0o700 });
    const log = join(folder, 'log');
    const request = {
      backend: system.backend,
      backendPath: system.backendPath,
      hook,
      arguments: args,
      log: isShown ? null : log,
    };
    await writeFile(join(folder, 'request.json'), JSON.stringify(request), { mode: 0o600 });
    await writeFile(join(folder, 'watch.py'), await readFile(this.watchPath), { mode: 0o600 });
    let exitCode: number;
    try {
      const result = await exec(python, [join(this.#context.folder, 'hook.py'), folder], {
        cwd: root,
        env,
        timeout: timeLimit,
        signal,
        patience: PATIENCE,
        leavesNothing: true,
        output: isShown ? 'inherit' : 'capture',
      });
      exitCode = result.exitCode;
    } catch (error) {
      if (!(error instanceof SafeInstallError) || error.code !== 'exec.timeout') throw error;
      throw buildError(
        'build.timeout',
        subject,
        `its hook "${hook}" did not end within ${timeLimit / 1000} s`,
        {
          facts: await lastLines(log),
          cause: error,
        },
      );
    }
    signal.throwIfAborted();
    await this.#checkNetwork(log);
    return await this.#readAnswer(hook, join(folder, 'answer.json'), log, exitCode);
  }

  async #checkNetwork(log: string): Promise<void> {
    const { attempts, subject } = this.#context;
    const notes = await readFileCapped(this.#notes, MAX_ANSWER_BYTES);
    const noted = (notes?.toString('utf8') ?? '').split('\n').flatMap((line) => {
      const target = line === '' ? undefined : parsed(line);
      return typeof target === 'string' ? [target] : [];
    });
    const all = [...new Set([...attempts, ...noted])];
    if (all.length === 0) return;
    throw buildError('build.network', subject, 'its build has tried to reach the network', {
      facts: [
        ...all
          .slice(0, MOST_NAMED)
          .map((text) => ({ label: 'asked for', value: printable(text.slice(0, 200)) })),
        ...(await lastLines(log, 3)),
      ],
      hint: 'Do not build it: nobody has checked what it would have fetched. Ask for a version that has a wheel',
    });
  }

  async #readAnswer(hook: HookName, path: string, log: string, exitCode: number): Promise<HookAnswer> {
    const { subject, system } = this.#context;
    const noAnswer = async (message: string, cause?: unknown): Promise<SafeInstallError> =>
      buildError('build.answer', subject, `its hook "${hook}" ${message}`, {
        facts: await lastLines(log),
        cause,
      });
    let bytes: Buffer | undefined;
    try {
      bytes = await readFileCapped(path, MAX_ANSWER_BYTES);
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      throw await noAnswer(`answers with more than ${MAX_ANSWER_BYTES} bytes`, error);
    }
    if (bytes === undefined && exitCode !== 0)
      throw await this.#failed(hook, `ended with exit code ${exitCode}`, log);
    const answer = bytes === undefined ? undefined : parsed(bytes.toString('utf8'));
    if (typeof answer !== 'object' || answer === null) throw await noAnswer('has ended without an answer');
    if ('value' in answer) return { kind: 'value', value: answer.value };
    if ('missing' in answer) return { kind: 'missing' };
    if ('failed' in answer) throw await this.#failed(hook, 'has failed', log);
    if ('unavailable' in answer) {
      throw buildError('build.backend', subject, `its build backend "${system.backend}" cannot be imported`, {
        facts: await lastLines(log, 4),
      });
    }
    throw await noAnswer('answers something that is no JSON');
  }

  async #failed(hook: HookName, what: string, log: string): Promise<SafeInstallError> {
    return buildError('build.failed', this.#context.subject, `its hook "${hook}" ${what}`, {
      facts: await lastLines(log),
      hint: 'A compiler or a library of the system may be missing. Ask for a version that has a wheel, or run again with -v to see everything that it says',
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
