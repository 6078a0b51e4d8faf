/** Why a text cannot be split into words. */
export class ShellWordsFault extends Error {}

const BLANKS = ' \t\r\n';

/**
 * The words of a line by the rules of a POSIX shell, without comments and without expansion: quotes group, a backslash
 * takes the next character as it is, and inside double quotes only a quote or a backslash. What pip does with
 * `shlex.split` to the options of a requirement line.
 *
 * @throws ShellWordsFault when a quote is not closed or nothing follows a backslash.
 */
export function splitShellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  const next = (): string => {
    const character = text[at];
    if (character === undefined) throw new ShellWordsFault('nothing follows the last backslash');
    at += 1;
    return character;
  };
  while (at < text.length) {
    const character = next();
    if (BLANKS.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '\\') {
      word = (word ?? '') + next();
    } else if (character === "'" || character === '"') {
      word ??= '';
      for (;;) {
        const inside = text[at];
        if (inside === undefined) throw new ShellWordsFault('a quote is not closed');
        at += 1;
        if (inside === character) break;
        if (inside !== '\\' || character === "'") {
          word += inside;
          continue;
        }
        const escaped = next();
        word += escaped === '"' || escaped === '\\' ? escaped : `\\${escaped}`;
      }
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
