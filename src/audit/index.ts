/**
 * The environment as it stands: every installed file against the RECORDs, what lies there beside them, and every
 * distribution against the index and the policy.
 *
 * Refuses to know: how anything is installed, and how findings are shown. It runs nothing of what it looks at, follows no
 * link, and writes nothing there.
 */

export { askIndex, type IndexDoors } from './ask-index.ts';
export { auditEnvironment, type EnvironmentAudit, type IndexAudit } from './audit-environment.ts';
export { auditFolders, type FolderAudit, surveyFolders } from './audit-folders.ts';
export type { InstalledPlace } from './audit-place.ts';
export { compareBytecode } from './compare-bytecode.ts';
export { describeInstallations, readInstallations, rememberInstallations } from './installations.ts';
export { recall } from './recall.ts';
export { type AuditScope, wishesOf, wishesOfFolders } from './scope.ts';
export { auditToJson } from './to-json.ts';
