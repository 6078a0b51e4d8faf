import { SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import {
  conflictsWithInstalled,
  conflictsWithin,
  type InstalledOwner,
  type PlanConflict,
} from './plan-conflicts.ts';
import { type PlannedPath, plannedPaths } from './planned-paths.ts';
import { protectedBy } from './protected-paths.ts';
import type { InstallPaths, TargetPython } from './target-python.ts';

/** What would be written, and into what. */
export interface Plan {
  readonly artifacts: readonly VerifiedArtifact[];
  readonly python: TargetPython;
  /** See `installPaths`. */
  readonly paths: InstallPaths;
  /** What is installed. Those of the plan's names are replaced; the others stay. */
  readonly installed: readonly InstalledOwner[];
  /** That of this process where nothing else is said. */
  readonly platform?: NodeJS.Platform;
}

/** Facts that an error names. */
const MOST_NAMED = 5;

/**
 * Design point 11, before anything is installed: no file may take the place of Python, pip or uv.
 *
 * @returns paths that two distributions write different bytes to, which is for the caller to show or to refuse
 *   ({@link refuseConflicts}). It happens every day with stray top-level `tests` folders.
 * @throws SafeInstallError (or SafeInstallErrors) `plan.overwrites-interpreter`, one for each distribution.
 */
export function checkPlan(plan: Plan): readonly PlanConflict[] {
  const { artifacts, python, paths, installed, platform = process.platform } = plan;
  const planned = plannedPaths(artifacts, paths);
  refuseProtected(planned, protectedBy(python, paths, platform));
  const names = new Set(artifacts.map(({ candidate }) => candidate.name));
  const staying = installed.filter(({ name }) => !names.has(name));
  return [...conflictsWithin(planned, platform), ...conflictsWithInstalled(planned, staying, platform)];
}

function refuseProtected(planned: readonly PlannedPath[], protect: ReturnType<typeof protectedBy>): void {
  const found = planned.flatMap((each) => {
    const taken = protect(each);
    return taken === undefined ? [] : [{ ...each, taken }];
  });
  const errors = [...new Set(found.map(({ artifact }) => artifact))].map((artifact) => {
    const own = found.filter((each) => each.artifact === artifact);
    return new SafeInstallError({
      code: 'plan.overwrites-interpreter',
      message: `it would take the place of ${[...new Set(own.map(({ taken }) => taken))].join(' and ')}`,
      subject: artifact.candidate.file.filename,
      facts: own.slice(0, MOST_NAMED).map(({ path }) => ({ label: 'writes to', value: path })),
      hint: 'Do not install it, and tell its maintainers',
    });
  });
  const [first, ...others] = errors;
  if (first !== undefined) throw others.length === 0 ? first : new SafeInstallErrors(errors);
}

/**
 * Refuses what {@link checkPlan} returned, for those who want that.
 *
 * @throws SafeInstallError `plan.conflict`.
 */
export function refuseConflicts(conflicts: readonly PlanConflict[]): void {
  if (conflicts.length === 0) return;
  throw new SafeInstallError({
    code: 'plan.conflict',
    message: `different bytes would be written to ${conflicts.length === 1 ? 'one path' : `${conflicts.length} paths`}`,
    facts: conflicts.slice(0, MOST_NAMED).map(({ path, owners, installed }) => ({
      label: [...owners, ...(installed === null ? [] : [installed])].join(', '),
      value: path,
    })),
    hint: 'Leave one of them out, or install them into environments of their own',
  });
}
