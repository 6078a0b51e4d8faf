/**
 * The one mint of `VerifiedArtifact`, the only value that an installer accepts.
 *
 * Refuses to know: how files are fetched, how they are installed, how verdicts are shown.
 */

export type { FoundDocument } from './find-evidence.ts';
export type { Judgement, VerifiedArtifact } from './verified-artifact.ts';
export { type Examination, type Standards, verifyArtifact } from './verify-artifact.ts';
export { type BuildOrigin, type BuiltExamination, verifyBuilt } from './verify-built.ts';
