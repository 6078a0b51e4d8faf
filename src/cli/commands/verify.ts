import { printable, Refusal, SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import { checkLocalFile, filesMeantBy, prepare } from '../../prepare/index.ts';
import type { CommandContext } from '../main.ts';
import { openSession } from './session.ts';

/** What has been checked of one file, for a line on stdout. */
interface Passed {
  readonly filename: string;
  readonly sha256: string;
}

/**
 * `safe-install verify FILE|DIR|REQ…`: reads files and says for each whether it holds what it promises; installs nothing.
 *
 * One line for each file that passed goes to stdout; what is wrong with the others is told on stderr, together.
 */
export async function runVerify(context: CommandContext): Promise<number> {
  const { doors, terminal, meant } = openSession(context, 'install');
  const passed: Passed[] = [];
  const errors: SafeInstallError[] = [];
  let refused = 0;
  const local = new Set<string>();
  for (const word of meant.wanted.requirements) {
    const files = await filesMeantBy(word, context.currentFolder);
    if (files === undefined) continue;
    local.add(word);
    for (const path of files) {
      const problems = await problemsOf(async () => {
        const { artifact } = await checkLocalFile(path, context.signal);
        passed.push({ filename: artifact.file.filename, sha256: artifact.sha256 });
      });
      errors.push(...problems);
      if (problems.length > 0) refused += 1;
    }
  }
  const words = context.words.filter((word) => !local.has(word));
  const { requirementFiles, requirements } = meant.wanted;
  if (requirementFiles.length > 0 || requirements.some((word) => !local.has(word)) || local.size === 0) {
    const problems = await problemsOf(async () => {
      const prepared = await prepare(
        { command: 'install', words },
        { files: 'verify', installed: 'ignore', sdists: 'take' },
        doors,
      );
      await prepared.close();
      for (const { artifact } of prepared.verified)
        passed.push({ filename: artifact.file.filename, sha256: artifact.sha256 });
    });
    errors.push(...problems);
  }
  terminal.clear();
  for (const { filename, sha256 } of passed)
    context.stdout.write(`checked ${printable(filename)} sha256:${sha256}\n`);
  if (errors.length > 0) throw new Refusal(errors, passed.length, refused);
  if (terminal.verbosity >= 0) terminal.lines([`${passed.length} checked, 0 refused`]);
  return 0;
}

/** What goes wrong in `work`, if it is of the kind that is told and not thrown. */
async function problemsOf(work: () => Promise<void>): Promise<readonly SafeInstallError[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof SafeInstallErrors) return error.errors;
    if (error instanceof SafeInstallError) return [error];
    throw error;
  }
}
