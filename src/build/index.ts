/**
 * Builds: from a source, verified or the user's own, to a wheel that is checked like any other, by the source's own build
 * backend in an environment without an index (PEP 517, PEP 518, PEP 660).
 *
 * Refuses to know: where build requirements come from (the caller's gate finds and verifies them), and what becomes of the
 * wheel.
 */
export type { BuildDoors, BuildSettings, ConfigSettings } from './build-settings.ts';
export type { BuiltWheel } from './built-wheel.ts';
export type { BuildGate, GateContext } from './gate.ts';
export { ProjectBuild, type StatedMetadata } from './project-build.ts';
export { type Checkout, checkOut } from './repository/git-checkout.ts';
export {
  isRepository,
  parseRepositoryAddress,
  type RepositoryAddress,
} from './repository/repository-address.ts';
export { checkOutToStay } from './repository/staying-checkout.ts';
export type { BuildSource } from './source.ts';
