import { generateKeyPairSync } from 'node:crypto';
import {
  basicConstraints,
  dnsName,
  extendedKeyUsage,
  keyIdentifiers,
  keyUsage,
  OIDS,
  subjectAlternativeName,
  writeCertificate,
} from '../sigstore/certificate-writer.ts';
import { der } from '../sigstore/der-writer.ts';

/** A certificate authority that lives for one test, and a certificate of it for `127.0.0.1` and `localhost`. */
export interface TestAuthority {
  /** PEM of the authority's own certificate: what a client is told to trust. */
  readonly authority: string;
  /** PEM of the server's certificate. */
  readonly certificate: string;
  /** PEM of the server's private key (PKCS #8). */
  readonly key: string;
}

/** The authority is thrown away with its key, so its days need no bound that a clock could outrun. */
const VALIDITY = { notBefore: new Date('2020-01-01'), notAfter: new Date('2049-12-31') };
const NAME = 'safe-install test authority';
const LOOPBACK = der(0x87, Buffer.from([127, 0, 0, 1]));

function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** Makes an authority and its one server certificate; takes a few milliseconds. */
export function makeTestAuthority(): TestAuthority {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = writeCertificate(
    {
      ...VALIDITY,
      subject: NAME,
      issuer: NAME,
      publicKey: root.publicKey,
      extensions: [basicConstraints(true), keyUsage(0x06), ...keyIdentifiers(root.publicKey, root.publicKey)],
    },
    root.privateKey,
  );
  const certificate = writeCertificate(
    {
      ...VALIDITY,
      subject: 'localhost',
      issuer: NAME,
      publicKey: server.publicKey,
      extensions: [
        keyUsage(0x80),
        extendedKeyUsage(OIDS.serverAuthentication),
        subjectAlternativeName(LOOPBACK, dnsName('localhost')),
        ...keyIdentifiers(server.publicKey, root.publicKey),
      ],
    },
    root.privateKey,
  );
  return {
    authority: toPem(authority),
    certificate: toPem(certificate),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
