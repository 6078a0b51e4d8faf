import type { Candidate } from '../../artifact/index.ts';
import type { Trust } from '../../attestation/index.ts';
import { REASONS, type SafeInstallError } from '../../errors/index.ts';
import type { MarkerEnvironment } from '../../packaging/index.ts';
import type { CiMode, EffectivePolicy } from '../../policy/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';

/** Everything that a report tells of one run; all formats are written from it, and from nothing else. */
export interface ReportContent {
  /** Of safe-install. */
  readonly version: string;
  /** When the last file was judged. */
  readonly at: Date;
  /** What the resolver has chosen, in the order of installation; empty where it came to no answer. */
  readonly plan: readonly Candidate[];
  /** Those of the plan that have passed every check, in the same order. */
  readonly verified: readonly VerifiedArtifact[];
  /** Everything that stands in the way; where there is one, nothing is installed. */
  readonly failures: readonly SafeInstallError[];
  /** Of the target interpreter; `null` where none was asked for. */
  readonly markers: MarkerEnvironment | null;
  /** `null` where the run has ended before there was one. */
  readonly policy: EffectivePolicy | null;
  readonly ci: CiMode;
  /** The trust roots that signatures were verified under. */
  readonly trust: readonly Pick<Trust, 'root' | 'origin' | 'refreshedAt' | 'expires' | 'problem'>[];
}

/** What a failure says of its file: that it must not be installed, that nobody could tell, or nothing. */
export type FailureKind = 'refused' | 'unverifiable' | 'other';

export function failureKindOf({ code }: SafeInstallError): FailureKind {
  const { outcome } = REASONS[code];
  return outcome === 'refused' || outcome === 'unverifiable' ? outcome : 'other';
}
