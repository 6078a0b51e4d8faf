import { Refusal, SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import { countsLine, renderErrors } from '../report/index.ts';
import { EXIT_CODE_OF_SIGNAL, type ProcessFacts } from './main.ts';
import { Terminal } from './terminal.ts';

/** What is said after Ctrl-C. */
export function tellInterruption({ stderr, environment, signal }: ProcessFacts): number {
  const terminal = new Terminal({ stream: stderr, environment, verbosity: 0, colour: 'auto' });
  terminal.takeOver();
  terminal.lines(['Interrupted; nothing is half installed']);
  return EXIT_CODE_OF_SIGNAL[String(signal.reason)] ?? 130;
}

/** Everything that went wrong, on one screen; the exit code that it means. */
export function tellFailure(
  error: unknown,
  verb: string,
  words: readonly string[],
  facts: ProcessFacts,
): number {
  const verbosity = words
    .filter((word) => /^-v+$/.test(word))
    .join('')
    .replaceAll('-', '').length;
  const terminal = new Terminal({
    stream: facts.stderr,
    environment: facts.environment,
    verbosity,
    colour: 'auto',
  });
  terminal.takeOver();
  const known =
    error instanceof SafeInstallErrors
      ? error.errors
      : [error instanceof SafeInstallError ? error : bug(error)];
  const options = { palette: terminal.palette, width: terminal.width, action: verb };
  terminal.lines(renderErrors(known, { ...options, isWhole: verbosity > 0 }));
  if (error instanceof Refusal) terminal.lines(['', countsLine({ ...error.passed, refused: error.refused })]);
  if (verbosity >= 2)
    for (const each of known) for (const line of causes(each).split('\n')) terminal.debug(line);
  return error instanceof SafeInstallErrors ? error.exitCode : (known[0]?.exitCode ?? 70);
}

function bug(error: unknown): SafeInstallError {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new SafeInstallError({
    code: 'internal.bug',
    message: `safe-install has a bug: ${text}`,
    hint: 'Nothing was installed. Please report this with the output of the same command and -vv',
    cause: error,
  });
}

/** The stack of an error and of what caused it, for `-vv`. */
function causes(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return `${error.stack ?? error.message}\n${error.cause === undefined ? '' : `caused by ${causes(error.cause)}`}`;
}
