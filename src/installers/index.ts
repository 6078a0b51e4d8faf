/**
 * pip and uv: their options, their configuration, which of the two there is, and the hand-over of checked files.
 *
 * Refuses to know: where files come from and how they were checked. It takes a `VerifiedArtifact` and nothing less.
 */
export { aimedAt } from './aimed-at.ts';
export type {
  AdjustmentArguments,
  InstallArguments,
  NetworkArguments,
  OutputArguments,
  PolicyArguments,
  SelectionArguments,
  TargetArguments,
  WantedArguments,
} from './arguments.ts';
export { checkInstalled } from './check-installed.ts';
export { checkPlan, refuseConflicts } from './check-plan.ts';
export { checkVirtual } from './check-virtual.ts';
export { checkWritable } from './check-writable.ts';
export { cleanEnvironment } from './clean-environment.ts';
export { parseGroupRequirements, parseScriptRequirements } from './declared-requirements.ts';
export { findDefaultIndex } from './default-index.ts';
export { dependencyConflicts } from './dependency-conflicts.ts';
export { findInstaller } from './find-installer.ts';
export { type HandOverRequest, type HandOverResult, handOver } from './hand-over.ts';
export { checkPassedOn } from './hand-over-words.ts';
export { installPaths } from './install-paths.ts';
export { isScriptOf } from './installed-script.ts';
export type { Installer, PipInstaller } from './installer.ts';
export { type ArgumentContext, checkSomethingWanted, parseInstallArguments } from './parse-arguments.ts';
export { readSettings } from './read-settings.ts';
export { reinstalling } from './reinstalling.ts';
export {
  needsDefaultIndex,
  type SourceConfiguration,
  toSourceConfiguration,
} from './source-configuration.ts';
export { checkTaken, withoutFirstWord } from './taken-options.ts';
export { type InstallPaths, type TargetPython, targetPythonOf } from './target-python.ts';
export { GENERATED } from './unexpected.ts';
export { startPip, type WaitingPip } from './waiting-pip.ts';
