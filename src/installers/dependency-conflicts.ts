import type { InstalledDistribution } from '../interpreter/index.ts';
import type { MarkerEnvironment, NormalizedName, Requirement, Version } from '../packaging/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';

/** What of an installed distribution is needed here. */
type InstalledDependent = Pick<InstalledDistribution, 'name' | 'version' | 'requiresDist'>;

interface Member {
  readonly name: NormalizedName;
  readonly version: Version;
  readonly requiresDist: readonly Requirement[];
}

/**
 * Dependencies that will be missing or of an unsuitable version once a plan is installed, of the plan's distributions and
 * of those that need one of them. The resolver, as pip's, goes by what was asked for, and not by everything that is
 * installed.
 *
 * @returns sentences without their full stop, in pip's words; empty when all suit each other.
 */
export function dependencyConflicts(
  artifacts: readonly VerifiedArtifact[],
  installed: readonly InstalledDependent[],
  markers: MarkerEnvironment,
): readonly string[] {
  const planned: readonly Member[] = artifacts.map(({ candidate }) => ({
    name: candidate.name,
    version: candidate.version,
    requiresDist: candidate.metadata.metadata.requiresDist,
  }));
  const names = new Set(planned.map(({ name }) => name));
  const staying = installed.filter(({ name }) => !names.has(name));
  const versions = new Map([...staying, ...planned].map(({ name, version }) => [name, version]));
  const applies = ({ marker }: Requirement): boolean => marker?.evaluate(markers) ?? true;
  const affected = staying.filter(({ requiresDist }) =>
    requiresDist.some((requirement) => applies(requirement) && names.has(requirement.normalizedName)),
  );
  return [...planned, ...affected].flatMap((member) =>
    member.requiresDist.filter(applies).flatMap((requirement) => faultOf(member, requirement, versions)),
  );
}

function faultOf(
  { name, version }: Member,
  requirement: Requirement,
  versions: ReadonlyMap<NormalizedName, Version>,
): readonly string[] {
  const found = versions.get(requirement.normalizedName);
  const who = `${name} ${version.toString()} requires`;
  if (found === undefined) return [`${who} ${requirement.name}, which is not installed`];
  if (requirement.specifier.contains(found, { prereleases: true })) return [];
  const wanted = `${requirement.name}${requirement.specifier.toString()}`;
  return [`${who} ${wanted}, but you have ${requirement.name} ${found.toString()} which is incompatible`];
}
