import type { DistributionFile, WheelFile } from '../../artifact/index.ts';
import {
  bestRank,
  compareBuildTags,
  type LockedFile,
  type LockedSource,
  type LockedWheel,
  rankTags,
  type Tag,
} from '../../packaging/index.ts';
import { lockedLocation } from './locked-place.ts';

export interface ReleaseOptions {
  /** Absolute folder of the lock. */
  readonly folder: string;
  /** Of the target, best first. */
  readonly tags: readonly Tag[];
  /** Kinds of files that may be taken for the project. */
  readonly formats: 'any' | 'wheel' | 'sdist';
}

/**
 * The files of a release for a lock: the chosen one, and those that its index lists beside it, so that the lock holds on
 * other systems too. Only the chosen one, where whoever installs from the list would take another: of files that were
 * passed over because they are too young, for one.
 *
 * @param chosen with the digest and the size of its bytes.
 */
export function lockedRelease(
  chosen: DistributionFile,
  listing: readonly DistributionFile[],
  options: ReleaseOptions,
): Extract<LockedSource, { readonly kind: 'release' }> {
  const others = listing.filter(
    (file) =>
      file.filename !== chosen.filename &&
      file.version.equals(chosen.version) &&
      file.origin.kind === chosen.origin.kind &&
      file.origin.location === chosen.origin.location &&
      file.sha256 !== null &&
      file.yanked === false &&
      (options.formats === 'any' || file.kind === options.formats),
  );
  const files = [chosen, ...new Map(others.map((file) => [file.filename, file])).values()];
  const wheels = withoutOlderBuilds(files.filter((file) => file.kind === 'wheel'));
  const isTaken = takenOf(wheels, options.tags) === (chosen.kind === 'wheel' ? chosen : undefined);
  const sdist =
    chosen.kind === 'sdist' ? chosen : files.filter(({ kind }) => kind === 'sdist').sort(byFormat)[0];
  const listed = isTaken ? wheels : chosen.kind === 'wheel' ? [chosen] : [];
  return {
    kind: 'release',
    wheels: listed.map((file) => toWheel(file, options.folder)),
    sdist: sdist === undefined || (!isTaken && sdist !== chosen) ? null : toFile(sdist, options.folder),
  };
}

/** Not every installer looks at builds: of wheels for the same tags, only the newest is for anybody. */
function withoutOlderBuilds(wheels: readonly WheelFile[]): readonly WheelFile[] {
  const newest = new Map<string, WheelFile>();
  for (const wheel of wheels) {
    const key = [...wheel.tags].sort().join();
    const known = newest.get(key);
    if (known === undefined || compareBuildTags(wheel.build, known.build) > 0) newest.set(key, wheel);
  }
  return [...newest.values()];
}

/** The wheel that is taken of a list; `undefined` where none fits. */
function takenOf(wheels: readonly WheelFile[], tags: readonly Tag[]): WheelFile | undefined {
  const ranks = rankTags(tags);
  const ranked = wheels.map((wheel) => ({
    wheel,
    rank: bestRank(wheel.tags, ranks) ?? Number.POSITIVE_INFINITY,
  }));
  const best = Math.min(...ranked.map(({ rank }) => rank));
  const taken = ranked.filter(({ rank }) => rank === best && Number.isFinite(rank));
  return taken.length === 1 ? taken[0]?.wheel : undefined;
}

/** PEP 625: an sdist is a `.tar.gz`; a `.zip` is from before it. */
const byFormat = (one: DistributionFile, other: DistributionFile): number =>
  Number(one.filename.endsWith('.zip')) - Number(other.filename.endsWith('.zip'));

const toWheel = (file: WheelFile, folder: string): LockedWheel => ({
  ...toFile(file, folder),
  build: file.build,
  tags: file.tags,
});

const toFile = (file: DistributionFile, folder: string): LockedFile => ({
  filename: file.filename,
  version: file.version,
  ...lockedLocation(file.url, folder),
  size: file.size,
  uploadTime: file.uploadTime,
  sha256: file.sha256,
});
