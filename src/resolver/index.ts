/**
 * Which versions are to be installed, so that everything that is asked for gets what it needs: the answer of pip 26.3.
 *
 * Refuses to know: how listings and metadata are fetched, and everything about bytes, hashes of files and publishers.
 */
export type {
  CandidateSource,
  DirectCandidate,
  DirectRequest,
  HashDemand,
  InstalledPackage,
} from './candidate-source.ts';
export type { NameChoice, ResolveOptions } from './options.ts';
export type { Resolution } from './resolution.ts';
export { type Decision, type ResolveRequest, resolve } from './resolve.ts';
export type { Target } from './target.ts';
export type { UserConstraint, UserRequirement } from './user-requirement.ts';
