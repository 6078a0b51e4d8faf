import { type NormalizedName, SpecifierSet } from '../packaging/index.ts';
import { type Asking, type OfferedVersion, offeredVersions } from './choose-candidate.ts';
import type { Requirer } from './core/index.ts';
import { allowsPrereleases } from './options.ts';
import type { ProjectFiles } from './project-files.ts';
import { hashConflict } from './resolve-errors.ts';
import type { Run } from './run.ts';
import type { OriginVersion, VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

/** The specifiers of those requirements that name no address, together. */
export function commonSpecifier(
  requirers: Iterable<Requirer<VersionsByOrigin, OriginVersion, Why>>,
): SpecifierSet {
  let common = SpecifierSet.any;
  for (const { dependency } of requirers) {
    if (dependency.why.kind !== 'requirement') continue;
    const { specifier } = dependency.why.requirement;
    if (!specifier.isEmpty) common = common.isEmpty ? specifier : common.and(specifier);
  }
  return common;
}

/** What is asked of a project when its requirers come to `specifier`. @throws SafeInstallError `resolve.hash-conflict` */
export function askingFor(run: Run, name: NormalizedName, specifier: SpecifierSet): Asking {
  const hashes = run.hashes.get(name);
  if (hashes?.length === 0) throw hashConflict(name);
  return {
    specifier: specifier.and(run.constraints.of(name).specifier),
    hashes: hashes ?? [],
    prereleases: allowsPrereleases(name, run.options.releaseControl),
    preferBinary: run.options.preferBinary,
  };
}

/** Offers of projects, each worked out once for what is asked. */
export class OfferCache {
  readonly #offers = new Map<string, readonly OfferedVersion[]>();

  of(name: NormalizedName, { ranked }: ProjectFiles, asking: Asking): readonly OfferedVersion[] {
    const key = `${name} ${asking.specifier}`;
    let offers = this.#offers.get(key);
    if (offers === undefined) {
      offers = offeredVersions(ranked, asking);
      this.#offers.set(key, offers);
    }
    return offers;
  }
}
