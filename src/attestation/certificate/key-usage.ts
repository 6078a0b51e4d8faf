import { SafeInstallError } from '../../errors/index.ts';
import { type Certificate, OID } from './certificate.ts';
import { DerReader, TAG } from './der.ts';

/** 1.3.6.1.5.5.7.3.3, code signing. */
const CODE_SIGNING = '2b06010505070303';

/** The first bit of a key usage (RFC 5280, section 4.2.1.3): signatures over something else than certificates. */
const DIGITAL_SIGNATURE = 0x80;

/**
 * The certificate is one for signing code, and not an authority's: a certificate that its authority issued for something
 * else (a TLS server, a timestamp, a subordinate authority) says nothing about who signed a file. The library that
 * verifies the chain looks at none of this on the leaf.
 *
 * @throws SafeInstallError `sigstore.key-usage`, or `sigstore.certificate` for malformed DER.
 * @see https://github.com/sigstore/fulcio/blob/main/docs/certificate-specification.md
 */
export function checkKeyUsage(certificate: Certificate): void {
  const usage = certificate.extensions.get(OID.keyUsage);
  if (usage === undefined || !hasDigitalSignature(usage.value))
    throw refusal('is not for digital signatures');

  const extended = certificate.extensions.get(OID.extendedKeyUsage);
  if (extended === undefined || !purposesOf(extended.value).includes(CODE_SIGNING))
    throw refusal('is not for signing code');

  const constraints = certificate.extensions.get(OID.basicConstraints);
  if (constraints !== undefined && isAuthority(constraints.value))
    throw refusal('is one of an authority that issues certificates');
}

function hasDigitalSignature(value: Buffer): boolean {
  const reader = new DerReader(value, 'the key usage of the certificate');
  const [unused, bits] = reader.read(TAG.bitString).contents;
  reader.finish();
  return unused !== undefined && unused < 8 && bits !== undefined && (bits & DIGITAL_SIGNATURE) !== 0;
}

function purposesOf(value: Buffer): readonly string[] {
  const reader = new DerReader(value, 'the extended key usage of the certificate');
  const list = reader.enter(TAG.sequence);
  reader.finish();
  const purposes: string[] = [];
  while (!list.isAtEnd) purposes.push(list.read(TAG.objectIdentifier).contents.toString('hex'));
  return purposes;
}

function isAuthority(value: Buffer): boolean {
  const reader = new DerReader(value, 'the basic constraints of the certificate');
  const constraints = reader.enter(TAG.sequence);
  reader.finish();
  return constraints.nextTag === TAG.boolean; // false is the default, which DER leaves out
}

const refusal = (message: string): SafeInstallError =>
  new SafeInstallError({ code: 'sigstore.key-usage', message: `the certificate ${message}` });
