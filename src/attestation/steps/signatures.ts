import type { KeyObject } from 'node:crypto';
import { RFC3161Timestamp } from '@sigstore/core';
import { type SignedEntity, VerificationError } from '@sigstore/verify';
import { printable, type ReasonCode, SafeInstallError } from '../../errors/index.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { RememberingCertificate } from '../certificate/remembering-certificate.ts';
import type { SigningKey } from '../evidence/sigstore-bundle.ts';
import type { TransparencyEntry } from '../evidence/transparency-entry.ts';
import type { TrustRoot } from '../trust/trust-root.ts';
import type { SignatureContent } from './signed-content.ts';
import type { CheckedEntry } from './transparency-entries.ts';

/** A moment at which the signature existed, and who says so. */
export interface VerifiedTime {
  readonly at: Date;
  readonly source: 'transparency-log' | 'timestamp-authority';
}

export interface SignedParts {
  readonly key: SigningKey;
  /** The leaf taken apart; `null` for a bare key. */
  readonly certificate: Certificate | null;
  readonly entries: readonly CheckedEntry[];
  readonly timestamps: readonly Buffer[];
  readonly content: SignatureContent;
}

/**
 * Everything that keys prove, by `@sigstore/verify`, in this order: each stated time (the promise of the log, or the
 * authority's signature), the certificate's chain at each of these times, its certificate timestamps, each entry's promise,
 * inclusion proof and checkpoint, that each entry is about this signature, and the signature itself.
 *
 * No policy is given to the library, ever: it takes the policy's identity for an unanchored regular expression.
 *
 * @returns the verified times, earliest first; never empty.
 * @throws SafeInstallError `sigstore.time|chain|sct|tlog|signature|key|malformed`.
 */
export function verifySignatures(
  parts: SignedParts,
  root: TrustRoot,
  publicKey?: KeyObject,
): readonly VerifiedTime[] {
  const timestamps = parts.timestamps.map(parseTimestamp);
  const verifier = publicKey === undefined ? root.verifier : root.verifierFor(publicKey);
  try {
    verifier.verify(toSignedEntity(parts, timestamps, publicKey));
    const times = [
      ...parts.entries.flatMap(({ entry }) => timeOf(entry)),
      ...timestamps.map((stamp) => ({ at: stamp.signingTime, source: 'timestamp-authority' as const })),
    ];
    return times.sort((one, other) => one.at.getTime() - other.at.getTime());
  } catch (error) {
    throw toRefusal(error);
  }
}

type Timestamp = SignedEntity['timestamps'][number];
type LibraryEntry = SignedEntity['tlogEntries'][number];

function toSignedEntity(
  parts: SignedParts,
  timestamps: readonly RFC3161Timestamp[],
  publicKey: KeyObject | undefined,
): SignedEntity {
  const entries = parts.entries.map(({ entry }) => ({ entry, library: toLibraryEntry(entry) }));
  return {
    signature: parts.content,
    key: toVerificationKey(parts, publicKey),
    tlogEntries: entries.map(({ library }) => library),
    timestamps: [
      ...entries
        .filter(
          ({ entry }, index) => entry.promise !== null && index === firstOfItsSecond(entry, parts.entries),
        )
        .map(({ library }): Timestamp => ({ $case: 'transparency-log', tlogEntry: library })),
      ...timestamps.map((timestamp): Timestamp => ({ $case: 'timestamp-authority', timestamp })),
    ],
  };
}

/** Two entries of one log in one second state one time; the library takes the second for a copy and refuses both. */
const firstOfItsSecond = (entry: TransparencyEntry, entries: readonly CheckedEntry[]): number =>
  entries.findIndex(
    ({ entry: other }) => other.integratedTime === entry.integratedTime && other.logId.equals(entry.logId),
  );

function toVerificationKey(
  { key, certificate }: SignedParts,
  publicKey: KeyObject | undefined,
): SignedEntity['key'] {
  if (key.kind === 'certificate' && certificate !== null)
    return {
      $case: 'certificate',
      certificate: new RememberingCertificate(key.certificate, certificate.signedBytes),
    };
  if (key.kind === 'public-key' && publicKey !== undefined) return { $case: 'public-key', hint: key.hint };
  throw new SafeInstallError({
    code: 'sigstore.key',
    message: 'the bundle was signed with a bare key, which says nothing about who holds it',
  });
}

const toLibraryEntry = (entry: TransparencyEntry): LibraryEntry => ({
  logIndex: String(entry.logIndex),
  logId: { keyId: entry.logId },
  kindVersion: { kind: entry.kind, version: entry.version },
  integratedTime: String(entry.integratedTime ?? 0),
  inclusionPromise: entry.promise === null ? undefined : { signedEntryTimestamp: entry.promise },
  inclusionProof: {
    logIndex: String(entry.proof.logIndex),
    treeSize: String(entry.proof.treeSize),
    rootHash: entry.proof.rootHash,
    hashes: [...entry.proof.hashes],
    checkpoint: { envelope: entry.proof.checkpoint },
  },
  canonicalizedBody: entry.body,
});

const timeOf = ({ promise, integratedTime }: TransparencyEntry): VerifiedTime[] =>
  promise === null || integratedTime === null
    ? []
    : [{ at: new Date(integratedTime * 1000), source: 'transparency-log' }];

function parseTimestamp(der: Buffer): RFC3161Timestamp {
  try {
    const timestamp = RFC3161Timestamp.parse(Buffer.from(der));
    // RFC 3161, section 2.4.2: a token counts with the status "granted" or "granted with modifications" only.
    if (timestamp.status === 0n || timestamp.status === 1n) return timestamp;
  } catch (cause) {
    throw new SafeInstallError({
      code: 'sigstore.time',
      message: 'a timestamp is not a response of RFC 3161',
      cause,
    });
  }
  throw new SafeInstallError({ code: 'sigstore.time', message: 'a timestamp was not granted' });
}

const CODES: ReadonlyMap<string, { readonly code: ReasonCode; readonly message: string }> = new Map([
  ['TIMESTAMP_ERROR', { code: 'sigstore.time', message: 'when it was signed does not verify' }],
  ['PUBLIC_KEY_ERROR', { code: 'sigstore.key', message: 'the key is not the one that was given' }],
  ['SIGNATURE_ERROR', { code: 'sigstore.signature', message: 'the signature does not verify' }],
]);

const SCT = {
  code: 'sigstore.sct',
  message: 'the proof that the certificate was logged does not verify',
} as const;
const CHAIN = { code: 'sigstore.chain', message: 'the certificate does not verify' } as const;
const TLOG = { code: 'sigstore.tlog', message: 'a transparency entry does not verify' } as const;
const MALFORMED = {
  code: 'sigstore.malformed',
  message: 'what proves the signature cannot be read',
} as const;

/**
 * The library's error under our code. It has one code for chain and certificate timestamps, told apart by the sentence
 * (a test pins both); anything but its own error, such as the TypeError that some malformed input makes it throw, is
 * malformed input too: fail closed.
 */
function toRefusal(error: unknown): SafeInstallError {
  if (error instanceof SafeInstallError) return error;
  const detail = detailOf(error);
  const { code, message } = error instanceof VerificationError ? reasonFor(error) : MALFORMED;
  return new SafeInstallError({ code, message: `${message} (${printable(detail, 200)})`, cause: error });
}

/** For a chain the library says what is wrong with it in the cause. */
const detailOf = (error: unknown): string => {
  if (error instanceof VerificationError && error.cause instanceof Error) return error.cause.message;
  return error instanceof Error ? error.message : String(error);
};

function reasonFor({ code, message }: VerificationError): {
  readonly code: ReasonCode;
  readonly message: string;
} {
  if (String(code).startsWith('TLOG_')) return TLOG;
  if (code === 'CERTIFICATE_ERROR') return message.includes('SCT') ? SCT : CHAIN;
  return CODES.get(String(code)) ?? MALFORMED;
}
