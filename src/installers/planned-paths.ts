import { join } from 'node:path';
import type { NormalizedName, RecordEntry } from '../packaging/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { displayName } from './display-names.ts';
import { distributionPaths, placeFiles } from './placement.ts';
import type { InstallPaths } from './target-python.ts';

/** A path that a plan writes to. */
export interface PlannedPath {
  readonly artifact: VerifiedArtifact;
  readonly owner: NormalizedName;
  /** Absolute. */
  readonly path: string;
  /** What is written; `null` for what an installer makes itself, such as the script of an entry point. */
  readonly entry: RecordEntry | null;
}

/**
 * Every path that the installation of these artifacts writes to, as far as their wheels decide it. A wheel whose root
 * may go to either of two library folders is taken for pure.
 */
export const plannedPaths = (
  artifacts: readonly VerifiedArtifact[],
  paths: InstallPaths,
): readonly PlannedPath[] =>
  artifacts.flatMap((artifact) => {
    const { report, candidate } = artifact;
    const owner = candidate.name;
    const files = placeFiles(report, distributionPaths(paths, paths.purelib, displayName(artifact)));
    return [
      ...files
        .filter(({ treatment }) => treatment !== 'wrapper')
        .map(({ path, entry }) => ({ artifact, owner, path, entry })),
      ...report.scripts.map((name) => ({ artifact, owner, path: join(paths.scripts, name), entry: null })),
    ];
  });

/** Whether the file systems of a platform take two names that differ in case for one. */
const foldsCase = (platform: NodeJS.Platform): boolean => platform === 'win32' || platform === 'darwin';

/** A path as it is compared on a platform. */
export const pathKey = (path: string, platform: NodeJS.Platform): string =>
  foldsCase(platform) ? path.normalize('NFC').toLowerCase() : path;
