import { createHash } from 'node:crypto';

/** What an entry is made from. */
export interface BodyParts {
  readonly log: 'rekor-v1' | 'rekor-v2';
  readonly signature: Buffer;
  readonly certificate: Buffer;
}

/** The entry of a statement in an envelope. */
export function dsseBody(payload: Buffer, { log, signature, certificate }: BodyParts): object {
  const digest = sha256(payload);
  if (log === 'rekor-v1')
    return {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        envelopeHash: { algorithm: 'sha256', value: digest.toString('hex') },
        payloadHash: { algorithm: 'sha256', value: digest.toString('hex') },
        signatures: [{ signature: signature.toString('base64'), verifier: toPem(certificate) }],
      },
    };
  return {
    apiVersion: '0.0.2',
    kind: 'dsse',
    spec: {
      dsseV002: {
        payloadHash: { algorithm: 'SHA2_256', digest: digest.toString('base64') },
        signatures: [{ content: signature.toString('base64'), verifier: toVerifier(certificate) }],
      },
    },
  };
}

/** The entry of a signature over a file. */
export function hashedBody(digest: Buffer, { log, signature, certificate }: BodyParts): object {
  if (log === 'rekor-v1')
    return {
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: {
        data: { hash: { algorithm: 'sha256', value: digest.toString('hex') } },
        signature: { content: signature.toString('base64'), publicKey: { content: toPem(certificate) } },
      },
    };
  return {
    apiVersion: '0.0.2',
    kind: 'hashedrekord',
    spec: {
      hashedRekordV002: {
        data: { algorithm: 'SHA2_256', digest: digest.toString('base64') },
        signature: { content: signature.toString('base64'), verifier: toVerifier(certificate) },
      },
    },
  };
}

const toVerifier = (certificate: Buffer): object => ({
  keyDetails: 'PKIX_ECDSA_P256_SHA_256',
  x509Certificate: { rawBytes: certificate.toString('base64') },
});

/** Base64 of PEM, as Rekor v1 keeps certificates. */
function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/gu) ?? [];
  return Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  ).toString('base64');
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
