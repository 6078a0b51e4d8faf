/**
 * The one mint of `VerifiedArtifact`, the only value that an installer accepts.
 *
 * Refuses to know: how files are fetched, how they are installed, how verdicts are shown.
 */
export type { Judgement, VerifiedArtifact } from './verified-artifact.ts';
export { type Examination, verifyArtifact } from './verify-artifact.ts';
