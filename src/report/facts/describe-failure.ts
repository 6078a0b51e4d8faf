import type { Candidate } from '../../artifact/index.ts';
import type { SafeInstallError } from '../../errors/index.ts';
import { type Place, placeOf, placeOfRequest } from './place.ts';
import { type FailureKind, failureKindOf } from './report-content.ts';

/** A failure, with the file of the plan that it is about and the place where the user can act on it. */
export interface FailureDescription {
  readonly error: SafeInstallError;
  readonly kind: FailureKind;
  /** `null` where it is about no file of the plan, or nobody can tell about which. */
  readonly candidate: Candidate | null;
  readonly place: Place | null;
}

export function describeFailure(error: SafeInstallError, plan: readonly Candidate[]): FailureDescription {
  const candidate = candidateOf(error, plan);
  return {
    error,
    kind: failureKindOf(error),
    candidate,
    place: placeOf(error) ?? placeOfRequest(candidate),
  };
}

/** Errors name their file by its filename, as subject or as the fact `file`, or by name and version. */
function candidateOf({ subject, facts }: SafeInstallError, plan: readonly Candidate[]): Candidate | null {
  const filenames = [subject, ...facts.filter(({ label }) => label === 'file').map(({ value }) => value)];
  return (
    plan.find(({ file }) => filenames.includes(file.filename)) ??
    plan.find(({ name, version }) => subject === `${name} ${version}`) ??
    null
  );
}

/** How many files were refused: several reasons against one file are one refusal. */
export function countRefused(failures: readonly FailureDescription[]): number {
  const refused = failures.filter(({ kind }) => kind === 'refused');
  const files = new Set(refused.flatMap(({ candidate }) => (candidate === null ? [] : [candidate])));
  return files.size + refused.filter(({ candidate }) => candidate === null).length;
}
