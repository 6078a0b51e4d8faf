import type { Candidate } from '../../artifact/index.ts';
import { SafeInstallError } from '../../errors/index.ts';
import { describeFailure } from '../facts/describe-failure.ts';
import { describeFile, shownRequirement } from '../facts/describe-file.ts';
import { parsePlace, placeOf, placeOfRequest } from '../facts/place.ts';
import type { ReportContent } from '../facts/report-content.ts';
import type { Finding } from './to-sarif.ts';

/** What a run has found, in the order in which it matters: what stopped it, what it warns about, what was waived. */
export function findingsOf({ failures, plan, verified }: ReportContent): readonly Finding[] {
  const files = verified.map((each) => ({ candidate: each.candidate, file: describeFile(each) }));
  return [
    ...failures.map((error): Finding => {
      const { candidate, place } = describeFailure(error, plan);
      return { error, weight: 'error', waivedBecause: null, ...aboutFile(candidate), place };
    }),
    ...files.flatMap(({ candidate, file }) =>
      file.warnings.map(
        (error): Finding => ({
          error,
          weight: 'warning',
          waivedBecause: null,
          ...aboutFile(candidate),
          place: placeOf(error) ?? placeOfRequest(candidate),
        }),
      ),
    ),
    ...verified.flatMap(({ candidate, judgement }) =>
      judgement.decision.waivers.map(({ check, reason, origin }): Finding => {
        const { source, line, column } = origin;
        const place = line === null ? null : parsePlace(`${source}:${line}:${column ?? 1}`);
        const error = new SafeInstallError({ code: check, message: `the policy waives it: ${reason}` });
        return { error, weight: 'waived', waivedBecause: reason, ...aboutFile(candidate), place };
      }),
    ),
  ];
}

/** Which distribution, which file, and who asked for it. */
const aboutFile = (candidate: Candidate | null): Pick<Finding, 'release' | 'filename' | 'requirements'> =>
  candidate === null
    ? { release: null, filename: null, requirements: [] }
    : {
        release: `${candidate.name}==${candidate.version}`,
        filename: candidate.file.filename,
        requirements: candidate.requestedBy.map(shownRequirement),
      };
