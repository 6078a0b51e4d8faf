import { SafeInstallError } from '../../errors/index.ts';
import { prepare, verifyLocalFile } from '../../prepare/index.ts';
import { explainFile } from '../../report/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import type { CommandContext } from '../main.ts';
import { takeOwnWords } from '../own-words.ts';
import { Terminal } from '../terminal.ts';
import { judgingLocalFiles, localFilesOf, NO_EXPECTATIONS } from './local-files.ts';
import { openSession, type Session } from './session.ts';

const HELP = `Usage: safe-install explain REQUIREMENT|FILE… [OPTION…]

Tells for each file who built it, from which commit, when, where that is logged,
which rule applied, which checks it has passed, and what is not proven. Installs
nothing, and looks at no dependencies.

Takes the options of install. Exit codes: 0 told, 1 refused, 2 wrong usage, 3 could
not be checked, 4 there is no such file
`;

/** `safe-install explain REQ|FILE…`: one screen a file on stdout; why one is refused goes to stderr, as everywhere. */
export async function runExplain(context: CommandContext): Promise<number> {
  const own = takeOwnWords(context.words, { flags: ['--help', '-h'] });
  if (own.flags.size > 0) {
    context.stdout.write(HELP);
    return 0;
  }
  const session = openSession(context, 'install');
  const verified = await filesOf(session, context);
  session.terminal.clear();
  const { stdout, environment } = context;
  const { verbosity, color } = session.meant.output;
  const screen = new Terminal({ stream: stdout, environment, verbosity, colour: color });
  for (const [index, file] of verified.entries())
    screen.lines([...(index === 0 ? [] : ['']), ...explainFile(file, screen)]);
  return 0;
}

/** Those that lie here first, then what the sources have for the requirements. */
async function filesOf(session: Session, context: CommandContext): Promise<readonly VerifiedArtifact[]> {
  const { doors, meant } = session;
  const { words, paths } = await localFilesOf(session, context.currentFolder);
  const { requirements, requirementFiles } = meant.wanted;
  const isAsked = requirementFiles.length > 0 || requirements.some((word) => !words.has(word));
  if (!isAsked && paths.length === 0)
    throw new SafeInstallError({
      code: 'usage.command',
      message: 'nothing is named that could be explained',
      hint: 'Name a requirement or a file',
    });
  const verified: VerifiedArtifact[] = [];
  if (paths.length > 0)
    await judgingLocalFiles(NO_EXPECTATIONS, session, async (judgement) => {
      for (const path of paths) verified.push(await verifyLocalFile(path, judgement, doors.signal));
    });
  if (isAsked) {
    const rest = context.words.filter((word) => !words.has(word));
    const prepared = await prepare(
      { command: 'install', words: ['--no-deps', ...rest] },
      { files: 'verify', installed: 'ignore', sdists: 'take' },
      doors,
    );
    await prepared.close();
    verified.push(...prepared.verified);
  }
  return verified;
}
