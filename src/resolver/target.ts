import {
  type MarkerEnvironment,
  parseVersion,
  rankTags,
  type Tag,
  type TagRanks,
  type Version,
} from '../packaging/index.ts';

/** What is installed into. */
export interface Target {
  readonly markers: MarkerEnvironment;
  /** Best first. */
  readonly tags: readonly Tag[];
  /** What `Requires-Python` is asked about; of a pre-release of Python the release counts, as with pip. */
  readonly pythonVersion: Version;
}

/** A target with its tags ranked, once. */
export interface RankedTarget extends Target {
  readonly ranks: TagRanks;
}

export function rankTarget(target: Target): RankedTarget {
  const [major = 0, minor = 0, patch = 0] = target.pythonVersion.release;
  return {
    ...target,
    pythonVersion: parseVersion(`${major}.${minor}.${patch}`),
    ranks: rankTags(target.tags),
  };
}
