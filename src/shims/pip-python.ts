import { isAbsolute, join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { kindOfPath, readFileCapped } from '../platform/index.ts';

/** Bytes. A script that runs pip has some two hundred; a program in machine code is not read at all. */
const LARGEST_SCRIPT = 64 * 1024;

/** `#!/venv/bin/python3.12`, which pip writes into its script where the path is short and has no blank. */
const FIRST_LINE = /^#![ \t]*(\/[^\s]+\/(?:python|pypy)[0-9.]*)(?:[ \t\r\n]|$)/;

/** `'''exec' "/a path/bin/python" "$0" "$@"`, which it writes under `#!/bin/sh` elsewhere. */
const SECOND_LINE = /^#![ \t]*\/bin\/sh[ \t]*\r?\n'''exec' "?(\/[^"\n]+?)"? "\$0" "\$@"/;

/**
 * The Python that a `pip` program installs for: the one that its first line names, or else the Python that lies beside it
 * under the same number (`pip3.12` and `python3.12`), as those of version managers do.
 *
 * @param program absolute path of `pip`, `pip3` or `pip3.X`.
 * @throws SafeInstallError `shims.python` when neither says.
 */
export async function pythonOfPip(program: string): Promise<string> {
  const named = pythonOfScript(await scriptText(program));
  if (named !== undefined && (await kindOfPath(named)) === 'file') return named;
  const number = /[0-9.]*$/.exec(program)?.[0] ?? '';
  const beside = join(program, '..', `python${number}`);
  if ((await kindOfPath(beside)) === 'file') return beside;
  throw new SafeInstallError({
    code: 'shims.python',
    message: 'it does not say which Python it installs for',
    subject: program,
    hint: 'Name the Python instead: python -m pip install …',
  });
}

async function scriptText(program: string): Promise<string> {
  try {
    return (await readFileCapped(program, LARGEST_SCRIPT))?.toString('utf8') ?? '';
  } catch (error) {
    if (error instanceof SafeInstallError && error.code === 'disk.too-large') return '';
    throw error;
  }
}

/** The Python in the first lines of a script of pip's; `undefined` for any other text. */
export function pythonOfScript(text: string): string | undefined {
  const found = FIRST_LINE.exec(text)?.[1] ?? SECOND_LINE.exec(text)?.[1];
  return found !== undefined && isAbsolute(found) ? found : undefined;
}
