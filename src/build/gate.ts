import type { InstalledDistribution } from '../interpreter/index.ts';
import type { Requirement } from '../packaging/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';

/** For whom build requirements are looked for. */
export interface GateContext {
  /** What is to be built, for errors. */
  readonly subject: string;
  /** What the environment of the build has already. */
  readonly installed: readonly InstalledDistribution[];
}

/**
 * Where the build requirements come from: resolved, fetched and verified by the same rules as what is installed.
 *
 * @returns wheels, with all that they need; those that are installed already and fit are left out.
 */
export type BuildGate = (
  requirements: readonly Requirement[],
  context: GateContext,
) => Promise<readonly VerifiedArtifact[]>;
