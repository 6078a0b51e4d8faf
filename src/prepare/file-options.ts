import type { FileOption } from '../packaging/index.ts';

/**
 * The command line with the options that requirements files state put behind its own, where pip lets them count: the
 * file's `--index-url` outweighs that of the command line, its `--extra-index-url` comes on top.
 */
export function withFileOptions(words: readonly string[], options: readonly FileOption[]): readonly string[] {
  const added = options.map(({ name, value }) => (value === null ? `--${name}` : `--${name}=${value}`));
  const end = words.indexOf('--');
  const at = end < 0 ? words.length : end;
  return [...words.slice(0, at), ...added, ...words.slice(at)];
}
