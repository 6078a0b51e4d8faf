import { generateKeyPairSync } from 'node:crypto';
import { type SignedEntity, VerificationError } from '@sigstore/verify';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/attestation/certificate/certificate.ts';
import type { TransparencyEntry } from '../../../src/attestation/evidence/transparency-entry.ts';
import { type SignedParts, verifySignatures } from '../../../src/attestation/steps/signatures.ts';
import type { CheckedEntry } from '../../../src/attestation/steps/transparency-entries.ts';
import type { TrustRoot } from '../../../src/attestation/trust/trust-root.ts';

const PUBLIC_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;

const entry = (parts: Partial<TransparencyEntry>): CheckedEntry => ({
  entry: {
    logId: Buffer.alloc(32, 1),
    logIndex: 4,
    kind: 'dsse',
    version: '0.0.1',
    integratedTime: 1,
    promise: Buffer.from('p'),
    proof: { logIndex: 4, treeSize: 5, rootHash: Buffer.alloc(32), hashes: [], checkpoint: '' },
    body: Buffer.from('{}'),
    ...parts,
  },
  checkpoint: { origin: 'log.example', treeSize: 5, rootHash: Buffer.alloc(32) },
});

const PARTS: SignedParts = {
  key: { kind: 'public-key', hint: 'mine' },
  certificate: null,
  entries: [entry({})],
  timestamps: [],
  content: {
    signature: Buffer.from('s'),
    compareSignature: () => true,
    compareDigest: () => true,
    compareSignedDigest: () => true,
    verifySignature: () => true,
  },
};

/** What the library was asked, and the times that came out; `verify` stands for the library. */
function verified(parts: Partial<SignedParts>, verify: () => void = () => undefined) {
  const asked: SignedEntity[] = [];
  const verifier = {
    verify: (entity: SignedEntity) => {
      asked.push(entity);
      verify();
    },
  };
  const root = { verifier, verifierFor: () => verifier } as unknown as TrustRoot;
  const times = verifySignatures({ ...PARTS, ...parts }, root, PUBLIC_KEY);
  return { times: times.map(({ at }) => at.getTime()), asked };
}

describe('verifySignatures', () => {
  it('tells the earliest time first, in whatever order they were stated', () => {
    const entries = [3, 1, 2].map((integratedTime) => entry({ integratedTime }));
    expect(verified({ entries }).times).toEqual([1000, 2000, 3000]);
  });

  it('tells no time that nobody has signed, and tells the library none', () => {
    const entries = [
      entry({ promise: null }),
      entry({ promise: null, integratedTime: null }),
      entry({ integratedTime: 5 }),
    ];
    const { times, asked } = verified({ entries });
    expect(times).toEqual([5000]);
    expect(asked.map(({ timestamps }) => timestamps.length)).toEqual([1]);
    expect(asked[0]?.tlogEntries.map(({ integratedTime }) => integratedTime)).toEqual(['1', '0', '5']);
  });

  it.each<[string, SignedParts['key'], Certificate | null, boolean]>([
    ['a bare key that nobody has given', { kind: 'public-key', hint: '' }, null, false],
    [
      'a bare key beside a certificate',
      { kind: 'public-key', hint: '' },
      { signedBytes: Buffer.alloc(0) } as Certificate,
      false,
    ],
    [
      'a certificate that was not taken apart, whatever key is given',
      { kind: 'certificate', certificate: Buffer.alloc(0), intermediates: [] },
      null,
      true,
    ],
  ])('refuses %s', (_what, key, certificate, isGiven) => {
    const root = { verifier: { verify: () => undefined }, verifierFor: () => ({ verify: () => undefined }) };
    expect(() =>
      verifySignatures(
        { ...PARTS, key, certificate },
        root as unknown as TrustRoot,
        isGiven ? PUBLIC_KEY : undefined,
      ),
    ).toRefuse('sigstore.key');
  });

  it('tells a timestamp that is none from one that was not granted', () => {
    expect(() => verified({ timestamps: [Buffer.from('AAAA')] })).toThrow(
      'a timestamp is not a response of RFC 3161',
    );
  });

  it.each<[string, string, string]>([
    ['TIMESTAMP_ERROR', 'sigstore.time', 'when it was signed does not verify'],
    ['PUBLIC_KEY_ERROR', 'sigstore.key', 'the key is not the one that was given'],
    ['SIGNATURE_ERROR', 'sigstore.signature', 'the signature does not verify'],
    ['CERTIFICATE_ERROR', 'sigstore.chain', 'the certificate does not verify'],
    ['TLOG_ERROR', 'sigstore.tlog', 'a transparency entry does not verify'],
    ['TLOG_BODY_ERROR', 'sigstore.tlog', 'a transparency entry does not verify'],
    ['NOT_IMPLEMENTED_ERROR', 'sigstore.malformed', 'what proves the signature cannot be read'],
  ])('refuses what the library calls %s with %s', (code, reason, sentence) => {
    const fail = () => {
      throw new VerificationError({ code, message: 'so it says' } as never);
    };
    expect(() => verified({}, fail)).toRefuse(reason);
    expect(() => verified({}, fail)).toThrow(`${sentence} (so it says)`);
  });
});
