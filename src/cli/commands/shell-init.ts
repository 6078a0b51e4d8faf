import { Command, CommanderError } from 'commander';
import { printable, SafeInstallError } from '../../errors/index.ts';
import {
  addToStartFile,
  handWrittenLines,
  isShell,
  removeFromStartFile,
  removeShims,
  SHELLS,
  type Shell,
  type Started,
  startFiles,
  writeShims,
} from '../../shims/index.ts';
import type { CommandContext } from '../main.ts';

const HELP = `
Prints what a shell reads to send "pip install", "python -m pip install" and
"uv pip install" through safe-install. Try it in one shell with
  eval "$(safe-install shell-init bash)"       (zsh, sh: the same)
  safe-install shell-init fish | source
or have it in every new one with --install. See docs/transparent.md
`;

/** `safe-install shell-init bash|zsh|fish|sh [--install]` and `safe-install shell-init --uninstall` */
export async function runShellInit(context: CommandContext): Promise<number> {
  const program = new Command('safe-install shell-init')
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.stdout.write(text), writeErr: () => {} })
    .argument('[shell]', SHELLS.join(', '))
    .option('--install', 'add it to the file that the shell reads at its start')
    .option('--uninstall', 'remove the shims, and what --install has added')
    .addHelpText('after', HELP)
    .action((shell: string | undefined, options: { install?: true; uninstall?: true }) =>
      execute(shell, options, context),
    );
  try {
    await program.parseAsync([...context.words], { from: 'user' });
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0; // --help
    throw usage(error.message.replace(/^error: /, '').replace(/\.$/, ''), error);
  }
}

async function execute(
  shell: string | undefined,
  { install, uninstall }: { readonly install?: true; readonly uninstall?: true },
  context: CommandContext,
): Promise<void> {
  if (uninstall === true) {
    if (install === true) throw usage('"--install" and "--uninstall" do not go together');
    return removeAll(context);
  }
  if (shell === undefined) throw usage('no shell was named');
  if (!isShell(shell)) throw usage(`there is nothing for the shell "${shell}"`);
  if (install === true && shell === 'sh')
    throw usage('"sh" reads no file of its own at its start: "--install" is for bash, zsh and fish');
  const shims = await writeShims(started(), context.environment);
  if (install !== true) {
    context.stdout.write(shims.text[shell]);
    return;
  }
  const path = await addToStartFile(shell as Exclude<Shell, 'sh'>, shims.file[shell], context.environment);
  say(context, `${path} reads ${shims.file[shell]} now`);
  say(context, `Open a new ${shell}. "safe-install shell-init --uninstall" takes it back`);
}

/** As this process was: `npx`, a global installation and a checkout each have a path that stays. */
const started = (): Started => ({ node: process.execPath, program: process.argv[1] ?? '' });

async function removeAll(context: CommandContext): Promise<void> {
  const files = Object.values(startFiles(context.environment)).flat();
  const byHand: string[] = [];
  let removed = 0;
  for (const path of files) {
    if (await removeFromStartFile(path)) {
      say(context, `Took the lines of safe-install out of ${path}`);
      removed += 1;
    }
    for (const { line, text } of await handWrittenLines(path)) byHand.push(`${path}:${line}: ${text}`);
  }
  const folder = await removeShims(context.environment);
  if (folder !== undefined) say(context, `Removed ${folder}`);
  for (const place of byHand) say(context, `Delete this line, which you wrote: ${place}`);
  if (folder === undefined && removed === 0 && byHand.length === 0)
    say(context, 'There was nothing to remove');
  else say(context, 'Shells that are open keep their functions until they are closed');
}

const say = ({ stdout }: CommandContext, text: string): void => {
  stdout.write(`${printable(text, 2_000)}\n`);
};

const usage = (message: string, cause?: unknown): SafeInstallError =>
  new SafeInstallError({
    code: 'usage.command',
    message,
    hint: 'Say bash, zsh, fish or sh, or --uninstall',
    cause,
  });
