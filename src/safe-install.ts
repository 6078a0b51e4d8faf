import { join } from 'node:path';
import {
  checkInstalled,
  checkPlan,
  checkWritable,
  dependencyConflicts,
  handOver,
  type InstallPaths,
  installPaths,
  refuseConflicts,
  reinstalling,
  startPip,
  type WaitingPip,
} from './installers/index.ts';
import {
  type CommandLine,
  type Doors,
  type Prepared,
  prepare,
  type RunFacts,
  rememberPublishers,
  type Target,
} from './prepare/index.ts';

/** What a run has come to. */
export interface Outcome extends Omit<Prepared, 'close'> {
  /** `Successfully installed a-1.0 b-2.0`; `null` where there was nothing to install, or nothing was to be. */
  readonly installation: string | null;
}

/**
 * The whole story: `pip install`, with every file checked before the installer sees it.
 *
 * 1. The words become requirements, the requirements candidates, the candidates files on disk, and the files, once every
 *    check has passed and the policy is met, verified artifacts. One refusal ends the run, and nothing has been installed
 *    (`prepare/`).
 * 2. The plan as a whole is looked at: nothing may take the place of Python, pip or uv. Publishers that were seen for the
 *    first time are remembered.
 * 3. pip or uv gets a private folder with exactly these files and their digests, no index and no configuration.
 * 4. What was written is compared with what was checked, and which files it was is remembered for audits.
 *
 * @param observe hears what is known on the way.
 * @throws SafeInstallError (or SafeInstallErrors) with the reason for not installing.
 */
export async function safeInstall(
  line: CommandLine,
  doors: Doors,
  observe: (facts: RunFacts) => void = () => {},
): Promise<Outcome> {
  const ready: { pip?: WaitingPip | undefined } = {};
  const expectInstall = ({ installer, arguments: { output } }: Target): void => {
    if (!output.dryRun) ready.pip = startPip(installer, output.verbosity, doors);
  };
  try {
    const prepared = await prepare(
      line,
      { files: 'verify', installed: 'count', sdists: 'build', observe, expectInstall },
      doors,
    );
    try {
      const isDone = prepared.verified.length === 0 || prepared.target.arguments.output.dryRun;
      return { ...prepared, installation: isDone ? null : await install(prepared, ready.pip, doors) };
    } finally {
      await prepared.close();
    }
  } finally {
    await ready.pip?.dismiss();
  }
}

async function install(
  prepared: Prepared,
  waitingPip: WaitingPip | undefined,
  doors: Doors,
): Promise<string> {
  const { target, verified, buildRequirements, installed, governance, stopwatch } = prepared;
  const { python, installer, interpreter, arguments: given } = target;
  const paths = installPaths(python, given.target, installer.kind);
  await checkWritable(python, given.target, paths);
  const conflicts = checkPlan({ artifacts: verified, python, paths, installed });
  if (governance.policy.settings.pathConflicts.value === 'refuse') refuseConflicts(conflicts);
  for (const { path, owners, installed: owner } of conflicts) {
    const names = [...owners, ...(owner === null ? [] : [owner])];
    doors.log.warn(`${names.join(' and ')} write different bytes to ${path}`);
  }
  await rememberPublishers([...verified, ...buildRequirements], governance, doors);
  doors.progress.update('installing', { done: 0, total: verified.length, detail: `by ${installer.kind}` });
  let recording: Promise<Recording> | undefined;
  const meanwhile = (): void => {
    recording = startRecording(verified);
    recording.catch(() => {}); // is told below
  };
  const handed = await stopwatch.time('install', () =>
    handOver(
      {
        artifacts: verified,
        python,
        installer,
        target: given.target,
        passOn: [...given.passOn, ...reinstalling(verified, installed)],
        verbosity: given.output.verbosity,
      },
      { ...doors, meanwhile, waitingPip, temporaryFolder: join(doors.folders.cache, 'hand-over') },
    ),
  );
  try {
    await stopwatch.time('installed-check', () => checkInstalled(verified, handed.paths, doors.signal));
  } finally {
    await handed.removal;
  }
  await (await (recording ?? startRecording(verified)))(handed.paths, doors);
  if (given.target.warnConflicts && given.selection.dependencies !== 'without') {
    for (const conflict of dependencyConflicts(verified, installed, interpreter.markers))
      doors.log.warn(conflict);
  }
  return handed.summary;
}

/** Writes down what was installed where, for audits. */
type Recording = (paths: InstallPaths, doors: Doors) => Promise<void>;

async function startRecording(verified: Prepared['verified']): Promise<Recording> {
  const { describeInstallations, rememberInstallations } = await import('./audit/index.ts'); // it takes time to load
  const described = describeInstallations(verified);
  return async (paths, { folders, log }) => await rememberInstallations(described, paths, folders.state, log);
}
