import type { Clock, Environment, Exec, Log, Progress, UserFolders } from '../platform/index.ts';

/** The world as one run sees it. */
export interface Doors {
  readonly environment: Environment;
  /** Absolute. */
  readonly currentFolder: string;
  readonly exec: Exec;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly folders: UserFolders;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}
