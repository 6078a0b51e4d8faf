import type { NormalizedName } from '../packaging/index.ts';
import type { DistributionFile } from './distribution-file.ts';

/** PEP 792 project status. */
export type ProjectStatus = 'active' | 'archived' | 'quarantined' | 'deprecated';

/** What all configured sources together know of one project. An unknown project has no files. */
export interface Project {
  readonly name: NormalizedName;
  /** Of every source that may serve it, in no particular order. */
  readonly files: readonly DistributionFile[];
  readonly status: ProjectStatus;
  readonly statusReason: string | null;
  /** Files that were passed over because their name, URL or fields do not parse, with the reason, for `-vv`. */
  readonly skipped: readonly { readonly filename: string; readonly reason: string }[];
}
