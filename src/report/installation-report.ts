import type { SafeInstallError } from '../errors/index.ts';
import { type MarkerEnvironment, metadataToJson } from '../packaging/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { countVerdicts } from './summary.ts';

/** The version of pip whose report is extended. */
const REPORTED_PIP = '26.3';

export interface ReportContent {
  /** Of safe-install. */
  readonly version: string;
  readonly verified: readonly VerifiedArtifact[];
  readonly refused: readonly SafeInstallError[];
  /** Of the target interpreter. */
  readonly markers: MarkerEnvironment;
}

/** A URL as it may be kept: without user name and password. */
function withoutCredentials(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  parsed.hash = '';
  return parsed.href;
}

function entryOf({ candidate, artifact, report, verdict }: VerifiedArtifact): Record<string, unknown> {
  const { file, requestedBy } = candidate;
  const extras = [...new Set(requestedBy.flatMap((requirement) => requirement.extras))].sort();
  return {
    download_info: {
      url: withoutCredentials(file.url),
      archive_info: { hash: `sha256=${artifact.sha256}`, hashes: { sha256: artifact.sha256 } },
    },
    is_direct: file.origin.kind === 'url' || file.origin.kind === 'path',
    is_yanked: file.yanked !== false,
    requested: requestedBy.length > 0,
    metadata: metadataToJson(report.metadataBytes),
    ...(extras.length > 0 ? { requested_extras: extras } : {}),
    safe_install: { size: artifact.size, checks: verdict.checks, evidence: verdict.evidence },
  };
}

/**
 * What `--report` writes: pip's installation report, version 1, with what safe-install knows beside it under
 * `safe_install`, in each entry and at the top. A reader of pip's report can read this one.
 *
 * @see https://pip.pypa.io/en/stable/reference/installation-report/
 */
export function toInstallationReport(content: ReportContent): Record<string, unknown> {
  return {
    version: '1',
    pip_version: REPORTED_PIP,
    install: content.verified.map(entryOf),
    environment: content.markers,
    safe_install: {
      version: content.version,
      counts: countVerdicts(
        content.verified.map((each) => each.verdict.evidence),
        content.refused.length,
      ),
      refused: content.refused.map((error) => ({
        code: error.code,
        subject: error.subject ?? null,
        message: error.message,
        facts: error.facts,
        hint: error.hint ?? null,
      })),
    },
  };
}
