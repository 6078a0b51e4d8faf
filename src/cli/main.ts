import { withoutShims } from '../shims/index.ts';
import { VERSION } from '../version.ts';
import type { TextStream } from './terminal.ts';

/** The process as `run` sees it; a test passes its own. */
export interface ProcessFacts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly currentFolder: string;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Aborted by the first Ctrl-C, with the name of the process signal for its reason. */
  readonly signal: AbortSignal;
}

/** What a command gets: its words, the process, and stderr as a terminal. */
export interface CommandContext extends ProcessFacts {
  readonly words: readonly string[];
}

/** A command: what it does, and the verb for "Cannot …"; some of what it does may have a verb of its own. */
interface Command {
  readonly verb: string;
  readonly verbs?: ReadonlyMap<string, string>;
  readonly load: () => Promise<(context: CommandContext) => Promise<number>>;
}

/** Each command is its own chunk of the bundle, loaded when it is called. */
const COMMANDS: Readonly<Record<string, Command>> = {
  install: { verb: 'install', load: async () => (await import('./commands/install.ts')).runInstall },
  download: { verb: 'download', load: async () => (await import('./commands/download.ts')).runDownload },
  verify: { verb: 'verify', load: async () => (await import('./commands/verify.ts')).runVerify },
  explain: { verb: 'explain', load: async () => (await import('./commands/explain.ts')).runExplain },
  resolve: { verb: 'resolve', load: async () => (await import('./commands/resolve.ts')).runResolve },
  lock: { verb: 'lock', load: async () => (await import('./commands/lock.ts')).runLock },
  audit: { verb: 'audit', load: async () => (await import('./commands/audit.ts')).runAudit },
  policy: {
    verb: 'use the policy',
    verbs: new Map([
      ['init', 'pin'],
      ['pin', 'pin'],
    ]),
    load: async () => (await import('./commands/policy.ts')).runPolicy,
  },
  trust: { verb: 'use a trust root', load: async () => (await import('./commands/trust.ts')).runTrust },
  'shell-init': {
    verb: 'set up a shell',
    load: async () => (await import('./commands/shell-init.ts')).runShellInit,
  },
  'shim-call': {
    verb: 'install',
    load: async () => (await import('./commands/shim-call.ts')).runShimCall,
  },
  cache: { verb: 'use the cache', load: async () => (await import('./commands/cache.ts')).runCache },
};

/** Those that people type. */
const TYPED_COMMANDS = Object.keys(COMMANDS).filter((name) => name !== 'shim-call');

/** As a shell reports a program that a signal has ended. */
export const EXIT_CODE_OF_SIGNAL: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

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
    facts.stdout.write((await import('./help.ts')).HELP);
    return first === undefined ? 2 : 0;
  }
  const { name, rest, implied } = splitCommand(withoutProgram(words));
  const command = COMMANDS[name] as Command;
  try {
    if (implied !== undefined)
      (await import('./mistyped-command.ts')).refuseMistyped(implied, TYPED_COMMANDS);
    const execute = await command.load();
    // what it looks for on PATH, and what the programs that it starts look for, is never one of our shims
    return await execute({ ...facts, environment: withoutShims(facts.environment), words: rest });
  } catch (error) {
    const { tellFailure, tellInterruption } = await import('./failure.ts');
    return facts.signal.aborted
      ? tellInterruption(facts)
      : tellFailure(error, verbOf(command, rest), words, facts);
  }
}

const verbOf = ({ verb, verbs }: Command, rest: readonly string[]): string =>
  verbs?.get(rest.find((word) => !word.startsWith('-')) ?? '') ?? verb;

/** Options of any command that take a value in the word behind them; pip lets them stand before its command. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  '--allow-insecure-host',
  '--cache-dir',
  '--cert',
  '--client-cert',
  '--color',
  '--config-file',
  '--installer',
  '--keyring-provider',
  '--log',
  '--policy',
  '--proxy',
  '--python',
  '--retries',
  '--timeout',
  '--trusted-host',
  '--use-deprecated',
  '--use-feature',
]);

/**
 * `uv pip install …` and `pip install …`, typed behind our own name, are that installer's command line, and no projects
 * called "uv", "pip" and "install".
 */
export function withoutProgram(words: readonly string[]): readonly string[] {
  const command = words.findIndex((word) => word === 'install' || word === 'download');
  const places = [...words.keys()].filter(
    (at) => at < command && !words[at]?.startsWith('-') && !WITH_VALUE.has(words[at - 1] ?? ''),
  );
  const program = places.map((at) => words[at]).join(' ');
  if (places[0] !== 0 || (program !== 'pip' && program !== 'uv pip')) return words;
  return [`--installer=${words[0]}`, ...words.filter((_, at) => !places.includes(at))];
}

/**
 * Splits off the command. General options may stand before it (`-q install acme`), as pip allows; a first word that is no
 * command is a requirement.
 */
export function splitCommand(words: readonly string[]): {
  readonly name: string;
  readonly rest: readonly string[];
  /** The word that no command is, and therefore a requirement. */
  readonly implied?: string;
} {
  const at = words.findIndex(
    (word, index) => !word.startsWith('-') && !WITH_VALUE.has(words[index - 1] ?? ''),
  );
  const word = at < 0 ? undefined : words[at];
  if (word === undefined || words.slice(0, at).includes('--')) return { name: 'install', rest: words };
  if (!Object.hasOwn(COMMANDS, word)) return { name: 'install', rest: words, implied: word };
  return { name: word, rest: [...words.slice(0, at), ...words.slice(at + 1)] };
}
