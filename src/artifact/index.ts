/**
 * The stages of a distribution file's life, as values: file, candidate, downloaded artifact, evidence, verdict.
 *
 * Refuses to know: how any stage is reached. The last one, `VerifiedArtifact`, is made in `verify/` and nowhere else.
 */
export type { Candidate, ReadMetadata } from './candidate.ts';
export type { DistributionFile, FileOrigin, SdistFile, WheelFile } from './distribution-file.ts';
export type { ArchiveReport, DownloadedArtifact } from './downloaded-artifact.ts';
export type { Project, ProjectStatus } from './project.ts';
export { isUnstated } from './unstated.ts';
export type { BuiltFrom, Check, Evidence, EvidenceFile, Verdict } from './verdict.ts';
