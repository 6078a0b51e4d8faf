import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { VerifiedArtifact } from '../verify/index.ts';
import { displayName } from './display-names.ts';
import { distributionPaths, type PlacedFile, placeFiles } from './placement.ts';
import { findInstalled, type InstalledPlace } from './settle.ts';
import type { InstallPaths } from './target-python.ts';

/** A distribution that has been installed, with the place of each of its files. */
export interface PlacedDistribution {
  readonly artifact: VerifiedArtifact;
  readonly place: InstalledPlace;
  readonly files: readonly PlacedFile[];
  /** The folder for scripts. */
  readonly scripts: string;
  /**
   * The folder that RECORD's paths start from beside the library: pip's `--target` moves what it has installed and leaves
   * RECORD as it was.
   */
  readonly recordedFrom: string | null;
}

/**
 * Finds where the files of an artifact were installed.
 *
 * @throws SafeInstallError `installed.missing` when its RECORD is nowhere.
 */
export async function findPlacedFiles(
  artifact: VerifiedArtifact,
  paths: InstallPaths,
): Promise<PlacedDistribution> {
  const place = await findInstalled(artifact, paths);
  const files = placeFiles(
    artifact.report,
    distributionPaths(paths, place.library, headersName(artifact, paths)),
  );
  const isTarget = paths.purelib === paths.data;
  return {
    artifact,
    place,
    files,
    scripts: paths.scripts,
    recordedFrom: isTarget ? join(paths.data, 'lib', 'python') : null, // sysconfig's "home" scheme
  };
}

/** The installers name the folder for headers after the requirement, each in its own spelling: the one that is there. */
function headersName(artifact: VerifiedArtifact, { include }: InstallPaths): string {
  const { candidate, report } = artifact;
  const names = [
    displayName(artifact),
    candidate.name,
    report.root.slice(0, Math.max(report.root.indexOf('-'), 0)),
  ];
  return names.find((name) => name !== '' && existsSync(join(include, name))) ?? candidate.name;
}
