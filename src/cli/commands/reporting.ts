import { resolve } from 'node:path';
import { SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import { appendToFile, writeFileAtomic } from '../../platform/index.ts';
import { PlanRefusal, type RunFacts } from '../../prepare/index.ts';
import {
  findingsOf,
  type ReportContent,
  toGitHubAnnotations,
  toHtml,
  toInstallationReport,
  toMarkdown,
  toSarif,
  toVerificationSummaries,
} from '../../report/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import { VERSION } from '../../version.ts';
import type { CommandContext } from '../main.ts';
import type { Session } from './session.ts';

/** What is known of a run when it ends. */
export interface ReportedFacts
  extends Pick<ReportContent, 'markers' | 'trust' | 'plan'>,
    Pick<RunFacts, 'governance'> {
  readonly output: Pick<RunFacts['target']['arguments']['output'], 'report' | 'reportFormat'>;
}

/** What `prepare` tells on its way. */
export const toReportedFacts = ({ target, governance, trust, plan }: RunFacts): ReportedFacts => ({
  markers: target.interpreter.markers,
  governance,
  trust,
  plan,
  output: target.arguments.output,
});

type ReportFormat = RunFacts['target']['arguments']['output']['reportFormat'];

const FORMATS: { readonly [Format in ReportFormat]: (content: ReportContent) => string } = {
  json: (content) => json(toInstallationReport(content)),
  sarif: (content) =>
    json(toSarif({ version: content.version, endedAt: content.at, findings: findingsOf(content) })),
  vsa: (content) =>
    toVerificationSummaries(content)
      .map((summary) => `${JSON.stringify(summary)}\n`)
      .join(''),
  markdown: toMarkdown,
  html: toHtml,
};

/** The runner of GitHub obeys `##[` wherever it stands in what it is shown; in JSON it can be written otherwise. */
const json = (value: unknown): string => `${JSON.stringify(value, null, 2).replaceAll('##[', '#\\u0023[')}\n`;

/**
 * Runs `work`, and writes what has become of it, well or ill, to where it is wanted: the file of `--report`, and on GitHub
 * the summary of the job and its annotations.
 *
 * @param work is given what hears of the run on its way, and returns what has been verified.
 * @throws what `work` throws, after the reports are written; `disk.*` for a report that cannot be.
 */
export async function reporting(
  context: CommandContext,
  session: Session,
  work: (observe: (facts: ReportedFacts) => void) => Promise<readonly VerifiedArtifact[]>,
): Promise<number> {
  const known: { facts?: ReportedFacts } = {};
  const tell = async (verified: readonly VerifiedArtifact[], failures: readonly SafeInstallError[]) => {
    if (known.facts === undefined) return; // it has not got as far as to know what it is about
    await writeReports(contentOf(known.facts, verified, failures, session), known.facts, context);
  };
  try {
    await tell(
      await work((facts) => {
        known.facts = facts;
      }),
      [],
    );
    return 0;
  } catch (error) {
    const failures = failuresOf(error);
    if (failures.length > 0) await tell(error instanceof PlanRefusal ? error.verified : [], failures);
    throw error;
  }
}

function failuresOf(error: unknown): readonly SafeInstallError[] {
  if (error instanceof SafeInstallErrors) return error.errors;
  return error instanceof SafeInstallError ? [error] : [];
}

const contentOf = (
  { markers, governance, trust, plan }: ReportedFacts,
  verified: readonly VerifiedArtifact[],
  failures: readonly SafeInstallError[],
  { doors }: Session,
): ReportContent => ({
  version: VERSION,
  at: doors.clock.now(),
  plan,
  verified,
  failures,
  markers,
  policy: governance.policy,
  ci: governance.ci,
  trust,
});

async function writeReports(
  content: ReportContent,
  { output }: ReportedFacts,
  { environment, currentFolder, stdout, stderr }: CommandContext,
): Promise<void> {
  const { report, reportFormat } = output;
  if (report !== null) {
    const text = FORMATS[reportFormat](content);
    if (report === '-') stdout.write(text);
    else await writeFileAtomic(resolve(currentFolder, report), text, 0o644);
  }
  // The runner's own variables: what they name is where it looks.
  if (environment.GITHUB_ACTIONS !== 'true') return;
  for (const line of toGitHubAnnotations(content)) stderr.write(`${line}\n`);
  if (environment.GITHUB_STEP_SUMMARY)
    await appendToFile(environment.GITHUB_STEP_SUMMARY, toMarkdown(content));
}
