import { SafeInstallError } from '../errors/index.ts';
import type { Environment, Exec, ExecResult } from '../platform/index.ts';
import { AnswerFault } from './answer-fields.ts';
import { findOutcome, type ProbeAnswer, readAnswer } from './probe-answer.ts';
import { ISOLATED_WORD, PROBE_ARGUMENTS, PROBE_SOURCE } from './probe-source.ts';

/** Milliseconds. A cold start from a network drive with a virus scanner takes seconds, never this long. */
const PROBE_TIMEOUT = 30_000;

/** Bytes. An answer has four kilobytes, and a vendor's start-up code may chatter. */
const PROBE_OUTPUT_BYTES = 1024 * 1024;

/**
 * Whose code may run while a Python is asked: with `vendor` its maker's, which a `sitecustomize` and a `_manylinux` module
 * are, wherever they stand; with `full` the standard library's alone.
 */
export type Isolation = 'vendor' | 'full';

/** Variables that make a Python another one than its path says, or that speak to a Python that builds for others. */
const MISLEADING = new Set(['__PYVENV_LAUNCHER__', '_PYTHON_HOST_PLATFORM', '_PYTHON_PROJECT_BASE']);

/**
 * The environment of the probe: the user's, since launchers and loaders need theirs, but for what changes the answer
 * without changing the Python.
 */
export function probeEnvironment(environment: Environment): Record<string, string> {
  const kept = Object.entries(environment).filter((entry): entry is [string, string] => {
    const [name, value] = entry;
    if (value === undefined || MISLEADING.has(name)) return false;
    return !name.startsWith('PYTHON') || name === 'PYTHONUSERBASE';
  });
  // Without it, builds for older systems are told that macOS 11 and above is 10.16.
  return { ...Object.fromEntries(kept), SYSTEM_VERSION_COMPAT: '0' };
}

/** The line that says most: the last one of a traceback, else the first. */
function tellingLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line !== '');
  return (said[0]?.startsWith('Traceback') ? said.at(-1) : said[0]) ?? '';
}

function unusable(
  executable: string,
  message: string,
  result?: ExecResult,
  cause?: unknown,
): SafeInstallError {
  const said = result === undefined ? '' : tellingLine(result.stderr) || tellingLine(result.stdout);
  return new SafeInstallError({
    code: 'interpreter.unusable',
    message,
    subject: executable,
    facts: said === '' ? [] : [{ label: 'it printed', value: said }],
    hint: 'Run it by hand to see what is wrong, or name another Python with --python',
    cause,
  });
}

function tooOld(executable: string, version: string): SafeInstallError {
  return new SafeInstallError({
    code: 'interpreter.too-old',
    message: `it is ${version}`,
    subject: executable,
    facts: [{ label: 'expected', value: 'Python 3.7 or newer' }],
    hint: 'Name a newer Python with --python',
  });
}

async function run(
  executable: string,
  environment: Environment,
  exec: Exec,
  isolation: Isolation,
): Promise<ExecResult> {
  const words = isolation === 'full' ? [...PROBE_ARGUMENTS, ISOLATED_WORD] : PROBE_ARGUMENTS;
  try {
    return await exec(executable, words, {
      env: probeEnvironment(environment),
      input: PROBE_SOURCE,
      timeout: PROBE_TIMEOUT,
      maxBuffer: PROBE_OUTPUT_BYTES,
    });
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    const message =
      error.code === 'exec.timeout'
        ? `it did not answer within ${PROBE_TIMEOUT / 1000} seconds`
        : 'it cannot be started';
    throw unusable(executable, message, undefined, error);
  }
}

/** An answer as a value that can be kept, and what it says. */
export interface Probed {
  readonly value: unknown;
  readonly answer: ProbeAnswer;
}

/**
 * Asks a Python what it is.
 *
 * @throws SafeInstallError `interpreter.unusable` when it does not start, does not answer in time, or answers
 *   senselessly; `interpreter.too-old` below Python 3.7.
 */
export async function probe(
  executable: string,
  environment: Environment,
  exec: Exec,
  isolation: Isolation = 'vendor',
): Promise<Probed> {
  const result = await run(executable, environment, exec, isolation);
  if (result.exitCode !== 0) {
    if (result.stderr.includes('Unknown option: -I')) throw tooOld(executable, 'older than Python 3.4');
    throw unusable(executable, `it ended with status ${result.exitCode} in place of an answer`, result);
  }
  try {
    const outcome = findOutcome(result.stdout);
    if (outcome.kind === 'too-old') throw tooOld(executable, `Python ${outcome.version}`);
    return { value: outcome.value, answer: readAnswer(outcome.value) };
  } catch (error) {
    if (!(error instanceof AnswerFault)) throw error;
    throw unusable(executable, `its answer makes no sense: ${error.message}`, result, error);
  }
}
