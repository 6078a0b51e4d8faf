/**
 * The composition: from the words of a command line to verified artifacts, by way of every lower room.
 *
 * Refuses to know: how verified files are installed, and how anything is shown.
 */
export { asksNoIndex } from './asks-no-index.ts';
export type { Doors } from './doors.ts';
export { type Governance, readGovernance } from './governance.ts';
export { type Inquiry, openInquiry } from './inquiry.ts';
export { filesMeantBy, type LocalJudgement, verifyLocalFile } from './local-files.ts';
export { type PreviousLock, previousLock } from './lock/previous-lock.ts';
export { toPylock } from './lock/to-pylock.ts';
export { PlanRefusal } from './plan-refusal.ts';
export { type Govern, type Prepared, type PrepareOptions, prepare, type RunFacts } from './prepare.ts';
export { rememberPublishers } from './remember-publishers.ts';
export { openHttp } from './sources.ts';
export type { Stage, Stopwatch } from './stopwatch.ts';
export { type CommandLine, findTarget, type Target } from './target.ts';
export { TrustRoots, trustSourceOf } from './trust-roots.ts';
