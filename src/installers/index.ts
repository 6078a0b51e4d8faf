/**
 * pip and uv: their options, their configuration, which of the two there is, and the hand-over of checked files.
 *
 * Refuses to know: where files come from and how they were checked. It takes a `VerifiedArtifact` and nothing less.
 */
export type {
  BuildArguments,
  DependencyGroup,
  ForeignTarget,
  FormatControl,
  InstallArguments,
  NameChoice,
  NetworkArguments,
  OutputArguments,
  ReleaseControl,
  SelectionArguments,
  SourceArguments,
  TargetArguments,
  WantedArguments,
} from './arguments.ts';
export { checkInstalled } from './check-installed.ts';
export { checkPlan, type Plan, refuseConflicts } from './check-plan.ts';
export { checkWritable } from './check-writable.ts';
export {
  parseGroupRequirements,
  parseScriptRequirements,
  type ScriptRequirements,
} from './declared-requirements.ts';
export { findDefaultIndex } from './default-index.ts';
export { dependencyConflicts, type InstalledDependent } from './dependency-conflicts.ts';
export { findInstaller } from './find-installer.ts';
export { type HandOverDoors, type HandOverRequest, type HandOverResult, handOver } from './hand-over.ts';
export { checkPassedOn } from './hand-over-words.ts';
export { installPaths } from './install-paths.ts';
export type { Installer, InstallerDoors, PipInstaller, UvInstaller } from './installer.ts';
export type { Origin, Stated } from './occurrence.ts';
export { optionsPage } from './options-page.ts';
export { type ArgumentContext, checkSomethingWanted, parseInstallArguments } from './parse-arguments.ts';
export type { InstalledOwner, PlanConflict } from './plan-conflicts.ts';
export { readSettings, type SettingsRequest } from './read-settings.ts';
export type { Setting } from './settings.ts';
export {
  needsDefaultIndex,
  type SourceConfiguration,
  toSourceConfiguration,
} from './source-configuration.ts';
export type { InstallPaths, TargetPython } from './target-python.ts';
