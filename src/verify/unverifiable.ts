import { type Candidate, type DownloadedArtifact, isUnstated } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import type { Decision } from '../policy/index.ts';

/**
 * Decides on a file that may be named by its address alone. Where no evidence binds its bytes, it is taken and told as
 * unverifiable, or refused as such where the policy wants provenance.
 *
 * @throws SafeInstallError `source.unverifiable` with the digest that was found; what `decide` throws.
 */
export function decideUnverifiable(
  candidate: Candidate,
  { sha256 }: DownloadedArtifact,
  decide: () => Decision,
): Decision {
  if (!isUnstated(candidate.file, candidate.allowedHashes)) return decide();
  try {
    return toldAsUnverifiable(decide(), sha256);
  } catch (error) {
    if (!(error instanceof SafeInstallError) || error.code !== 'provenance.missing') throw error;
    throw refused(error, sha256);
  }
}

function toldAsUnverifiable(decision: Decision, sha256: string): Decision {
  const { evidence } = decision;
  if (evidence.kind === 'attested') return decision;
  const warning = new SafeInstallError({
    code: 'source.unverifiable',
    message: 'nothing but its address says which file is meant: what came from there is taken as it is',
    facts: [{ label: 'got', value: `sha256:${sha256}` }],
    hint: `If this is the file you mean, pin it: put "#sha256=${sha256}" behind its address`,
  });
  return {
    ...decision,
    evidence: evidence.kind === 'unattested' ? { ...evidence, source: 'unverifiable' } : evidence,
    warnings: [...decision.warnings, warning],
  };
}

/** @param cause that there is no provenance, with the line that demands it. */
const refused = (cause: SafeInstallError, sha256: string): SafeInstallError =>
  new SafeInstallError({
    code: 'source.unverifiable',
    message: 'nothing but its address says which file is meant, and nothing proves who made it',
    subject: cause.subject,
    facts: [
      ...cause.facts.filter(({ label }) => label !== 'got'),
      { label: 'got', value: `sha256:${sha256}` },
    ],
    hint: `Put its provenance or Sigstore bundle beside it; or pin it by "#sha256=${sha256}" behind its address, and give up the demand by a rule with provenance = "if-present" for its name`,
    cause,
  });
