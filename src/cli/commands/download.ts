import { resolve } from 'node:path';
import { copyFileAtomic, writeFileAtomic } from '../../platform/index.ts';
import { prepare } from '../../prepare/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import type { CommandContext } from '../main.ts';
import { verdictLines } from './outcome-lines.ts';
import { type ReportedFacts, reporting, toReportedFacts } from './reporting.ts';
import { openSession, type Session } from './session.ts';

/**
 * `safe-install download -d DIR REQ…`: checked files under their own names, the evidence of each beside it, and nothing
 * installed.
 */
export async function runDownload(context: CommandContext): Promise<number> {
  const session = openSession(context, 'download');
  return await reporting(context, session, (observe) => download(context, session, observe));
}

async function download(
  context: CommandContext,
  { doors, terminal }: Session,
  observe: (facts: ReportedFacts) => void,
): Promise<readonly VerifiedArtifact[]> {
  const prepared = await prepare(
    { command: 'download', words: context.words },
    {
      files: 'verify',
      installed: 'ignore',
      sdists: 'take',
      observe: (facts) => observe(toReportedFacts(facts)),
    },
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
    return prepared.verified;
  } finally {
    await prepared.close();
  }
}
