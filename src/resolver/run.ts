import type { NormalizedName, Sha256 } from '../packaging/index.ts';
import type { Log } from '../platform/index.ts';
import type { Adjustments } from './adjustments.ts';
import type { InstalledPackage } from './candidate-source.ts';
import type { Constraints } from './constraints.ts';
import type { Lookups } from './lookups.ts';
import type { Nodes, ProjectNode } from './node.ts';
import type { ResolveOptions } from './options.ts';
import type { RankedTarget } from './target.ts';
import type { UserRequirement } from './user-requirement.ts';

/** What stays the same while one answer is looked for. */
export interface Run {
  readonly target: RankedTarget;
  readonly options: ResolveOptions;
  readonly lookups: Lookups;
  readonly nodes: Nodes;
  readonly constraints: Constraints;
  readonly adjustments: Adjustments;
  /** What is installed, as far as it counts; without any where everything is to be installed anew. */
  readonly installed: ReadonlyMap<NormalizedName, InstalledPackage>;
  readonly requirements: readonly UserRequirement[];
  /** The places of the user's requirements, by the key of their package. */
  readonly userOrder: ReadonlyMap<string, number>;
  /** Digests that the user allows; without an entry, none were given. */
  readonly hashes: ReadonlyMap<NormalizedName, readonly Sha256[]>;
  readonly log: Log;
}

/** Whether a newer version is wanted in place of one that is installed and would do. */
export function isUpgraded({ options, userOrder }: Run, { key, name }: ProjectNode): boolean {
  if (options.upgradePackages.has(name)) return true;
  if (options.upgrade === 'no') return false;
  return options.upgrade === 'eager' || userOrder.has(key) || userOrder.has(name);
}
