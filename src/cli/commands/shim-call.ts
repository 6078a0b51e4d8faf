import { resolve } from 'node:path';
import { SafeInstallError } from '../../errors/index.ts';
import { pythonOfPip, targetOfUv } from '../../shims/index.ts';
import type { CommandContext } from '../main.ts';

/** What a shim says of the program that it stands in front of; see `src/shims/shim-script.ts`. */
type Kind = 'pip' | 'python' | 'uv' | 'python-uv';

/**
 * `safe-install shim-call KIND PROGRAM install|download WORDS…`: what the shims call, and nobody types. `PROGRAM` would have
 * been run; `WORDS` are those of its command line without the command.
 */
export async function runShimCall(context: CommandContext): Promise<number> {
  const [kind, program, command, ...words] = context.words;
  if (!isKind(kind) || program === undefined || (command !== 'install' && command !== 'download'))
    throw new SafeInstallError({
      code: 'usage.command',
      message: 'only shims call this',
      hint: 'Run safe-install install, or set the shims up with safe-install shell-init',
    });
  const own = await targetOf(kind, resolve(context.currentFolder, program), words, context);
  const run =
    command === 'install'
      ? (await import('./install.ts')).runInstall
      : (await import('./download.ts')).runDownload;
  return run({ ...context, words: [...own, ...words] });
}

const isKind = (word: string | undefined): word is Kind =>
  word === 'pip' || word === 'python' || word === 'uv' || word === 'python-uv';

/** Options in front of the user's own, which come later and so win. */
async function targetOf(
  kind: Kind,
  program: string,
  words: readonly string[],
  { environment, currentFolder }: CommandContext,
): Promise<readonly string[]> {
  switch (kind) {
    case 'pip':
      // pip goes by this variable before it goes by the Python that it runs in
      return ['--installer', 'pip', '--python', environment.PIP_PYTHON || (await pythonOfPip(program))];
    case 'python':
      return ['--installer', 'pip', '--python', environment.PIP_PYTHON || program];
    case 'uv':
      return ['--installer', 'uv', ...(await targetOfUv(words, environment, currentFolder))];
    case 'python-uv':
      return ['--installer', 'uv', '--python', program];
  }
}
