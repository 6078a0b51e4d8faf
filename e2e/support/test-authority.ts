import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate authority that lives for one test, and a certificate of it for `127.0.0.1` and `localhost`. */
export interface TestAuthority {
  /** PEM of the authority's own certificate: what a client is told to trust. */
  readonly authority: string;
  /** PEM of the server's certificate. */
  readonly certificate: string;
  /** PEM of the server's private key (PKCS #8). */
  readonly key: string;
}

// ── DER (X.690), as much of it as a certificate takes ────────────────────────────────────────────────────────────────

function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...contents: readonly Uint8Array[]): Buffer => tlv(0x30, ...contents);
const octets = (content: Uint8Array): Buffer => tlv(0x04, content);
const bits = (content: Uint8Array, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), content);
const integer = (...bytes: readonly number[]): Buffer => tlv(0x02, Buffer.from(bytes));
const TRUE = tlv(0x01, Buffer.from([0xff]));
const utcTime = (text: string): Buffer => tlv(0x17, Buffer.from(text, 'latin1'));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const septets = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return tlv(0x06, Buffer.from(bytes));
}

// ── X.509 version 3 (RFC 5280) ───────────────────────────────────────────────────────────────────────────────────────

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
/** A test's authority is thrown away with its key, so its days need no bound that a clock could outrun. */
const VALIDITY = sequence(utcTime('200101000000Z'), utcTime('491231235959Z'));

const commonName = (text: string): Buffer =>
  sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(text)))));

const extension = (id: string, value: Uint8Array, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));

interface Subject {
  readonly name: string;
  readonly publicKey: KeyObject;
}

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const keyIdOf = (key: KeyObject): Buffer => createHash('sha1').update(spkiOf(key)).digest();

/** Key identifiers of both ends: strict verifiers (Python 3.13) insist on them. */
const keyIdentifiers = (subject: Subject, issuer: Subject): Buffer[] => [
  extension('2.5.29.14', octets(keyIdOf(subject.publicKey))),
  extension('2.5.29.35', sequence(tlv(0x80, keyIdOf(issuer.publicKey)))),
];

function certificate(
  serial: number,
  subject: Subject,
  issuer: Subject,
  issuerKey: KeyObject,
  extensions: readonly Uint8Array[],
): string {
  const toBeSigned = sequence(
    tlv(0xa0, integer(2)),
    integer(serial),
    ECDSA_WITH_SHA256,
    commonName(issuer.name),
    VALIDITY,
    commonName(subject.name),
    spkiOf(subject.publicKey),
    tlv(0xa3, sequence(...extensions, ...keyIdentifiers(subject, issuer))),
  );
  const signature = sign('sha256', toBeSigned, issuerKey);
  const der = sequence(toBeSigned, ECDSA_WITH_SHA256, bits(signature)).toString('base64');
  const lines = der.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** Makes an authority and its one server certificate; takes a few milliseconds. */
export function makeTestAuthority(): TestAuthority {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer: Subject = { name: 'safe-install test authority', publicKey: root.publicKey };
  const subject: Subject = { name: 'localhost', publicKey: leaf.publicKey };
  const authority = certificate(1, issuer, issuer, root.privateKey, [
    extension('2.5.29.19', sequence(TRUE), true), // basic constraints: a CA
    extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true), // key usage: signs certificates and CRLs
  ]);
  const server = certificate(2, subject, issuer, root.privateKey, [
    extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true), // key usage: digital signature
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))), // extended key usage: a TLS server
    extension(
      '2.5.29.17',
      sequence(tlv(0x87, Buffer.from([127, 0, 0, 1])), tlv(0x82, Buffer.from('localhost'))),
    ),
  ]);
  return {
    authority,
    certificate: server,
    key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
