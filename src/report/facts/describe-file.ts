import { createHash } from 'node:crypto';
import type { Check, Evidence } from '../../artifact/index.ts';
import { redactUrl, type SafeInstallError } from '../../errors/index.ts';
import type { Requirement } from '../../packaging/index.ts';
import { describeOrigin } from '../../policy/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import { describeSigner, type SignerDescription } from './describe-signer.ts';
import { sourcePhrase } from './source-phrase.ts';

/** A waiver that let the file through. */
export interface UsedWaiver {
  readonly check: string;
  readonly reason: string;
  /** The first moment at which it counts no more. */
  readonly expires: Date;
  /** `safe-install.toml:12` */
  readonly origin: string;
}

/** All that is told of one file that passed, whatever the format. Not yet safe to show. */
export interface FileDescription {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly kind: 'wheel' | 'sdist';
  /** Without credentials and query. */
  readonly url: string;
  /** The index, folder or page that offered it; likewise. */
  readonly source: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly uploadTime: Date | null;
  /** The user's own requirements; empty for a dependency. */
  readonly requestedBy: readonly string[];
  /** Names of those that need it. */
  readonly requiredBy: readonly string[];
  readonly evidence: Evidence;
  readonly checks: readonly Check[];
  /** Who named the publisher: a line of a policy, `the lock`, `seen before`, `the index`. */
  readonly namedBy: string | null;
  readonly signer: SignerDescription | null;
  /** Where the evidence was found, and the digest of what was found there. */
  readonly document: { readonly location: string; readonly sha256: string } | null;
  /** What a wheel was built from on this machine, in a phrase; `null` where the file is installed as it came. */
  readonly builtFrom: string | null;
  readonly warnings: readonly SafeInstallError[];
  readonly notes: readonly SafeInstallError[];
  readonly waivers: readonly UsedWaiver[];
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A requirement may be an address, with what opens it. */
export const shownRequirement = (requirement: Requirement): string =>
  requirement.url === null ? requirement.toString() : `${requirement.name} @ ${redactUrl(requirement.url)}`;

/** What is known of a file that has passed every check. */
export function describeFile({ candidate, artifact, verdict, judgement }: VerifiedArtifact): FileDescription {
  const { file, name, version, requestedBy, requiredBy } = candidate;
  const { decision, document } = judgement;
  return {
    name,
    version: version.toString(),
    filename: file.filename,
    kind: file.kind,
    url: redactUrl(file.url),
    source: redactUrl(file.origin.location),
    sha256: artifact.sha256,
    size: artifact.size,
    uploadTime: file.uploadTime,
    requestedBy: requestedBy.map(shownRequirement),
    requiredBy,
    evidence: verdict.evidence,
    checks: verdict.checks,
    namedBy: decision.namedBy,
    signer: describeSigner(judgement),
    document: document === null ? null : { location: document.location, sha256: sha256Of(document.bytes) },
    builtFrom: verdict.builtFrom === undefined ? null : sourcePhrase(verdict.builtFrom),
    warnings: decision.warnings,
    notes: decision.notes,
    waivers: decision.waivers.map(({ check, reason, expires, origin }) => ({
      check,
      reason,
      expires,
      origin: describeOrigin(origin),
    })),
  };
}
