import { SafeInstallError } from '../../errors/index.ts';
import { DerReader, TAG } from './der.ts';

/** An extension of a certificate; `value` is what its octet string holds. */
export interface CertificateExtension {
  readonly critical: boolean;
  readonly value: Buffer;
}

/** An X.509 certificate taken apart, with nothing of it verified. */
export interface Certificate {
  /** The bytes that the issuer signed. */
  readonly signedBytes: Buffer;
  /** The encoded name of the issuer, and of whom the certificate is for. */
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** By object identifier, as the hexadecimal digits of its contents. */
  readonly extensions: ReadonlyMap<string, CertificateExtension>;
}

/** Bytes of a certificate; Fulcio's have 1,700. */
const LARGEST_CERTIFICATE = 32 * 1024;

/** Extensions of a certificate; Fulcio's have 30. */
const MOST_EXTENSIONS = 64;

/** Context tags of a TBSCertificate (RFC 5280, section 4.1): version, the two unique identifiers, extensions. */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

/** The third version of X.509, encoded. */
const V3 = Buffer.from([0x02, 0x01, 0x02]);

export const OID = {
  keyUsage: '551d0f',
  subjectAlternativeName: '551d11',
  basicConstraints: '551d13',
  extendedKeyUsage: '551d25',
  /** 1.3.6.1.4.1.11129.2.4.2, signed certificate timestamps. */
  certificateTimestamps: '2b06010401d679020402',
} as const;

/** Critical extensions that something here reads; any other must make us refuse (RFC 5280, section 4.2). */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  OID.keyUsage,
  OID.subjectAlternativeName,
  OID.basicConstraints,
  OID.extendedKeyUsage,
]);

/**
 * Takes a certificate apart as RFC 5280, section 4.1 writes it, more strictly than the library that verifies its
 * signature: that one takes an extension that stands there twice, and passes over a critical one that it does not know.
 *
 * @throws SafeInstallError `sigstore.certificate`.
 */
export function readCertificate(der: Buffer): Certificate {
  if (der.length > LARGEST_CERTIFICATE)
    throw refusal(`has more than the ${LARGEST_CERTIFICATE} bytes that are read`);
  const outer = new DerReader(der, 'the certificate');
  const certificate = outer.enter(TAG.sequence);
  outer.finish();
  const signed = certificate.read(TAG.sequence);
  const algorithm = certificate.read(TAG.sequence);
  certificate.read(TAG.bitString);
  certificate.finish();

  const fields = new DerReader(signed.contents, 'the certificate');
  if (!fields.read(VERSION).contents.equals(V3)) throw refusal('is not of version 3');
  fields.read(); // serial number
  // RFC 5280, section 4.1.1.2: else the algorithm that is used is one that nobody signed.
  if (!fields.read(TAG.sequence).bytes.equals(algorithm.bytes))
    throw refusal('names two different signature algorithms');
  const issuer = fields.read(TAG.sequence).bytes;
  fields.read(TAG.sequence); // validity
  const subject = fields.read(TAG.sequence).bytes;
  fields.read(TAG.sequence); // public key
  const extensions = readExtensions(fields);
  fields.finish();
  return { signedBytes: signed.bytes, issuer, subject, extensions };
}

/** Whether the certificate vouches for itself: a root, which no bundle has to bring along. */
export const isSelfIssued = (certificate: Certificate): boolean =>
  certificate.issuer.equals(certificate.subject);

function readExtensions(fields: DerReader): ReadonlyMap<string, CertificateExtension> {
  const extensions = new Map<string, CertificateExtension>();
  if (fields.isAtEnd) return extensions;
  const wrapper = fields.enter(EXTENSIONS);
  const list = wrapper.enter(TAG.sequence);
  wrapper.finish();
  while (!list.isAtEnd) {
    if (extensions.size === MOST_EXTENSIONS)
      throw refusal(`has more than the ${MOST_EXTENSIONS} extensions that are read`);
    const extension = list.enter(TAG.sequence);
    const identifier = extension.read(TAG.objectIdentifier).contents.toString('hex');
    const critical = extension.nextTag === TAG.boolean && readTrue(extension);
    const value = extension.read(TAG.octetString).contents;
    extension.finish();
    // RFC 5280, section 4.2: "must not include more than one instance of a particular extension".
    if (extensions.has(identifier)) throw refusal('has an extension twice');
    if (critical && !UNDERSTOOD.has(identifier))
      throw refusal('has a critical extension that is not understood');
    extensions.set(identifier, { critical, value });
  }
  return extensions;
}

/** DER leaves a false out, since it is the default, and writes true as 0xff (X.690, sections 11.1 and 11.5). */
function readTrue(extension: DerReader): true {
  const { contents } = extension.read(TAG.boolean);
  if (contents.length !== 1 || contents[0] !== 0xff) throw refusal('has a boolean that is not DER');
  return true;
}

const refusal = (message: string): SafeInstallError =>
  new SafeInstallError({ code: 'sigstore.certificate', message: `the certificate ${message}` });
