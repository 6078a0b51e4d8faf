import type { SelectionArguments } from '../../installers/index.ts';
import type { InstalledDistribution } from '../../interpreter/index.ts';
import type { NormalizedName } from '../../packaging/index.ts';
import type { LockedEntry } from './locked-plan.ts';

/** What is not installed yet in the version of the lock. */
export function isMissing(
  installed: readonly Pick<InstalledDistribution, 'name' | 'version'>[],
  {
    forceReinstall,
    ignoreInstalled,
    reinstallPackages,
  }: Pick<SelectionArguments, 'forceReinstall' | 'ignoreInstalled' | 'reinstallPackages'>,
): (entry: Pick<LockedEntry, 'name' | 'version'>) => boolean {
  if (forceReinstall || ignoreInstalled) return () => true;
  const versions = new Map(installed.map(({ name, version }) => [name, version]));
  return ({ name, version }) => reinstallPackages.has(name) || versions.get(name)?.equals(version) !== true;
}

/** `--no-binary`: a project that is named goes before `:all:`. */
export const prefersSdist =
  ({ formatControl: { noBinary, onlyBinary } }: Pick<SelectionArguments, 'formatControl'>) =>
  (name: NormalizedName): boolean =>
    noBinary.has(name) || (noBinary.has(':all:') && !onlyBinary.has(name));

/** `--only-binary`, in the same way. */
export const refusesSdist =
  ({ formatControl: { noBinary, onlyBinary } }: Pick<SelectionArguments, 'formatControl'>) =>
  (name: NormalizedName): boolean =>
    onlyBinary.has(name) || (onlyBinary.has(':all:') && !noBinary.has(name));
