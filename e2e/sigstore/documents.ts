/** Evidence as it is served, writable so that a test can falsify any part of it. */
export interface EntryJson {
  logIndex: string;
  logId: { keyId: string };
  kindVersion: { kind: string; version: string };
  integratedTime?: string;
  inclusionPromise?: { signedEntryTimestamp: string };
  inclusionProof?: {
    logIndex: string;
    treeSize: string;
    rootHash: string;
    hashes: string[];
    checkpoint?: { envelope: string };
  };
  canonicalizedBody: string;
}

export interface AttestationJson {
  version: number;
  verification_material: { certificate: string; transparency_entries: EntryJson[] };
  envelope: { statement: string; signature: string };
}

export interface ProvenanceJson {
  version: number;
  attestation_bundles: { publisher: Readonly<Record<string, unknown>>; attestations: AttestationJson[] }[];
}

export interface BundleJson {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string };
    x509CertificateChain?: { certificates: { rawBytes: string }[] };
    publicKey?: { hint: string };
    tlogEntries: EntryJson[];
    timestampVerificationData?: { rfc3161Timestamps: { signedTimestamp: string }[] };
  };
  dsseEnvelope?: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] };
  messageSignature?: { messageDigest: { algorithm: string; digest: string }; signature: string };
}

export interface StatementJson {
  _type: string;
  subject: { name: string; digest: Record<string, string> }[];
  predicateType: string;
  predicate: unknown;
}

/** The PEP 740 attestation that a bundle with a statement is another spelling of. */
export function toAttestation(bundle: BundleJson): AttestationJson {
  const { certificate, tlogEntries } = bundle.verificationMaterial;
  const { dsseEnvelope } = bundle;
  return {
    version: 1,
    verification_material: {
      certificate: certificate?.rawBytes ?? '',
      transparency_entries: tlogEntries,
    },
    envelope: {
      statement: dsseEnvelope?.payload ?? '',
      signature: dsseEnvelope?.signatures[0]?.sig ?? '',
    },
  };
}

/** A provenance object with one bundle. */
export const toProvenance = (
  publisher: Readonly<Record<string, unknown>>,
  attestations: AttestationJson[],
): ProvenanceJson => ({ version: 1, attestation_bundles: [{ publisher, attestations }] });
