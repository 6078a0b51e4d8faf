import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
// Deep imports on purpose: the package's main entry loads nock, which patches node:http for the whole process.
import { type CTLog, initializeCTLog } from '@sigstore/mock/dist/fulcio/index.js';
import {
  basicConstraints,
  type CertificateParts,
  type Extension,
  extendedKeyUsage,
  keyIdentifiers,
  keyUsage,
  OIDS,
  subjectAlternativeName,
  writeCertificate,
} from './certificate-writer.ts';
import { octetString } from './der-writer.ts';
import type { TestIdentity } from './identities.ts';

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const newKeyPair = (namedCurve: 'prime256v1' | 'secp384r1' = 'prime256v1'): KeyPair =>
  generateKeyPairSync('ec', { namedCurve });

/** Changes what a leaf says before it is logged and signed. */
export type Forge = (parts: CertificateParts) => CertificateParts;

export interface Issuing {
  readonly identity: TestIdentity;
  readonly publicKey: KeyObject;
  /** When the certificate starts; it is valid for ten minutes, as Fulcio's are. */
  readonly at: Date;
  readonly forge?: Forge | undefined;
  /** `none`: the certificate is not logged. `broken`: its timestamp is for another certificate. */
  readonly timestamps?: 'valid' | 'none' | 'broken' | undefined;
}

/** A certificate authority like Fulcio's, root and intermediate, with the log that its certificates go to. */
export interface TestAuthority {
  readonly root: Buffer;
  readonly intermediate: Buffer;
  readonly log: CTLog;
  issue(issuing: Issuing): Promise<Buffer>;
}

const MINUTES = 60_000;
const YEARS = 365 * 24 * 60 * MINUTES;

export async function createAuthority(now: Date): Promise<TestAuthority> {
  const rootKey = newKeyPair('secp384r1');
  const intermediateKey = newKeyPair('secp384r1');
  const log = await initializeCTLog({ ...newKeyPair() });
  const root = writeCertificate(
    authorityParts('test root', rootKey, 'test root', rootKey, now),
    rootKey.privateKey,
  );
  const intermediate = writeCertificate(
    authorityParts('test intermediate', intermediateKey, 'test root', rootKey, now),
    rootKey.privateKey,
  );

  const issue = async ({
    identity,
    publicKey,
    at,
    forge,
    timestamps = 'valid',
  }: Issuing): Promise<Buffer> => {
    const honest: CertificateParts = {
      subject: '',
      issuer: 'test intermediate',
      notBefore: at,
      notAfter: new Date(at.getTime() + 10 * MINUTES),
      publicKey,
      extensions: [
        keyUsage(0x80),
        extendedKeyUsage(OIDS.codeSigning),
        ...keyIdentifiers(publicKey, intermediateKey.publicKey),
        subjectAlternativeName(identity.name),
        ...identity.claims,
      ],
    };
    const parts = forge === undefined ? honest : forge(honest);
    if (timestamps === 'none') return writeCertificate(parts, intermediateKey.privateKey);
    const logged = timestamps === 'valid' ? parts : { ...parts, subject: 'somebody else' };
    const precertificate = writeCertificate(logged, intermediateKey.privateKey);
    const stamp = Buffer.from(
      await log.log(toArrayBuffer(precertificate), issuerId(intermediateKey.publicKey)),
    );
    const extensions = [...parts.extensions, timestampList(stamp)];
    return writeCertificate({ ...parts, extensions }, intermediateKey.privateKey);
  };
  return { root, intermediate, log, issue };
}

const authorityParts = (
  subject: string,
  own: KeyPair,
  issuer: string,
  issuerKey: KeyPair,
  now: Date,
): CertificateParts => ({
  subject,
  issuer,
  notBefore: new Date(now.getTime() - YEARS),
  notAfter: new Date(now.getTime() + YEARS),
  publicKey: own.publicKey,
  extensions: [keyUsage(0x06), basicConstraints(true), ...keyIdentifiers(own.publicKey, issuerKey.publicKey)],
});

/** RFC 6962, section 3.3: a list of timestamps, each of which begins with its length already. */
export const timestampList = (...stamps: readonly Buffer[]): Extension => ({
  oid: OIDS.certificateTimestamps,
  value: octetString(withLength(Buffer.concat(stamps))),
});

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const issuerId = (key: KeyObject): ArrayBuffer =>
  toArrayBuffer(
    createHash('sha256')
      .update(key.export({ format: 'der', type: 'spki' }))
      .digest(),
  );

const toArrayBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
