import { SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import { renderError } from '../report/index.ts';
import { VERSION } from '../version.ts';
import { HELP } from './help.ts';
import { Terminal, type TextStream } from './terminal.ts';

/** The process as `run` sees it; a test passes its own. */
export interface ProcessFacts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly currentFolder: string;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a command gets: its words, the process, and stderr as a terminal. */
export interface CommandContext extends ProcessFacts {
  readonly words: readonly string[];
}

/** A command: what it does, and the verb for "Cannot …". */
interface Command {
  readonly verb: string;
  readonly load: () => Promise<(context: CommandContext) => Promise<number>>;
}

/** Each command is its own chunk of the bundle, loaded when it is called. */
const COMMANDS: Readonly<Record<string, Command>> = {
  install: { verb: 'install', load: async () => (await import('./commands/install.ts')).runInstall },
  download: { verb: 'download', load: async () => (await import('./commands/download.ts')).runDownload },
  verify: { verb: 'verify', load: async () => (await import('./commands/verify.ts')).runVerify },
  resolve: { verb: 'resolve', load: async () => (await import('./commands/resolve.ts')).runResolve },
  cache: { verb: 'use the cache', load: async () => (await import('./commands/cache.ts')).runCache },
};

/** Exit code after an interruption, as a shell reports SIGINT. */
const INTERRUPTED = 130;

/**
 * Runs one command line.
 *
 * @returns the exit code (design, section 1).
 */
export async function run(words: readonly string[], facts: ProcessFacts): Promise<number> {
  const [first] = words;
  if (first === '--version' || first === '-V') {
    facts.stdout.write(`safe-install ${VERSION}\n`);
    return 0;
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    facts.stdout.write(HELP);
    return first === undefined ? 2 : 0;
  }
  const { name, rest } = splitCommand(words);
  const command = COMMANDS[name] as Command;
  try {
    const execute = await command.load();
    return await execute({ ...facts, words: rest });
  } catch (error) {
    if (facts.signal.aborted) {
      new Terminal({
        stream: facts.stderr,
        environment: facts.environment,
        verbosity: 0,
        colour: 'auto',
      }).lines(['interrupted; nothing more was installed']);
      return INTERRUPTED;
    }
    return report(error, command.verb, words, facts);
  }
}

/**
 * Splits off the command. Options may stand before it (`-q install acme`), as pip allows, as long as they take no value;
 * a first word that is no command is a requirement.
 */
export function splitCommand(words: readonly string[]): {
  readonly name: string;
  readonly rest: readonly string[];
} {
  const at = words.findIndex((word) => !word.startsWith('-'));
  const word = at < 0 ? undefined : words[at];
  if (word === undefined || !Object.hasOwn(COMMANDS, word) || words.slice(0, at).includes('--'))
    return { name: 'install', rest: words };
  return { name: word, rest: [...words.slice(0, at), ...words.slice(at + 1)] };
}

/** Everything that went wrong, on one screen; the exit code that it means. */
function report(error: unknown, verb: string, words: readonly string[], facts: ProcessFacts): number {
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
  const known =
    error instanceof SafeInstallErrors
      ? error.errors
      : [error instanceof SafeInstallError ? error : bug(error)];
  const options = { palette: terminal.palette, width: terminal.width, action: verb };
  known.forEach((each, index) => {
    if (index > 0) terminal.lines(['']);
    terminal.lines(renderError(each, options));
  });
  if (verbosity >= 2) for (const each of known) terminal.debug(causes(each));
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
