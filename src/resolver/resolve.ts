import type { DistributionFile, ReadMetadata } from '../artifact/index.ts';
import type { NormalizedName } from '../packaging/index.ts';
import {
  type Clock,
  type Log,
  type Progress,
  silentLog,
  silentProgress,
  systemClock,
} from '../platform/index.ts';
import { Adjustments } from './adjustments.ts';
import type { CandidateSource, InstalledPackage } from './candidate-source.ts';
import { explainFailure } from './conflict.ts';
import { Constraints } from './constraints.ts';
import { type Outcome, Solver } from './core/index.ts';
import type { Edge } from './edges.ts';
import { areHashesRequired, checkHashes } from './hash-mode.ts';
import { Lookups } from './lookups.ts';
import { Nodes, PYTHON, ROOT } from './node.ts';
import { DEFAULT_OPTIONS, type ResolveOptions } from './options.ts';
import { PackageProvider } from './provider.ts';
import { type PinnedPackage, type Resolution, toResolution } from './resolution.ts';
import { tooDeep } from './resolve-errors.ts';
import type { Run } from './run.ts';
import { rankTarget, type Target } from './target.ts';
import { allowedHashes, userEdges } from './user-edges.ts';
import type { UserConstraint, UserRequirement } from './user-requirement.ts';
import { indexVersion, type OriginVersion, VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

/** Versions tried and conflicts met, together; pip gives up after as many. The largest real sets take some thousand. */
const MAX_ROUNDS = 200_000;

/** Milliseconds. Whoever has waited for longer has gone to look what is wrong. */
const MAX_DURATION = 10 * 60 * 1000;

/** Packages in one answer. The largest sets that people install have some hundred. */
const MAX_PACKAGES = 5000;

/** A file that has been chosen while the search goes on. */
export interface Decision {
  readonly name: NormalizedName;
  readonly file: DistributionFile;
  readonly metadata: ReadMetadata;
}

export interface ResolveRequest<Installed extends InstalledPackage> {
  readonly requirements: readonly UserRequirement[];
  readonly constraints?: readonly UserConstraint[];
  /** What stands in the place of every requirement on their projects. */
  readonly overrides?: readonly UserConstraint[];
  /** Projects that count as needed by nobody. */
  readonly excludes?: ReadonlySet<NormalizedName>;
  readonly source: CandidateSource;
  readonly target: Target;
  readonly installed?: readonly Installed[];
  /** What is left out is as with `pip install` without options. */
  readonly options?: Partial<ResolveOptions>;
  /**
   * Hears of each file as it is chosen, so that its download can begin. Most stay; a later call for the same project
   * takes an earlier one back, and the resolution has the last word.
   */
  readonly onDecision?: (decision: Decision) => void;
  readonly log?: Log;
  readonly progress?: Progress;
  readonly clock?: Clock;
  /** Rounds after which the search is given up. */
  readonly maxRounds?: number;
}

/**
 * Finds one version of everything that is needed, the same that pip 26.3 finds.
 *
 * @throws SafeInstallError `resolve.*`, each with what of the user's own requirements leads there; `sdist.needs-build`
 *   when the version that is wanted could be known only by building it; whatever the source throws.
 */
export async function resolve<Installed extends InstalledPackage>(
  request: ResolveRequest<Installed>,
): Promise<Resolution<Installed>> {
  const { source, constraints = [], overrides = [], excludes = new Set(), log = silentLog } = request;
  const options = { ...DEFAULT_OPTIONS, ...request.options };
  const target = rankTarget(request.target);
  const nodes = new Nodes();
  const adjustments = new Adjustments(overrides, excludes, target.markers);
  const allowing = [...constraints, ...adjustments.overrides];
  const asked = [...request.requirements, ...allowing];
  const lookups = new Lookups(source, target, options, areHashesRequired(asked, options));
  const user = await userEdges(request.requirements, { target, nodes, lookups, adjustments, log });
  const installed = new Map((request.installed ?? []).map((each) => [each.name, each]));
  const python = indexVersion(target.pythonVersion);
  const rootEdges: readonly Edge[] = [
    { package: PYTHON, versions: VersionsByOrigin.exactly(python), why: { kind: 'python' } },
    ...user.edges,
  ];
  const run: Run = {
    target,
    options,
    lookups,
    nodes,
    constraints: new Constraints(constraints, target.markers),
    adjustments,
    installed: options.ignoreInstalled ? new Map() : installed,
    requirements: request.requirements,
    userOrder: user.order,
    hashes: allowedHashes(user.edges, allowing, nodes),
    log,
  };
  const provider = new PackageProvider(run, rootEdges, ({ name }, { taken }) => {
    if (taken !== null) request.onDecision?.({ name, ...taken });
  });
  const outcome = await search(provider, request, python);
  if (outcome.kind === 'failed') throw explainFailure(outcome.proof, run);
  if (outcome.kind === 'exhausted') throw tooDeep(outcome.rounds);
  log.debug(`resolved ${outcome.pins.size} packages in ${outcome.rounds} rounds`);
  const pinned = new Map<string, PinnedPackage>();
  for (const [key, version] of outcome.pins) {
    const node = nodes.find(key);
    if (node !== undefined)
      pinned.set(key, {
        node,
        version,
        description: provider.descriptionOf(node, version),
        needs: provider.needsOf(key, version),
      });
  }
  const resolution = toResolution(pinned, rootEdges, installed, run);
  checkHashes(resolution.candidates, asked, options);
  return resolution;
}

/** Runs the solver, within limits, with the progress line. */
function search<Installed extends InstalledPackage>(
  provider: PackageProvider,
  { progress = silentProgress, clock = systemClock, maxRounds = MAX_ROUNDS }: ResolveRequest<Installed>,
  python: OriginVersion,
): Promise<Outcome<VersionsByOrigin, OriginVersion, Why>> {
  const start = clock.now().getTime();
  const solver: Solver<VersionsByOrigin, OriginVersion, Why> = new Solver(provider, {
    maxRounds,
    isOver: () => {
      progress.update('resolving', { done: solver.pins.size, detail: provider.newest });
      return solver.pins.size > MAX_PACKAGES || clock.now().getTime() - start > MAX_DURATION;
    },
  });
  return solver.solve(ROOT, python);
}
