import type { Candidate } from '../../artifact/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
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
  readonly inputAttestations?: readonly object[];
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
  const verified = new Map(content.verified.map((each) => [each.candidate.name, each]));
  const failures = content.failures.map((error) => describeFailure(error, content.plan));
  return content.plan.flatMap((candidate) => {
    const file = verified.get(candidate.name);
    const subject = file === undefined ? refusedSubject(candidate, failures) : verifiedSubject(file);
    if (subject === null) return [];
    const result = file === undefined ? FAILED : passed(describeFile(file));
    return [statement(candidate, subject, result, policy, content)];
  });
}

/** The file that a statement is about. */
interface Subject {
  readonly name: string;
  readonly sha256: string;
}

/**
 * What was judged: of a wheel that was built here, the source distribution that it was built from. A project of the
 * user's own is not judged at all.
 */
function verifiedSubject({ artifact, verdict: { builtFrom } }: VerifiedArtifact): Subject | null {
  if (builtFrom === undefined) return { name: artifact.file.filename, sha256: artifact.sha256 };
  return builtFrom.kind === 'sdist' ? { name: builtFrom.filename, sha256: builtFrom.sha256 } : null;
}

const FAILED: Result = { verificationResult: 'FAILED', verifiedLevels: ['FAILED'] };

const passed = (file: FileDescription): Result => ({
  ...inputsOf(file),
  verificationResult: 'PASSED',
  verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED', `SAFE_INSTALL_${file.evidence.kind.toUpperCase()}`],
});

/** The document that the verdict rests on, where there is one: all that was looked at, as the specification demands. */
function inputsOf({ document }: FileDescription): Pick<Result, 'inputAttestations'> {
  if (document === null) return {};
  const { location, sha256 } = document;
  const place = location.includes('://') ? { uri: location } : { name: location };
  return { inputAttestations: [{ ...place, digest: { sha256 } }] };
}

/** A file that was refused, if it is known to be the one that its index lists. */
function refusedSubject(candidate: Candidate, failures: readonly FailureDescription[]): Subject | null {
  const own = failures.filter((failure) => failure.candidate === candidate);
  const isRefused = own.some(({ kind }) => kind === 'refused');
  const isItself = own.every(({ error }) => !error.code.startsWith('hash.'));
  const { filename, sha256 } = candidate.file;
  return isRefused && isItself && sha256 !== null ? { name: filename, sha256 } : null;
}

function statement(
  { name, version }: Candidate,
  subject: Subject,
  result: Result,
  policy: PolicyDescription,
  { version: program, at }: ReportContent,
): Record<string, unknown> {
  const release = `${name}@${encodeURIComponent(version.toString())}`;
  return {
    _type: STATEMENT,
    subject: [{ name: subject.name, digest: { sha256: subject.sha256 } }],
    predicateType: PREDICATE,
    predicate: {
      verifier: { id: VERIFIER, version: { 'safe-install': program } },
      timeVerified: at.toISOString(),
      resourceUri: `pkg:pypi/${release}?file_name=${encodeURIComponent(subject.name)}`,
      policy: { uri: named(policy.sha256), digest: { sha256: policy.sha256 } },
      ...result,
      slsaVersion: SLSA_VERSION,
    },
  };
}

/** A URI for something that has no address but its digest (RFC 6920). */
const named = (sha256: string): string => `ni:///sha-256;${Buffer.from(sha256, 'hex').toString('base64url')}`;
