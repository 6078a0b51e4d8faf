import { SafeInstallError } from '../errors/index.ts';
import { type Certificate, isSelfIssued, readCertificate } from './certificate/certificate.ts';
import { readClaims } from './certificate/claims.ts';
import { checkKeyUsage } from './certificate/key-usage.ts';
import { readSubjectAlternativeName } from './certificate/subject-alternative-name.ts';
import type { SigningKey, SigstoreBundle } from './evidence/sigstore-bundle.ts';
import { checkLogPeriods } from './steps/log-period.ts';
import { checkLoggedCertificate } from './steps/logged-certificate.ts';
import { checkPayloadType } from './steps/payload-type.ts';
import { checkPredicate } from './steps/predicate.ts';
import { verifySignatures } from './steps/signatures.ts';
import {
  type ArtifactBytes,
  envelopeContent,
  messageContent,
  type SignatureContent,
} from './steps/signed-content.ts';
import { parseStatement } from './steps/statement.ts';
import { type AttestedFile, checkSubjectDigest, checkSubjectName } from './steps/subject.ts';
import { checkTransparencyEntries } from './steps/transparency-entries.ts';
import type { TrustRoot } from './trust/trust-root.ts';
import type { VerifiedAttestation, VerifiedStatement } from './verified-attestation.ts';

/** A signature that keys and logs stand behind; what it says about which file is not looked at yet. */
export type VerifiedSignature = Omit<VerifiedAttestation, 'statement'>;

/**
 * Verifies an attestation of a file: every step of design point 6 that is no policy's, in order.
 *
 * @param bundle one that holds a statement, as every PEP 740 attestation does.
 * @returns what is proven.
 * @throws SafeInstallError with the code of the first step that fails: `provenance.rekor-v2`, `sigstore.*`, `statement.*`.
 */
export function verifyAttestation(
  bundle: SigstoreBundle,
  file: AttestedFile,
  root: TrustRoot,
): VerifiedAttestation {
  const { content } = bundle;
  if (content.kind !== 'envelope')
    throw new SafeInstallError({
      code: 'statement.malformed',
      message: 'the bundle holds a signature over the file, and no statement about it',
    });
  const signature = verifySignature(bundle, envelopeContent(content), root);
  return { ...signature, statement: verifyStatement(content, file) };
}

/**
 * Verifies a bundle of either kind: one that holds a statement, or one that signs the file itself, as some projects
 * publish beside their releases.
 *
 * @param file its `bytes` are read only for the second kind.
 * @throws SafeInstallError as {@link verifyAttestation}; `statement.subject-digest` when it is over another file.
 */
export async function verifyBundle(
  bundle: SigstoreBundle,
  file: AttestedFile & { readonly bytes: ArtifactBytes },
  root: TrustRoot,
): Promise<VerifiedAttestation> {
  const { content } = bundle;
  if (content.kind !== 'message') return verifyAttestation(bundle, file, root);
  const signature = verifySignature(bundle, await messageContent(content, file), root);
  return { ...signature, statement: null };
}

/** From time and chain to who signed. Cryptography comes before anything that a certificate claims is believed. */
export function verifySignature(
  bundle: SigstoreBundle,
  content: SignatureContent,
  root: TrustRoot,
): VerifiedSignature {
  const { certificate, der } = readSigningCertificate(bundle.key);
  const entries = checkTransparencyEntries(bundle);
  const { key, timestamps } = bundle;
  const times = verifySignatures({ key, certificate, entries, timestamps, content }, root);
  checkLogPeriods(entries, times, root);
  for (const { entry } of entries) checkLoggedCertificate(entry, der);

  checkKeyUsage(certificate);
  const identity = { name: readSubjectAlternativeName(certificate), claims: readClaims(certificate) };
  const [first] = times;
  if (first === undefined)
    throw new SafeInstallError({ code: 'sigstore.time', message: 'no time of the signature is proven' });
  return {
    identity,
    signedAt: first.at,
    logs: entries.map(({ entry, checkpoint }) => ({
      origin: checkpoint.origin,
      logIndex: entry.logIndex,
      integratedTime:
        entry.promise === null || entry.integratedTime === null
          ? null
          : new Date(entry.integratedTime * 1000),
    })),
    trustRoot: { name: root.name, sha256: root.sha256 },
  };
}

/** The certificate, apart; what older bundles carry beside it must not be a root: trust does not come with the evidence. */
function readSigningCertificate(key: SigningKey): {
  readonly certificate: Certificate;
  readonly der: Buffer;
} {
  if (key.kind !== 'certificate')
    throw new SafeInstallError({
      code: 'sigstore.key',
      message: 'the bundle was signed with a bare key, which says nothing about who holds it',
    });
  if (key.intermediates.some((der) => isSelfIssued(readCertificate(der))))
    throw new SafeInstallError({
      code: 'sigstore.chain',
      message: 'the bundle brings a root certificate along',
    });
  return { certificate: readCertificate(key.certificate), der: key.certificate };
}

/** From the payload's type to the predicate: a statement about this file, and of a kind that counts. */
function verifyStatement(
  content: { readonly payloadType: string; readonly payload: Buffer },
  file: AttestedFile,
): VerifiedStatement {
  checkPayloadType(content.payloadType);
  const statement = parseStatement(content.payload);
  checkSubjectDigest(statement.subject, file.sha256);
  checkSubjectName(statement.subject, file.filename);
  return {
    predicateType: checkPredicate(statement),
    subject: { name: statement.subject.name, sha256: file.sha256 },
  };
}
