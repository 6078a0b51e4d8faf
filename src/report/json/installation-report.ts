import { metadataToJson } from '../../packaging/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import { countRefused, describeFailure } from '../facts/describe-failure.ts';
import { describeFile } from '../facts/describe-file.ts';
import { describeEffectivePolicy } from '../facts/describe-policy.ts';
import { describeTrust } from '../facts/describe-trust.ts';
import type { FailureKind, ReportContent } from '../facts/report-content.ts';
import { countVerdicts } from '../summary.ts';
import { builtFromToJson, downloadInfo } from './download-info.ts';
import { errorToJson, fileToJson } from './file-to-json.ts';

/** The version of pip whose report is extended. */
const REPORTED_PIP = '26.3';

function entryOf(verified: VerifiedArtifact): Record<string, unknown> {
  const { candidate, report, verdict } = verified;
  const { file, requestedBy } = candidate;
  const extras = [...new Set(requestedBy.flatMap((requirement) => requirement.extras))].sort();
  return {
    download_info: downloadInfo(verified),
    is_direct: file.origin.kind !== 'index' && file.origin.kind !== 'find-links',
    is_yanked: file.yanked !== false,
    requested: requestedBy.length > 0,
    metadata: metadataToJson(report.metadataBytes),
    ...(extras.length > 0 ? { requested_extras: extras } : {}),
    safe_install: { ...fileToJson(describeFile(verified)), ...builtFromToJson(verdict.builtFrom) },
  };
}

/**
 * `--report-format json`: pip's installation report, version 1, with what safe-install knows beside it under
 * `safe_install`, in each entry and at the top. A reader of pip's report can read this one: where something was refused,
 * `install` is empty, since nothing is installed, and what has passed stands under `safe_install.passed`.
 *
 * @see https://pip.pypa.io/en/stable/reference/installation-report/
 */
export function toInstallationReport(content: ReportContent): Record<string, unknown> {
  const entries = content.verified.map(entryOf);
  const isStopped = content.failures.length > 0;
  const failures = content.failures.map((error) => describeFailure(error, content.plan));
  const errorsOf = (kind: FailureKind) =>
    failures.filter((failure) => failure.kind === kind).map(({ error }) => errorToJson(error));
  return {
    version: '1',
    pip_version: REPORTED_PIP,
    install: isStopped ? [] : entries,
    environment: content.markers ?? {},
    safe_install: {
      version: content.version,
      time: content.at.toISOString(),
      counts: countVerdicts(
        content.verified.map((each) => each.verdict.evidence),
        countRefused(failures),
      ),
      refused: errorsOf('refused'),
      unverifiable: errorsOf('unverifiable'),
      failed: errorsOf('other'),
      passed: isStopped ? entries : [],
      policy: content.policy === null ? null : { ci: content.ci, ...describeEffectivePolicy(content.policy) },
      trust: content.trust.map(describeTrust).map(({ refreshedAt, expires, ...root }) => ({
        ...root,
        refreshed_at: refreshedAt?.toISOString() ?? null,
        expires: expires?.toISOString() ?? null,
      })),
    },
  };
}
