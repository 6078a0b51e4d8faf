import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { ArtifactStore } from '../../archive/index.ts';
import { SafeInstallError } from '../../errors/index.ts';
import { removePath, systemClock, userFolders } from '../../platform/index.ts';
import { bytes, count } from '../../report/index.ts';
import type { CommandContext } from '../main.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What `prune` removes when it is not told otherwise: what has not been used for a month. */
const UNUSED_DAYS = 30;

/** `safe-install cache dir|info|prune|clear` */
export async function runCache(context: CommandContext): Promise<number> {
  const folder = userFolders(context.environment).cache;
  const say = (text: string): void => {
    context.stdout.write(`${text}\n`);
  };
  const open = (): Promise<ArtifactStore> => ArtifactStore.open(folder, systemClock);
  const program = new Command('safe-install cache').exitOverride().configureOutput({
    writeOut: (text) => context.stdout.write(text),
    writeErr: () => {}, // what is wrong is told by us
  });
  program
    .command('dir')
    .description('print the folder')
    .action(() => say(folder));
  program
    .command('info')
    .description('print how much is in it')
    .action(async () => {
      const { entries, bytes: size } = await (await open()).info();
      say(`${folder}\n${count(entries, 'file')}, ${bytes(size)}`);
    });
  program
    .command('prune')
    .description('remove files that have not been used for a while')
    .option('--days <number>', 'days without use', String(UNUSED_DAYS))
    .action(async ({ days }: { days: string }) => {
      const { removed, freedBytes } = await (await open()).prune({ unusedFor: daysOf(days) * DAY });
      say(`Removed ${count(removed, 'file')}, ${bytes(freedBytes)}`);
    });
  program
    .command('clear')
    .description('remove everything')
    .action(async () => {
      const { removed, freedBytes } = await (await open()).clear();
      for (const name of ['index', 'hand-over', 'interpreters', 'default-index'])
        await removePath(join(folder, name));
      say(`Removed ${count(removed, 'file')}, ${bytes(freedBytes)}`);
    });
  try {
    await program.parseAsync([...context.words], { from: 'user' });
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0; // --help
    throw new SafeInstallError({
      code: 'usage.command',
      message: error.message.replace(/^error: /, '').replace(/\.$/, '') || 'the cache is asked nothing',
      hint: 'Say dir, info, prune or clear',
      cause: error,
    });
  }
}

function daysOf(text: string): number {
  const days = Number(text);
  if (Number.isFinite(days) && days >= 0 && text.trim() !== '') return days;
  throw new SafeInstallError({ code: 'usage.option', message: `"${text}" is no number of days` });
}
