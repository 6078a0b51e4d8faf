import type { DistributionFile } from '../../artifact/index.ts';
import type { Version } from '../../packaging/index.ts';

/** How much of a release has provenance, as the index lists it. */
export interface ReleaseCoverage {
  readonly kind: 'full' | 'partial' | 'none';
  readonly attested: number;
  readonly files: number;
}

/** @param listing of the project; files of other releases are passed over. */
export function coverageOf(version: Version, listing: readonly DistributionFile[]): ReleaseCoverage {
  const release = listing.filter((each) => each.version.equals(version));
  const attested = release.filter(({ provenance }) => provenance !== null).length;
  const kind = attested === 0 ? 'none' : attested === release.length ? 'full' : 'partial';
  return { kind, attested, files: release.length };
}
