import { dirname, resolve } from 'node:path';
import { SafeInstallError } from '../../errors/index.ts';
import { formatPylock, isLockFilename, MAX_LOCK_BYTES, parsePylock } from '../../packaging/index.ts';
import { readFileCapped, writeFileAtomic } from '../../platform/index.ts';
import { type PreviousLock, prepare, previousLock, toPylock } from '../../prepare/index.ts';
import { count } from '../../report/index.ts';
import { HELP } from '../help.ts';
import type { CommandContext } from '../main.ts';
import { verdictLines } from './outcome-lines.ts';
import { openSession } from './session.ts';

/** Where a lock goes when nobody says where. */
const DEFAULT_OUTPUT = 'pylock.toml';

/**
 * `safe-install lock REQ… [-o FILE]`: resolves, fetches and judges as for an install, and writes what was found as a lock
 * (PEP 751); `-o -` writes to standard output.
 *
 * A lock that is there already says which versions are taken where they fit, unless `-U` asks for newer ones, and whose
 * releases they have to be.
 */
export async function runLock(context: CommandContext): Promise<number> {
  const { output, words } = takeOutput(context.words);
  const { doors, terminal, meant } = openSession({ ...context, words }, 'install');
  if (meant.help) {
    context.stdout.write(HELP);
    return 0;
  }
  const path = output === '-' ? null : resolve(context.currentFolder, output);
  if (path !== null && !isLockFilename(path))
    terminal.warn(`"${output}" is no name for a lock: installers look for pylock.toml and pylock.NAME.toml`);
  const versions = meant.selection.upgrade === 'no' ? 'keep' : 'upgrade';
  const previous = path === null ? undefined : await readPrevious(path, output, versions);
  const prepared = await prepare(
    { command: 'install', words },
    {
      files: 'verify',
      installed: 'ignore',
      sdists: 'take',
      projects: 'build',
      ...(previous === undefined ? {} : { previous }),
    },
    doors,
  );
  try {
    const lock = toPylock(prepared, path === null ? context.currentFolder : dirname(path));
    const text = formatPylock(lock);
    const isDry = prepared.target.arguments.output.dryRun;
    if (path === null) context.stdout.write(text);
    else if (!isDry) await writeFileAtomic(path, text, 0o644);
    terminal.clear();
    if (terminal.verbosity >= 0) {
      const done =
        path === null || isDry
          ? `Would lock ${count(lock.packages.length, 'package')}`
          : `Locked ${count(lock.packages.length, 'package')} in ${output}`;
      terminal.lines([terminal.palette.good(done), ...verdictLines(prepared, terminal)]);
    }
    return 0;
  } finally {
    await prepared.close();
  }
}

/** What is there has to be a lock: a file that is none is not written over. */
async function readPrevious(
  path: string,
  shown: string,
  versions: 'keep' | 'upgrade',
): Promise<PreviousLock | undefined> {
  const bytes = await readFileCapped(path, MAX_LOCK_BYTES);
  return bytes === undefined ? undefined : previousLock(parsePylock(bytes, { shown }), versions);
}

/** Takes `-o` and `--output` out of the words, the last of which counts; all others are those of `install`. */
function takeOutput(words: readonly string[]): {
  readonly output: string;
  readonly words: readonly string[];
} {
  let output = DEFAULT_OUTPUT;
  const others: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return { output, words: [...others, ...words.slice(at)] };
    const [, attached] = /^(?:--output=|-o=?)(.+)$/s.exec(word) ?? [];
    if (word !== '-o' && word !== '--output' && attached === undefined) {
      others.push(word);
      continue;
    }
    if (attached === undefined) at += 1;
    const value = attached ?? words[at];
    if (value === undefined)
      throw new SafeInstallError({
        code: 'usage.option',
        message: `"${word}" needs a value: the lock to write`,
        hint: 'Write "-o pylock.toml", or "-o -" for standard output',
      });
    output = value;
  }
  return { output, words: others };
}
