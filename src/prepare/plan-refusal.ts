import { Refusal, type SafeInstallError } from '../errors/index.ts';
import { countVerdicts } from '../report/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';

/** A plan of which something was refused, with what has passed: a report tells both. */
export class PlanRefusal extends Refusal {
  readonly verified: readonly VerifiedArtifact[];

  constructor(errors: readonly SafeInstallError[], verified: readonly VerifiedArtifact[], refused: number) {
    const evidence = verified.map(({ verdict }) => verdict.evidence);
    super(errors, countVerdicts(evidence, refused), refused);
    this.verified = verified;
  }
}
