import { Readable } from 'node:stream';
import { SafeInstallError } from '../errors/index.ts';
import { ProcessGroup } from './process-group.ts';

/** What a finished process left behind. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions {
  readonly cwd?: string;
  /** The whole environment of the process; nothing is inherited beside it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text for standard input, which may come when the program already runs; without it standard input is closed. */
  readonly input?: string | Promise<string>;
  /** `inherit`: the child writes to our own stderr for both its streams, since stdout carries our data only. */
  readonly output?: 'capture' | 'inherit';
  /** Is called once the program runs: for what has to be done anyway, and can be done beside it. */
  readonly onStart?: (() => void) | undefined;
  /** Milliseconds after which the process is ended. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /**
   * Milliseconds that the program has to put things right after `signal` or `timeout`: it is sent SIGINT, with all that it
   * has started, and all of it is ended for good when they are over. It runs in a process group of its own, so that a
   * Ctrl-C in the terminal reaches it once, and through us. Without it the program is ended at once.
   */
  readonly patience?: number;
  /** With `patience`: nothing that it has started goes on when it has ended, or when this process does. */
  readonly leavesNothing?: boolean;
  /** Bytes of captured output after which the process is ended. */
  readonly maxBuffer?: number;
}

/** Starts programs. Argument arrays only: no shell ever reads what we pass on. */
export type Exec = (program: string, args: readonly string[], options?: ExecOptions) => Promise<ExecResult>;

/** Enough for `pip inspect` of a large environment. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

const toInput = (text: string | Promise<string>): string | Readable =>
  typeof text === 'string' ? text : Readable.from(piecesOf(text), { objectMode: false });

async function* piecesOf(text: Promise<string>): AsyncGenerator<string, void, undefined> {
  const whole = await text;
  if (whole !== '') yield whole;
}

/**
 * Runs a program to its end. A non-zero exit is a result, not an error.
 *
 * @throws SafeInstallError `exec.not-found` when the program cannot be started, `exec.timeout` when it took too long.
 */
export const execProgram: Exec = async (program, args, options = {}) => {
  const { execa } = await import('execa'); // 33 ms: loaded by the first program that is run, not at start
  const inherit = options.output === 'inherit';
  const { patience, timeout, signal } = options;
  const isGroup = patience !== undefined && process.platform !== 'win32';
  const running = execa(program, [...args], {
    reject: false,
    stripFinalNewline: false,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: { ...options.env }, extendEnv: false }),
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: toInput(options.input) }),
    stdout: inherit ? process.stderr : 'pipe',
    stderr: inherit ? process.stderr : 'pipe',
    maxBuffer: options.maxBuffer ?? MAX_OUTPUT_BYTES,
    ...(timeout === undefined || isGroup ? {} : { timeout }),
    ...(signal === undefined || isGroup ? {} : { cancelSignal: signal }),
    detached: isGroup,
  });
  const group =
    isGroup && running.pid !== undefined
      ? new ProcessGroup(running.pid, {
          patience,
          timeout,
          signal,
          leavesNothing: options.leavesNothing === true,
        })
      : undefined;
  if (running.pid !== undefined) options.onStart?.();
  const result = await running;
  group?.close();
  if (result.timedOut || group?.isTimedOut === true) {
    throw new SafeInstallError({
      code: 'exec.timeout',
      message: `"${program}" did not end within ${timeout} ms`,
      subject: program,
    });
  }
  if (result.exitCode === undefined && result.signal === undefined && !result.isCanceled) {
    throw new SafeInstallError({
      code: 'exec.not-found',
      message: `"${program}" cannot be started`,
      subject: program,
      cause: result,
    });
  }
  return {
    exitCode: result.exitCode ?? 128,
    stdout: typeof result.stdout === 'string' ? result.stdout : '',
    stderr: typeof result.stderr === 'string' ? result.stderr : '',
  };
};
