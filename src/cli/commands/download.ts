import { resolve } from 'node:path';
import { copyFileAtomic } from '../../platform/index.ts';
import { prepare } from '../../prepare/index.ts';
import type { CommandContext } from '../main.ts';
import { checkedLine, countsOf } from './outcome-lines.ts';
import { openSession } from './session.ts';

/** `safe-install download -d DIR REQ…`: checked files under their own names, and nothing installed. */
export async function runDownload(context: CommandContext): Promise<number> {
  const { doors, terminal } = openSession(context, 'download');
  const prepared = await prepare(
    { command: 'download', words: context.words },
    { files: 'verify', installed: 'ignore', sdists: 'take' },
    doors,
  );
  try {
    const folder = resolve(context.currentFolder, prepared.target.arguments.output.destination);
    for (const { artifact } of prepared.verified)
      await copyFileAtomic(artifact.path, resolve(folder, artifact.file.filename));
    terminal.clear();
    if (terminal.verbosity >= 0) {
      terminal.lines([
        ...prepared.verified.map(({ artifact }) => `Saved ${resolve(folder, artifact.file.filename)}`),
        ...checkedLine(prepared.verified),
        countsOf(prepared.verified),
      ]);
    }
    return 0;
  } finally {
    await prepared.close();
  }
}
