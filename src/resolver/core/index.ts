/**
 * PubGrub over any set of versions: pure, and without knowledge of Python.
 *
 * Refuses to know: where versions and dependencies come from, and which of them are good.
 */
export type { Cause, Incompatibility } from './incompatibility.ts';
export type {
  Choice,
  Clash,
  Dependencies,
  Dependency,
  Provider,
  Requirer,
  View,
} from './provider.ts';
export { type Outcome, Solver, type SolverLimits } from './solver.ts';
export { positive, type Term } from './term.ts';
export type { VersionKey, VersionSet } from './version-set.ts';
