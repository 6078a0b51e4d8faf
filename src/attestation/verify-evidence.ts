import { SafeInstallError } from '../errors/index.ts';
import type { EvidenceDocument } from './evidence/evidence-document.ts';
import type { Provenance } from './evidence/provenance.ts';
import { bundleOf } from './evidence/sigstore-bundle.ts';
import type { PublisherClaim, UnknownPublisher } from './publisher/publisher.ts';
import type { ArtifactBytes } from './steps/signed-content.ts';
import type { AttestedFile } from './steps/subject.ts';
import type { TrustRoot } from './trust/trust-root.ts';
import type { VerifiedAttestation } from './verified-attestation.ts';
import { verifyAttestation, verifyBundle } from './verify-attestation.ts';

/** A publisher that is claimed, of a kind that can be compared with a certificate. */
export type KnownPublisherClaim = Exclude<PublisherClaim, UnknownPublisher>;

/** The attestations of one bundle, each verified; whether their signer is the claimed publisher is not decided. */
export interface VerifiedBundle {
  /** `null` where nobody claims any: a single attestation or a Sigstore bundle. */
  readonly publisher: KnownPublisherClaim | null;
  /** One or more. */
  readonly attestations: readonly VerifiedAttestation[];
}

/** Evidence for one file, verified. */
export interface VerifiedEvidence {
  /** One or more. */
  readonly bundles: readonly VerifiedBundle[];
  /** What the publishers of unknown kinds call themselves; their bundles are not looked at and never count. */
  readonly unknownPublishers: readonly string[];
}

/**
 * Verifies provenance for one file: every attestation of every bundle of a known publisher kind. One that fails condemns
 * the whole: an index that serves it has been lied to, or lies.
 *
 * @throws SafeInstallError `provenance.unknown-publisher` when no bundle is of a known kind, else as {@link verifyAttestation}.
 */
export function verifyProvenance(
  provenance: Provenance,
  file: AttestedFile,
  root: TrustRoot,
): VerifiedEvidence {
  const bundles: VerifiedBundle[] = [];
  const unknownPublishers: string[] = [];
  for (const { publisher, attestations } of provenance.bundles) {
    if (publisher.kind === 'unknown') unknownPublishers.push(publisher.name);
    else
      bundles.push({
        publisher,
        attestations: attestations.map((each) => verifyAttestation(bundleOf(each), file, root)),
      });
  }
  if (bundles.length === 0)
    throw new SafeInstallError({
      code: 'provenance.unknown-publisher',
      message: `the provenance names no publisher of a known kind, but ${unknownPublishers.map((name) => JSON.stringify(name)).join(', ')}`,
    });
  return { bundles, unknownPublishers };
}

/**
 * Verifies evidence of any of its kinds.
 *
 * @param file `bytes` are read only when the evidence is a signature over the file itself.
 * @throws SafeInstallError as {@link verifyProvenance} and {@link verifyAttestation}.
 */
export async function verifyEvidence(
  evidence: EvidenceDocument,
  file: AttestedFile & { readonly bytes: ArtifactBytes },
  root: TrustRoot,
): Promise<VerifiedEvidence> {
  switch (evidence.kind) {
    case 'provenance':
      return verifyProvenance(evidence.provenance, file, root);
    case 'attestation':
      return alone(await verifyBundle(bundleOf(evidence.attestation), file, root));
    case 'bundle':
      return alone(await verifyBundle(evidence.bundle, file, root));
  }
}

const alone = (attestation: VerifiedAttestation): VerifiedEvidence => ({
  bundles: [{ publisher: null, attestations: [attestation] }],
  unknownPublishers: [],
});
