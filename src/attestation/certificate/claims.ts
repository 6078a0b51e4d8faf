import { SafeInstallError } from '../../errors/index.ts';
import type { Certificate } from './certificate.ts';
import { DerReader, TAG } from './der.ts';

/** 1.3.6.1.4.1.57264.1, the arc under which Fulcio writes what it was told about a build; one more byte is the claim. */
const ARC = '2b0601040183bf3001';

/**
 * The claims by their number under {@link ARC}. The first six are raw bytes and older than the others, which are UTF-8
 * strings in DER; number 7 is a kind of subject alternative name.
 */
const CLAIMS = {
  legacyIssuer: 1,
  legacyTrigger: 2,
  legacyCommit: 3,
  legacyWorkflowName: 4,
  legacyRepository: 5,
  legacyRef: 6,
  issuer: 8,
  buildSignerUri: 9,
  buildSignerDigest: 10,
  runnerEnvironment: 11,
  sourceRepositoryUri: 12,
  sourceRepositoryDigest: 13,
  sourceRepositoryRef: 14,
  sourceRepositoryIdentifier: 15,
  sourceRepositoryOwnerUri: 16,
  sourceRepositoryOwnerIdentifier: 17,
  buildConfigUri: 18,
  buildConfigDigest: 19,
  buildTrigger: 20,
  runInvocationUri: 21,
  sourceRepositoryVisibility: 22,
  deploymentEnvironment: 23,
  tokenSubject: 24,
} as const;

type ClaimName = keyof typeof CLAIMS;

/** What the certificate says about the build, in printable ASCII; `null` where it says nothing. `issuer` it always says. */
export type CertificateClaims = {
  readonly [name in Exclude<ClaimName, 'issuer'>]: string | null;
} & { readonly issuer: string };

const LAST_LEGACY = CLAIMS.legacyRef;

/**
 * Fulcio's claims, read from the DER itself. The library reads the issuer as ASCII with the eighth bit dropped, so that
 * one spelled with U+FABEF (whose UTF-8 is `F3 BA AF AF`) reads as `s://` and passes for GitHub's; here only printable
 * ASCII is anything at all, and each claim stands there once.
 *
 * @throws SafeInstallError `sigstore.claims`.
 * @see https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
 */
export function readClaims(certificate: Certificate): CertificateClaims {
  const claims: Record<string, string | null> = {};
  for (const [name, number] of Object.entries(CLAIMS)) {
    const value = certificate.extensions.get(ARC + number.toString(16).padStart(2, '0'))?.value;
    claims[name] = value === undefined ? null : readClaim(value, number);
  }
  const read = claims as Omit<CertificateClaims, 'issuer'> & { readonly issuer: string | null };
  const issuer = read.issuer ?? read.legacyIssuer;
  if (issuer === null || issuer === '') throw refusal(CLAIMS.issuer, 'is missing');
  if (read.legacyIssuer !== null && read.legacyIssuer !== issuer)
    throw refusal(CLAIMS.legacyIssuer, 'names another issuer than number 8');
  return { ...read, issuer };
}

function readClaim(value: Buffer, number: number): string {
  const bytes = number <= LAST_LEGACY ? value : unwrap(value, number);
  if (bytes.some((byte) => byte < 0x20 || byte > 0x7e)) throw refusal(number, 'is not printable ASCII');
  return bytes.toString('latin1');
}

/** The contents of the one UTF8String that the extension holds. */
function unwrap(value: Buffer, number: number): Buffer {
  try {
    const reader = new DerReader(value, 'the claim');
    const { contents } = reader.read(TAG.utf8String);
    reader.finish();
    return contents;
  } catch (cause) {
    throw refusal(number, 'is not one UTF-8 string in DER', cause);
  }
}

const refusal = (number: number, message: string, cause?: unknown): SafeInstallError =>
  new SafeInstallError({
    code: 'sigstore.claims',
    message: `the certificate's claim number ${number} of Fulcio ${message}`,
    cause,
  });
