import { createHash, type KeyObject, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der-writer.ts';

export interface Extension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}

/** All that a certificate says; a test may put anything there. */
export interface CertificateParts {
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Extension[];
}

const ECDSA_SHA384 = sequence(objectIdentifier('1.2.840.10045.4.3.3'));
const COMMON_NAME = objectIdentifier('2.5.4.3');

/** A certificate as its issuer signs it. */
export function writeCertificate(parts: CertificateParts, issuerKey: KeyObject): Buffer {
  const signed = writeSigned(parts);
  return sequence(signed, ECDSA_SHA384, bitString(sign('sha384', signed, issuerKey)));
}

const writeSigned = (parts: CertificateParts): Buffer =>
  sequence(
    der(0xa0, integer(2)),
    integer(0x2a),
    ECDSA_SHA384,
    writeName(parts.issuer),
    sequence(utcTime(parts.notBefore), utcTime(parts.notAfter)),
    writeName(parts.subject),
    parts.publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(...parts.extensions.map(writeExtension))),
  );

/** Fulcio's leaves have an empty name. */
const writeName = (name: string): Buffer =>
  name === '' ? sequence() : sequence(set(sequence(COMMON_NAME, utf8String(name))));

const writeExtension = ({ oid, critical, value }: Extension): Buffer =>
  sequence(objectIdentifier(oid), ...(critical === true ? [boolean(true)] : []), octetString(value));

export const OIDS = {
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  certificateTimestamps: '1.3.6.1.4.1.11129.2.4.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
  userName: '1.3.6.1.4.1.57264.1.7',
  fulcio: '1.3.6.1.4.1.57264.1',
} as const;

/** Bits of a key usage, most significant first: 0x80 signs content, 0x06 signs certificates and revocations. */
export const keyUsage = (bits: number): Extension => ({
  oid: OIDS.keyUsage,
  critical: true,
  value: bitString(Buffer.from([bits])),
});

export const extendedKeyUsage = (...purposes: readonly string[]): Extension => ({
  oid: OIDS.extendedKeyUsage,
  value: sequence(...purposes.map(objectIdentifier)),
});

export const basicConstraints = (isAuthority: boolean): Extension => ({
  oid: OIDS.basicConstraints,
  critical: true,
  value: sequence(...(isAuthority ? [boolean(true)] : [])),
});

export const keyIdentifiers = (own: KeyObject, issuer: KeyObject): readonly Extension[] => [
  { oid: OIDS.subjectKeyIdentifier, value: octetString(keyIdentifier(own)) },
  { oid: OIDS.authorityKeyIdentifier, value: sequence(der(0x80, keyIdentifier(issuer))) },
];

/** Names of any kind, one or more or none. */
export const subjectAlternativeName = (...names: readonly Uint8Array[]): Extension => ({
  oid: OIDS.subjectAlternativeName,
  critical: true,
  value: sequence(...names),
});

export const uriName = (uri: string): Buffer => der(0x86, Buffer.from(uri));
export const emailName = (email: string): Buffer => der(0x81, Buffer.from(email));
export const dnsName = (host: string): Buffer => der(0x82, Buffer.from(host));
export const userName = (name: string, oid: string = OIDS.userName): Buffer =>
  der(0xa0, objectIdentifier(oid), der(0xa0, utf8String(name)));

/** One of Fulcio's claims: the first six are raw bytes, the others strings in DER. */
export const claim = (number: number, text: string): Extension => ({
  oid: `${OIDS.fulcio}.${number}`,
  value: number <= 6 ? Buffer.from(text) : utf8String(text),
});

const keyIdentifier = (key: KeyObject): Buffer =>
  createHash('sha1')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest();
