import { countRefused, describeFailure } from './facts/describe-failure.ts';
import type { ReportContent } from './facts/report-content.ts';
import { count } from './layout.ts';
import { countsLine, countVerdicts } from './summary.ts';

/** What a run has come to, in our own words: nothing of it is from outside. */
export interface Headline {
  /** `1 of 7 files refused, nothing installed`, `7 files checked`. */
  readonly title: string;
  /** The line of counts that every run ends with. */
  readonly counts: string;
  readonly isStopped: boolean;
}

export function headline({ failures, verified, plan }: ReportContent): Headline {
  const described = failures.map((error) => describeFailure(error, plan));
  const refused = countRefused(described);
  const counts = countsLine(
    countVerdicts(
      verified.map(({ verdict }) => verdict.evidence),
      refused,
    ),
  );
  return {
    title: titleOf(refused, failures.length, verified.length, plan.length),
    counts,
    isStopped: failures.length > 0,
  };
}

function titleOf(refused: number, failures: number, verified: number, planned: number): string {
  if (failures === 0) return verified === 0 ? 'nothing to check' : `${count(verified, 'file')} checked`;
  if (refused === 0) return 'not everything could be checked, nothing installed';
  const of = planned === 0 ? '' : ` of ${count(planned, 'file')}`;
  return `${refused}${of} refused, nothing installed`;
}
