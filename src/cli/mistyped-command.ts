import { nearestWord, SafeInstallError } from '../errors/index.ts';

/** Letters that may be wrong: with two, the names of projects that people use would be meant. */
const MOST_WRONG = 1;

/**
 * A first word that is no command is a requirement; but whoever types `audt` does not want the project that somebody has
 * registered under that name.
 *
 * @throws SafeInstallError `usage.command`
 */
export function refuseMistyped(word: string, commands: readonly string[]): void {
  const command = nearestWord(word.toLowerCase(), commands, MOST_WRONG);
  if (command === undefined) return;
  throw new SafeInstallError({
    code: 'usage.command',
    message: `"${word}" is no command, and nearly "${command}"`,
    hint: `Say "safe-install ${command}", or "safe-install install ${word}" for the project of that name`,
  });
}
