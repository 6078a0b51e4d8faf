import type { InstalledDistribution } from '../interpreter/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';

/** What is installed, as far as it matters here. */
type Installed = Pick<InstalledDistribution, 'name' | 'version'>;

/**
 * What the installer has to be told so that it installs a project in the version that is there already: one that was built
 * from a file or folder of the user's may have changed under the same version.
 */
export function reinstalling(
  artifacts: readonly Pick<VerifiedArtifact, 'candidate' | 'verdict'>[],
  installed: readonly Installed[],
): readonly string[] {
  const versions = new Map(installed.map(({ name, version }) => [name, version]));
  const isThere = artifacts.some(
    ({ candidate, verdict }) =>
      verdict.builtFrom !== undefined && versions.get(candidate.name)?.equals(candidate.version) === true,
  );
  return isThere ? ['--force-reinstall'] : [];
}
