import { compareVersions, type Version } from '../packaging/index.ts';
import type { OfferedVersion } from './choose-candidate.ts';

/** A version that may be chosen: what is installed, or files that can be. */
export type Offer =
  | { readonly kind: 'installed'; readonly version: Version }
  | ({ readonly kind: 'files' } & OfferedVersion);

/**
 * Puts the installed version among those that are offered, as pip does: before all others, unless the package is to be
 * upgraded; then before the first that is not newer. The same version is not offered twice.
 */
export function* offersWithInstalled(
  offered: readonly OfferedVersion[],
  installed: Version | undefined,
  isUpgraded: boolean,
): Generator<Offer> {
  let isDue = installed !== undefined && isUpgraded;
  if (installed !== undefined && !isUpgraded) {
    yield { kind: 'installed', version: installed };
  }
  for (const each of offered) {
    const comparison = installed === undefined ? -1 : compareVersions(installed, each.version);
    if (installed !== undefined && isDue && comparison >= 0) {
      isDue = false;
      yield { kind: 'installed', version: installed };
    }
    if (comparison !== 0) yield { kind: 'files', ...each };
  }
  if (installed !== undefined && isDue) yield { kind: 'installed', version: installed };
}
