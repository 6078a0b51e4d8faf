import { nearestWord, SafeInstallError } from '../errors/index.ts';
import type { Environment } from '../platform/index.ts';
import { type OptionName, optionIndex } from './option-index.ts';
import { type ParsedWords, parseWords } from './parse-words.ts';
import { areUvWords } from './uv-words.ts';

/** Options about the run and its terminal: every command takes them, and some have no use for one. */
const GENERAL: readonly OptionName[] = [
  '--help',
  '--quiet',
  '--verbose',
  '--debug',
  '--color',
  '--no-color',
  '--progress-bar',
  '--no-input',
  '--python',
  '--installer',
  '--isolated',
  '--disable-pip-version-check',
  '--no-python-version-warning',
];

/** Options about what the run is held to. */
const POLICY: readonly OptionName[] = [
  '--policy',
  '--provenance',
  '--require-provenance',
  '--min-age',
  '--trust-refresh',
  '--ci',
];

const NETWORK: readonly OptionName[] = [
  '--offline',
  '--proxy',
  '--no-proxy-env',
  '--cert',
  '--client-cert',
  '--trusted-host',
  '--timeout',
  '--retries',
  '--resume-retries',
];

const KINDS = { policy: POLICY, network: NETWORK } as const;

/** A kind of options that a command takes beside the general ones. */
export type OptionKind = keyof typeof KINDS;

function parsed(words: readonly string[], environment: Environment): ParsedWords {
  return parseWords(
    words,
    optionIndex('install', areUvWords(words, environment) ? 'uv' : 'pip'),
    environment,
  );
}

/**
 * Refuses options of `install` that say nothing to a command which installs nothing: whoever writes one expects something
 * of it.
 *
 * @param command as its user calls it: `trust show`.
 * @throws SafeInstallError `usage.option`; what the words themselves are refused for.
 */
export function checkTaken(
  words: readonly string[],
  environment: Environment,
  command: string,
  kinds: readonly OptionKind[],
): void {
  const taken = [...GENERAL, ...kinds.flatMap((kind) => KINDS[kind])];
  const other = parsed(words, environment).occurrences.find(({ option }) => !taken.includes(option.name));
  if (other === undefined) return;
  const { name } = other.option;
  const nearest = nearestWord(name, taken);
  throw new SafeInstallError({
    code: 'usage.option',
    message: `"${name}" is an option of "install", and says nothing to "${command}"`,
    subject: name,
    hint:
      nearest === undefined
        ? `Leave it out; "safe-install ${command.split(' ', 1)[0]} --help" lists what it takes`
        : `Did you mean "${nearest}"?`,
  });
}

/** The words without the first that is neither an option nor the value of one: the one that says what to do. */
export function withoutFirstWord(words: readonly string[], environment: Environment): readonly string[] {
  const first = parsed(words, environment).places.find((at) => words[at]?.trim() !== '');
  return first === undefined ? words : words.filter((_, at) => at !== first);
}
