import { createHash, createVerify, type KeyObject, verify } from 'node:crypto';
import { dsse } from '@sigstore/core';
import type { SignedEntity } from '@sigstore/verify';
import { SafeInstallError } from '../../errors/index.ts';
import type { SignedContent } from '../evidence/sigstore-bundle.ts';

/** The library's view of what was signed: it compares log entries with it and verifies the signature. */
export type SignatureContent = SignedEntity['signature'];

/** The bytes of the file, one piece after the other; read once. */
export type ArtifactBytes = () => AsyncIterable<Uint8Array>;

type Envelope = Extract<SignedContent, { kind: 'envelope' }>;
type Message = Extract<SignedContent, { kind: 'message' }>;

/** A DSSE envelope: what is signed is the encoding of payload type and payload. */
export function envelopeContent(envelope: Envelope): SignatureContent {
  const signed = dsse.preAuthEncoding(envelope.payloadType, envelope.payload);
  return {
    signature: envelope.signature,
    compareSignature: (signature) => envelope.signature.equals(signature),
    compareDigest: (digest) => sha256(envelope.payload).equals(digest),
    compareSignedDigest: (digest) => sha256(signed).equals(digest), // Rekor v2, section 6.1.4 of its specification
    verifySignature: (key) => verify(undefined, signed, key, envelope.signature),
  };
}

/**
 * A signature over the file itself. Its bytes go through the digest here, so that a wheel of a gigabyte needs no
 * gigabyte of memory.
 *
 * @throws SafeInstallError `statement.subject-digest` when the signature says that it is over another file.
 */
export async function messageContent(
  message: Message,
  artifact: { readonly sha256: string; readonly bytes: ArtifactBytes },
): Promise<SignatureContent> {
  const stated = message.digest.toString('hex');
  if (stated !== artifact.sha256)
    throw new SafeInstallError({
      code: 'statement.subject-digest',
      message: 'the signature is over other bytes than those of the file',
      facts: [
        { label: 'expected', value: `sha256:${artifact.sha256}`, origin: 'the file' },
        { label: 'got', value: `sha256:${stated}`, origin: 'the bundle' },
      ],
    });
  const verifier = createVerify('sha256');
  for await (const piece of artifact.bytes()) verifier.update(piece);
  return {
    signature: message.signature,
    compareSignature: (signature) => message.signature.equals(signature),
    compareDigest: (digest) => message.digest.equals(digest),
    compareSignedDigest: (digest) => message.digest.equals(digest),
    verifySignature: (key: KeyObject) => verifier.verify(key, message.signature),
  };
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
