import type { Candidate } from '../../artifact/index.ts';
import { describeFailure, type FailureDescription } from '../facts/describe-failure.ts';
import { describeFile, type FileDescription } from '../facts/describe-file.ts';
import { describeEffectivePolicy, type PolicyDescription } from '../facts/describe-policy.ts';
import type { ReportContent } from '../facts/report-content.ts';

const STATEMENT = 'https://in-toto.io/Statement/v1';
const PREDICATE = 'https://slsa.dev/verification_summary/v1';

/** Names the program in the way that its package manager would; consumers compare it exactly. */
const VERIFIER = 'pkg:npm/safe-install';

/** The version of SLSA whose words are used. */
const SLSA_VERSION = '1.1';

/** What a statement says in the end. */
interface Result {
  readonly verificationResult: 'PASSED' | 'FAILED';
  readonly verifiedLevels: readonly string[];
}

/**
 * `--report-format vsa`: an in-toto statement with a verification summary for each file that a verdict was reached on, in
 * the order of the plan. None about a file that could not be looked at, and none about one whose bytes were not those that
 * were announced: nobody knows by which digest to name it. Nothing is signed: who relies on it has to trust whoever hands
 * it over.
 *
 * No level of SLSA is ever claimed: that a publisher signed a file says nothing about how its builder keeps builds apart.
 *
 * @see https://slsa.dev/spec/v1.1/verification_summary
 */
export function toVerificationSummaries(content: ReportContent): readonly Record<string, unknown>[] {
  if (content.policy === null) return []; // nothing was judged
  const policy = describeEffectivePolicy(content.policy);
  const files = new Map(content.verified.map((each) => [each.candidate, describeFile(each)]));
  const failures = content.failures.map((error) => describeFailure(error, content.plan));
  return content.plan.flatMap((candidate) => {
    const file = files.get(candidate);
    if (file !== undefined)
      return [statement(candidate, file.sha256, { ...passed(file), ...inputsOf(file) }, policy, content)];
    const digest = refusedDigest(candidate, failures);
    return digest === null ? [] : [statement(candidate, digest, FAILED, policy, content)];
  });
}

const FAILED: Result = { verificationResult: 'FAILED', verifiedLevels: ['FAILED'] };

const passed = ({ evidence }: FileDescription): Result => ({
  verificationResult: 'PASSED',
  verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED', `SAFE_INSTALL_${evidence.kind.toUpperCase()}`],
});

/** The document that the verdict rests on, where there is one: all that was looked at, as the specification demands. */
function inputsOf({ document }: FileDescription): Record<string, unknown> {
  if (document === null) return {};
  const { location, sha256 } = document;
  const place = location.includes('://') ? { uri: location } : { name: location };
  return { inputAttestations: [{ ...place, digest: { sha256 } }] };
}

/** The digest of a file that was refused as the file that its index lists. */
function refusedDigest(candidate: Candidate, failures: readonly FailureDescription[]): string | null {
  const own = failures.filter((failure) => failure.candidate === candidate);
  const isRefused = own.some(({ kind }) => kind === 'refused');
  const isItself = own.every(({ error }) => !error.code.startsWith('hash.'));
  return isRefused && isItself ? candidate.file.sha256 : null;
}

function statement(
  { name, version, file }: Candidate,
  sha256: string,
  result: Result,
  policy: PolicyDescription,
  { version: program, at }: ReportContent,
): Record<string, unknown> {
  const release = `${name}@${encodeURIComponent(version.toString())}`;
  return {
    _type: STATEMENT,
    subject: [{ name: file.filename, digest: { sha256 } }],
    predicateType: PREDICATE,
    predicate: {
      verifier: { id: VERIFIER, version: { 'safe-install': program } },
      timeVerified: at.toISOString(),
      resourceUri: `pkg:pypi/${release}?file_name=${encodeURIComponent(file.filename)}`,
      policy: { uri: named(policy.sha256), digest: { sha256: policy.sha256 } },
      ...result,
      slsaVersion: SLSA_VERSION,
    },
  };
}

/** A URI for something that has no address but its digest (RFC 6920). */
const named = (sha256: string): string => `ni:///sha-256;${Buffer.from(sha256, 'hex').toString('base64url')}`;
