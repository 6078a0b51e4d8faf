import { resolve } from 'node:path';
import { copyFileAtomic, writeFileAtomic } from '../../platform/index.ts';
import { prepare } from '../../prepare/index.ts';
import type { CommandContext } from '../main.ts';
import { verdictLines } from './outcome-lines.ts';
import { openSession } from './session.ts';

/**
 * `safe-install download -d DIR REQ…`: checked files under their own names, the evidence of each beside it, and nothing
 * installed.
 */
export async function runDownload(context: CommandContext): Promise<number> {
  const { doors, terminal } = openSession(context, 'download');
  const prepared = await prepare(
    { command: 'download', words: context.words },
    { files: 'verify', installed: 'ignore', sdists: 'take' },
    doors,
  );
  try {
    const folder = resolve(context.currentFolder, prepared.target.arguments.output.destination);
    for (const { artifact, judgement } of prepared.verified) {
      const path = resolve(folder, artifact.file.filename);
      await copyFileAtomic(artifact.path, path);
      const { document } = judgement;
      if (document !== null) await writeFileAtomic(`${path}${document.suffix}`, document.bytes, 0o644);
    }
    terminal.clear();
    if (terminal.verbosity >= 0) {
      terminal.lines([
        ...prepared.verified.map(({ artifact }) => `Saved ${resolve(folder, artifact.file.filename)}`),
        ...verdictLines(prepared, terminal),
      ]);
    }
    return 0;
  } finally {
    await prepared.close();
  }
}
