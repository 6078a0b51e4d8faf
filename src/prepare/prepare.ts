import type { Candidate, Project } from '../artifact/index.ts';
import type { Trust } from '../attestation/index.ts';
import type { PackageIndex } from '../index/index.ts';
import { checkPassedOn, checkVirtual } from '../installers/index.ts';
import { type InstalledDistribution, listInstalled } from '../interpreter/index.ts';
import type { NormalizedName } from '../packaging/index.ts';
import type { NamedPublisher } from '../policy/index.ts';
import { type Resolution, resolve } from '../resolver/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { ageGate } from './age-gate.ts';
import { openBuilds } from './builds/open-builds.ts';
import { candidateSource, likelyFiles, lockedFilesDoors } from './candidate-sources.ts';
import type { Doors } from './doors.ts';
import { type Governance, readGovernance } from './governance.ts';
import type { JudgeDoors } from './judge.ts';
import { isMissing, prefersSdist } from './lock/lock-selection.ts';
import { LockedFiles } from './lock/locked-files.ts';
import { planOfLocks } from './lock/locked-plan.ts';
import type { PreviousLock } from './lock/previous-lock.ts';
import { checkMayInstall } from './may-install.ts';
import { readCommandLine } from './read-command-line.ts';
import { resolverTarget } from './resolver-target.ts';
import { Stopwatch } from './stopwatch.ts';
import { openSupply } from './supply.ts';
import { type CommandLine, findSources, type Target } from './target.ts';
import { asksForLocksOnly, readWanted, type Wanted } from './wanted.ts';

export interface PrepareOptions {
  /** `leave`: the answer of the resolver is all that is wanted. */
  readonly files: 'verify' | 'leave';
  /** `ignore`: as if nothing were installed. */
  readonly installed: 'count' | 'ignore';
  /** `build`: what is to be installed are wheels, and a source distribution is made into one. */
  readonly sdists: 'take' | 'build';
  /** `build`: projects in folders and repositories are taken too, where only files would be without it. */
  readonly projects?: 'build';
  /** Who has to have signed every file, whatever the policy says beside it. */
  readonly named?: readonly NamedPublisher[];
  /** A lock that is written anew: its versions are taken where they fit, and its publishers count. */
  readonly previous?: PreviousLock;
  /** Path of `--trusted-root`. */
  readonly trustedRoot?: string;
  /** What the run is held to, where that is not the policy in force. */
  readonly govern?: Govern;
  /** Hears what is known as soon as it is: a report tells of a run that fails later, too. */
  readonly observe?: (facts: RunFacts) => void;
  /** Hears, once, that there is a file that will most likely be installed. */
  readonly expectInstall?: (target: Target) => void;
}

/** Says what a run is held to; `readGovernance` is the one of every run that installs something. */
export type Govern = typeof readGovernance;

/** What is known of a run before its files are judged. */
export interface RunFacts {
  readonly target: Target;
  readonly governance: Governance;
  /** The trust roots that were needed; more may come. */
  readonly trust: readonly Trust[];
  /** What the resolver has chosen; empty until it has. */
  readonly plan: readonly Candidate[];
}

/** Everything that is known when the last file has been checked, and nothing has been installed. */
export interface Prepared {
  readonly target: Target;
  /** What was asked for, locks and files among it. */
  readonly wanted: Wanted;
  readonly resolution: Resolution<InstalledDistribution>;
  /** What is installed, as far as it counts. */
  readonly installed: readonly InstalledDistribution[];
  /** In the order of `resolution.candidates`; empty where files were left alone. */
  readonly verified: readonly VerifiedArtifact[];
  /** What was verified for builds, and installed into their environments alone. */
  readonly buildRequirements: readonly VerifiedArtifact[];
  /** What the sources offer of each project that was chosen from them. */
  readonly projects: ReadonlyMap<NormalizedName, Project>;
  /** What the files were held to. */
  readonly governance: Governance;
  /** The trust roots that were needed. */
  readonly trust: readonly Trust[];
  readonly stopwatch: Stopwatch;
  /** Ends every connection, and removes what does not outlive the run: the files of `verified` may go with it. */
  close(): Promise<void>;
}

/**
 * From words to verified artifacts: which Python and which sources, what is asked for, which files meet it; every file
 * fetched, read strictly and compared. Nothing is written but the cache.
 *
 * @throws SafeInstallError (or SafeInstallErrors) for everything that stands in the way.
 */
export async function prepare(line: CommandLine, options: PrepareOptions, doors: Doors): Promise<Prepared> {
  const stopwatch = new Stopwatch();
  const { target, files, buildConstraints, adjustments } = await stopwatch.time('start', () =>
    readCommandLine(line, doors),
  );
  if (options.installed === 'count') {
    checkVirtual(target.python, target.arguments.target);
    checkMayInstall(target);
    checkPassedOn(target.installer.kind, target.arguments.passOn);
  }
  const findingSources = findSources(target, doors); // may have to ask the installer, which takes its time
  findingSources.catch(() => {}); // is told below
  const { markers, tags } = target.interpreter;
  const { wanted: given, selection } = target.arguments;
  const plan = planOfLocks(files.locks, { markers, tags, prefersSdist: prefersSdist(selection) });
  const wanted = await readWanted(given.requirements, files, plan, {
    currentFolder: doors.currentFolder,
    markers,
    editables: given.editables,
    // a lock says itself what is needed by whom
    ...(asksForLocksOnly(given, files) ? {} : { adjustments }),
    configSettings: target.arguments.build.configSettings,
  });
  const installed = await installedOf(target, options, doors);
  const govern = options.govern ?? readGovernance;
  const governance = await govern(target.arguments.policy, doors, options.trustedRoot);
  const sources = await findingSources;
  const { trustRefresh } = target.arguments.policy;
  // a lock holds all that is needed; beside other requirements it is one of them, as with pip
  const isLocked = asksForLocksOnly(given, files);
  const dependencies = isLocked ? 'without' : selection.dependencies;
  const locked = new LockedFiles(plan, {
    indexes: sources.indexes.length === 0 ? 'not asked' : 'asked',
    dependencies: dependencies === 'without' ? 'left' : 'followed',
  });
  locked.checkPins(governance.policy);
  const lockedFor: JudgeDoors['lockedFor'] = (candidate) =>
    options.named ?? locked.publishersFor(candidate) ?? options.previous?.publishersFor(candidate) ?? null;
  const supply = await openSupply({ sources, governance, trustRefresh, locked, lockedFor }, doors);
  const { index, acquisition } = supply;
  const facts = { target, governance, trust: supply.roots.loaded };
  options.observe?.({ ...facts, plan: [] });
  const expected = (): void => options.expectInstall?.(target);
  const begin = options.files === 'verify' ? likelyFiles(acquisition, expected) : () => {};
  const builds = openBuilds(
    {
      source: candidateSource(index, begin, doors),
      target,
      constraints: buildConstraints,
      governance,
      acquisition,
      wishes: wanted.builds,
      projects:
        options.projects ?? (options.files === 'verify' && options.sdists === 'take' ? 'refuse' : 'build'),
    },
    doors,
  );
  const close = async (): Promise<void> => {
    await builds.close();
    await supply.close();
  };
  try {
    const ofLocks = lockedFilesDoors(supply, begin, doors);
    const resolution = await stopwatch.time('resolve', async () => {
      await locked.fetchAll(isMissing(installed, selection), ofLocks);
      return await resolve({
        ...wanted,
        source: locked.over(builds.source, ofLocks),
        target: resolverTarget(target),
        installed,
        options: {
          ...selection,
          dependencies,
          // every file of a lock has its digest, and a folder in one has none
          hashes: isLocked && selection.hashes === 'when-given' ? 'own-only' : selection.hashes,
          isTooYoung: locked.exceptOurs(ageGate(governance)),
          preferred: options.previous?.versions ?? new Map(),
        },
        onDecision: ({ file }) => begin(file),
        log: doors.log,
        progress: doors.progress,
        clock: doors.clock,
      });
    });
    options.observe?.({ ...facts, plan: resolution.candidates });
    for (const warning of resolution.warnings) doors.log.warn(warning);
    const { candidates } = resolution;
    const toCheck = await builds.filesOf(options.files === 'leave' ? [] : candidates);
    const checked = await stopwatch.time('download', () => acquisition.verifyAll(toCheck));
    // nothing is built for an install before everything that is to be installed has passed
    const what = options.sdists === 'build' && !target.arguments.output.dryRun ? 'all' : 'projects';
    const verified =
      options.files === 'leave'
        ? []
        : await stopwatch.time('build', () => builds.buildAll(candidates, checked, what));
    const projects = await projectsOf(resolution, index, doors);
    await acquisition.stop();
    return {
      target,
      wanted,
      resolution,
      installed,
      verified,
      buildRequirements: builds.requirements,
      projects,
      governance,
      trust: supply.roots.loaded,
      stopwatch,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** pip looks at nothing that is installed when it installs into a folder, or for another machine. */
async function installedOf(
  { interpreter, arguments: { target, selection } }: Target,
  options: PrepareOptions,
  { log }: Doors,
): Promise<readonly InstalledDistribution[]> {
  const counts = options.installed === 'count' && target.folder === null && selection.foreignTarget === null;
  return counts ? await listInstalled(interpreter, log) : [];
}

/** The projects of the candidates, already known; one that its index has archived or deprecated is told (PEP 792). */
async function projectsOf(
  { candidates }: Resolution<InstalledDistribution>,
  index: PackageIndex,
  { log }: Doors,
): Promise<ReadonlyMap<NormalizedName, Project>> {
  const projects = new Map<NormalizedName, Project>();
  for (const { name, file } of candidates) {
    if (file.origin.kind !== 'index' && file.origin.kind !== 'find-links') continue;
    const project = await index.fetchProject(name);
    projects.set(name, project);
    if (project.status === 'archived' || project.status === 'deprecated')
      log.warn(
        `${name} is ${project.status}${project.statusReason === null ? '' : `: ${project.statusReason}`}`,
      );
  }
  return projects;
}
