import { publisherOf, type VerifiedAttestation } from '../../../attestation/index.ts';
import type { EffectivePolicy, PinnedPublisher } from '../../../policy/index.ts';
import { ruleText } from '../../../policy/index.ts';
import type { VerifiedArtifact } from '../../../verify/index.ts';

/** What is known of the publishers of some files, each of which has been verified. */
export interface FoundPublishers {
  /** Those that no rule names yet, one for a project, by name. */
  readonly pinned: readonly PinnedPublisher[];
  /** Files whose publisher a rule names. */
  readonly named: readonly VerifiedArtifact[];
  /** Files that nobody has signed. */
  readonly unsigned: readonly VerifiedArtifact[];
}

export function publishersOf(
  verified: readonly VerifiedArtifact[],
  policy: EffectivePolicy,
): FoundPublishers {
  const pinned = new Map<string, PinnedPublisher>();
  const named: VerifiedArtifact[] = [];
  const unsigned: VerifiedArtifact[] = [];
  for (const artifact of verified) {
    const { name, version } = artifact.candidate;
    const attestation = judgedAttestation(artifact);
    if (policy.demandsOn(name, version).publisherRules.length > 0) named.push(artifact);
    else if (attestation === null) unsigned.push(artifact);
    else pinned.set(ruleText(toPinned(artifact, attestation), 'whole file'), toPinned(artifact, attestation));
  }
  const inOrder = [...pinned.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  return { pinned: inOrder, named, unsigned };
}

/** The signature that was judged; the first of evidence whose signer nobody has named, which is why he is asked for. */
function judgedAttestation({ judgement }: VerifiedArtifact): VerifiedAttestation | null {
  const attestations = judgement.evidence?.bundles.flatMap((bundle) => bundle.attestations) ?? [];
  return (
    attestations.find(({ identity }) => identity === judgement.decision.identity) ?? attestations[0] ?? null
  );
}

function toPinned(
  { candidate, artifact }: VerifiedArtifact,
  { identity, signedAt, logs }: VerifiedAttestation,
): PinnedPublisher {
  const { sourceRepositoryIdentifier, sourceRepositoryOwnerIdentifier } = identity.claims;
  const [log] = logs;
  const logged = log === undefined ? '' : `, entry ${log.logIndex} of ${hostOf(log.origin)}`;
  return {
    name: candidate.name,
    versions: '',
    publisher: publisherOf(identity),
    repositoryId: sourceRepositoryIdentifier,
    ownerId: sourceRepositoryOwnerIdentifier,
    seenIn: `${artifact.file.filename}, signed ${signedAt.toISOString().slice(0, 10)}${logged}`,
  };
}

/** A log calls itself by its host and the number of its tree. */
const hostOf = (origin: string): string => origin.split(' ', 1)[0] ?? origin;
