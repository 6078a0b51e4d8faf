import type { Candidate } from '../../artifact/index.ts';
import { describeFailure, type FailureDescription } from '../facts/describe-failure.ts';
import { describeFile, type FileDescription } from '../facts/describe-file.ts';
import type { ReportContent } from '../facts/report-content.ts';
import type { VerdictWord } from '../verdict-words.ts';

/** A file of the plan, with what became of it. */
export interface PlanFile {
  readonly candidate: Candidate;
  readonly verdict: VerdictWord;
  /** `null` where it has not passed. */
  readonly file: FileDescription | null;
  readonly failures: readonly FailureDescription[];
}

/** All files of the plan, the refused ones first, else in its order. */
export function planFiles({ plan, verified, failures }: ReportContent): readonly PlanFile[] {
  // by name: what was built here is another file than the one that was chosen
  const passed = new Map(verified.map((each) => [each.candidate.name, describeFile(each)]));
  const described = failures.map((error) => describeFailure(error, plan));
  const files = plan.map((candidate): PlanFile => {
    const own = described.filter((failure) => failure.candidate === candidate);
    const file = passed.get(candidate.name) ?? null;
    return { candidate, file, failures: own, verdict: verdictOf(file, own) };
  });
  return ORDER.flatMap((verdict) => files.filter((file) => file.verdict === verdict)).concat(
    files.filter(({ verdict }) => !ORDER.includes(verdict)),
  );
}

const ORDER: readonly VerdictWord[] = ['refused', 'unverifiable', 'unchecked'];

function verdictOf(file: FileDescription | null, failures: readonly FailureDescription[]): VerdictWord {
  if (failures.some(({ kind }) => kind === 'refused')) return 'refused';
  if (failures.length > 0) return 'unverifiable';
  return file?.evidence.kind ?? 'unchecked';
}
