import { resolve } from 'node:path';
import {
  type AuditScope,
  askIndex,
  auditEnvironment,
  auditToJson,
  compareBytecode,
  type EnvironmentAudit,
  type FolderAudit,
  type IndexDoors,
  type InstalledPlace,
  readInstallations,
  recall,
  wishesOf,
  wishesOfFolders,
} from '../../audit/index.ts';
import { SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import type { InstallArguments } from '../../installers/index.ts';
import { findInterpreter } from '../../interpreter/index.ts';
import { systemClock, writeFileAtomic } from '../../platform/index.ts';
import { asksNoIndex } from '../../prepare/index.ts';
import { choosePalette, layoutWidth, toSarif } from '../../report/index.ts';
import { VERSION } from '../../version.ts';
import type { CommandContext } from '../main.ts';
import { type OwnWords, takeOwnWords } from '../own-words.ts';
import { auditLines } from './audit-lines.ts';
import { openSession, type Session } from './session.ts';

const OWN = {
  flags: ['--help', '-h', '--local', '--bytecode'],
  lists: ['--path'],
  values: { '--format': ['text', 'json', 'sarif'], '--report-format': ['json', 'sarif'] },
} as const;

const HELP = `Usage: safe-install audit [OPTION…]

Compares an environment as it stands with what was installed: every file with its
RECORD, what lies there beside them, and every distribution with the index and
the policy. Runs nothing of the environment.

Options
  --python PATH         the environment's Python, or its folder
  --path DIR            a folder of packages, such as pip --target makes; may be
                        given several times
  --user                what is installed for this user alone
  --local               without the packages of the system below the environment
  --target, --prefix    what was installed with the same option
  --bytecode            compare bytecode with what Python makes of its source;
                        takes as long as compiling all of it
  --offline, --no-index RECORD alone; with --path no Python is started
  --policy, --provenance, --ci, --index-url and other options of install
  --format text|json|sarif
                        what goes to standard output
  --report FILE         the same as JSON into a file, or as SARIF with
                        --report-format sarif
  -v                    every finding with every path, and the notes

Exit codes: 0 nothing found, 1 something found, 2 usage, 3 could not be looked at
`;

/** `safe-install audit`: the environment as it stands. What is found goes to stdout, since it is the answer. */
export async function runAudit(context: CommandContext): Promise<number> {
  const own = takeOwnWords(context.words, OWN);
  if (own.flags.has('--help') || own.flags.has('-h')) {
    context.stdout.write(HELP);
    return 0;
  }
  const session = openSession({ ...context, words: own.rest }, 'install');
  checkNothingWanted(session.meant);
  const audit = await auditAsAsked(own, session, context);
  session.terminal.clear();
  context.stdout.write(toText(audit, own.values.get('--format') ?? 'text', session, context));
  const { report } = session.meant.output;
  if (report !== null) {
    const text = toText(audit, own.values.get('--report-format') ?? 'json', session, context);
    if (report === '-') context.stdout.write(text);
    else await writeFileAtomic(resolve(context.currentFolder, report), text, 0o644);
  }
  return audit.findings.length === 0 ? 0 : new SafeInstallErrors(audit.findings).exitCode;
}

/** An audit is of what is there; what is asked for by name would suggest something else. */
function checkNothingWanted({ wanted }: InstallArguments): void {
  const { requirements, requirementFiles, scripts, groups } = wanted;
  const [word] = [...requirements, ...requirementFiles, ...scripts, ...groups.map(({ group }) => group)];
  if (word === undefined) return;
  throw new SafeInstallError({
    code: 'usage.command',
    message: `"audit" looks at all that is installed, and takes no "${word}"`,
    hint: 'Name an environment with --python, or a folder of packages with --path',
  });
}

function scopeOf(
  { flags, lists }: OwnWords,
  { target }: InstallArguments,
  currentFolder: string,
): AuditScope {
  const paths = [...(lists.get('--path') ?? []), ...(target.folder === null ? [] : [target.folder])];
  if (paths.length > 0)
    return { kind: 'folders', folders: paths.map((path) => resolve(currentFolder, path)) };
  if (target.prefix !== null) return { kind: 'prefix', prefix: resolve(currentFolder, target.prefix) };
  if (target.user === true) return { kind: 'user' };
  return { kind: flags.has('--local') ? 'local' : 'environment' };
}

/** Offline, a folder that is named needs no Python at all; else the Python says which index there is. */
async function auditAsAsked(
  own: OwnWords,
  session: Session,
  context: CommandContext,
): Promise<EnvironmentAudit> {
  const { doors, meant } = session;
  const { environment, currentFolder, signal } = context;
  const scope = scopeOf(own, meant, currentFolder);
  const installationsOf: IndexDoors['installationsOf'] = (folder) =>
    readInstallations(doors.folders.state, folder, doors.log);
  const offline = asksNoIndex(meant)
    ? (places: readonly InstalledPlace[]) => recall(places, installationsOf)
    : null;
  const comparesBytecode = own.flags.has('--bytecode');
  if (scope.kind === 'folders' && offline !== null && !comparesBytecode)
    return await auditEnvironment(wishesOfFolders(scope.folders), offline, signal);
  const interpreter = await findInterpreter({
    python: meant.target.python ?? undefined,
    environment,
    workingFolder: currentFolder,
    exec: doors.exec,
    cacheFolder: doors.folders.cache,
    log: doors.log,
    isolation: 'full',
  });
  const wishes =
    scope.kind === 'folders' ? wishesOfFolders(scope.folders) : await wishesOf(interpreter, scope);
  const further = comparesBytecode
    ? (folders: FolderAudit) =>
        compareBytecode(folders, interpreter, { exec: doors.exec, environment, signal })
    : undefined;
  if (offline !== null) return await auditEnvironment(wishes, offline, signal, further);
  const { openInquiry } = await import('../../prepare/index.ts'); // offline there is no need to load it
  // it asks pip for its version and its index: that takes as long as listing an environment does
  const opening = openInquiry(own.rest, interpreter, doors);
  const closed = opening.then(
    (inquiry) => () => inquiry.close(),
    () => async () => {},
  );
  try {
    const online = async (places: readonly InstalledPlace[]) =>
      await askIndex(places, { ...(await opening), installationsOf, signal });
    return await auditEnvironment(wishes, online, signal, further);
  } finally {
    await (await closed)();
  }
}

function toText(
  audit: EnvironmentAudit,
  format: string,
  { meant, terminal }: Session,
  context: CommandContext,
): string {
  if (format === 'json') return `${JSON.stringify(auditToJson(audit, VERSION), null, 2)}\n`;
  if (format === 'sarif') return `${JSON.stringify(toSarif(sarifRun(audit)), null, 2)}\n`;
  const { stdout, environment } = context;
  const palette = choosePalette({
    choice: meant.output.color,
    isTerminal: stdout.isTTY === true,
    environment,
  });
  const extent = terminal.verbosity > 0 ? ('all' as const) : ('screen' as const);
  return auditLines(audit, { palette, width: layoutWidth(stdout.columns), extent })
    .map((line) => `${line}\n`)
    .join('');
}

const sarifRun = ({ findings, notes }: EnvironmentAudit): Parameters<typeof toSarif>[0] => ({
  version: VERSION,
  endedAt: systemClock.now(),
  findings: [
    ...findings.map((error) => ({ error, weight: 'error' as const })),
    ...notes.map((error) => ({ error, weight: 'warning' as const })),
  ].map(({ error, weight }) => ({
    error,
    weight,
    waivedBecause: null,
    release: releaseOf(error),
    filename: null,
    requirements: [],
    place: placeOf(error),
  })),
});

/** `acme==1.4.0` for `acme 1.4.0`. */
const releaseOf = ({ subject = '' }: SafeInstallError): string | null =>
  /^[a-z0-9-]+ [^ ]+$/.test(subject) ? subject.replace(' ', '==') : null;

/** The first file that a finding is about. */
function placeOf({ facts }: SafeInstallError): { file: string; line: number; column: null } | null {
  const folder = facts.find(({ label }) => label === 'in')?.value;
  const file = facts.find(({ label }) => label === 'file')?.value;
  if (folder === undefined || file === undefined) return null;
  return { file: resolve(folder, file).replaceAll('\\', '/'), line: 1, column: null };
}
