import type { InstalledDistribution } from '../interpreter/index.ts';
import type { MarkerEnvironment, Requirement } from '../packaging/index.ts';
import { buildError } from './build-error.ts';

/**
 * `--check-build-dependencies`: what a build in the target itself needs has to be there.
 *
 * @throws SafeInstallError `build.requirement-missing`, naming all that is missing or of another version.
 */
export function checkBuildRequirements(
  requires: readonly Requirement[],
  installed: readonly Pick<InstalledDistribution, 'name' | 'version'>[],
  markers: MarkerEnvironment,
  subject: string,
): void {
  const versions = new Map(installed.map(({ name, version }) => [name, version]));
  const facts = requires.flatMap(({ normalizedName, specifier, marker, ...requirement }) => {
    if (marker !== null && !marker.evaluate(markers, [])) return [];
    const version = versions.get(normalizedName);
    if (version !== undefined && specifier.contains(version, { prereleases: true })) return [];
    const value = `${requirement.name}${specifier}`;
    return [
      { label: 'expected', value },
      { label: 'got', value: version === undefined ? 'nothing' : `${normalizedName} ${version}` },
    ];
  });
  if (facts.length === 0) return;
  throw buildError('build.requirement-missing', subject, 'what its build needs is not installed', {
    facts,
    hint: 'Install it first, or leave --no-build-isolation out',
  });
}
