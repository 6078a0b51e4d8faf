import { Refusal, type SafeInstallError } from '../errors/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';

/** A plan of which something was refused, with what has passed: a report tells both. */
export class PlanRefusal extends Refusal {
  readonly verified: readonly VerifiedArtifact[];

  constructor(errors: readonly SafeInstallError[], verified: readonly VerifiedArtifact[], refused: number) {
    const of = (kind: string): number =>
      verified.filter(({ verdict }) => verdict.evidence.kind === kind).length;
    super(errors, { attested: of('attested'), unattested: of('unattested'), waived: of('waived') }, refused);
    this.verified = verified;
  }
}
