import { describe, expect, it } from 'vitest';
import {
  parseAttestation,
  parseEvidence,
  parseProvenance,
  parseSigstoreBundle,
} from '../../../src/attestation/index.ts';

const HASH = Buffer.alloc(32, 1).toString('base64');

const entry = (proof: object = {}): object => ({
  logId: { keyId: HASH },
  logIndex: '0',
  kindVersion: { kind: 'dsse', version: '0.0.1' },
  integratedTime: '1',
  inclusionPromise: { signedEntryTimestamp: 'AAAA' },
  inclusionProof: {
    logIndex: '0',
    treeSize: '1',
    rootHash: HASH,
    hashes: [],
    checkpoint: { envelope: 'x' },
    ...proof,
  },
  canonicalizedBody: 'AAAA',
});

const attestation = (entries: readonly object[] = [entry()], more: object = {}): object => ({
  version: 1,
  verification_material: { certificate: 'AAAA', transparency_entries: entries },
  envelope: { statement: 'AAAA', signature: 'AAAA' },
  ...more,
});

const publisher = { kind: 'Google', email: 'a@b.example' };

const provenance = (bundles: number, attestations: number): object => ({
  version: 1,
  attestation_bundles: copies(bundles, {
    publisher,
    attestations: copies(attestations, attestation()),
  }),
});

const bundle = (parts: {
  readonly mediaType?: string;
  readonly material?: object;
  readonly signatures?: number;
}): object => ({
  mediaType: parts.mediaType ?? 'application/vnd.dev.sigstore.bundle+json;version=0.2',
  verificationMaterial: {
    tlogEntries: [entry()],
    ...(parts.material ?? { certificate: { rawBytes: 'AAAA' } }),
  },
  dsseEnvelope: {
    payload: 'AAAA',
    payloadType: 'x',
    signatures: copies(parts.signatures ?? 1, { sig: 'AAAA' }),
  },
});

const chain = (length: number): object => ({
  material: { x509CertificateChain: { certificates: copies(length, { rawBytes: 'AAAA' }) } },
});

const stamps = (count: number): object => ({
  material: {
    certificate: { rawBytes: 'AAAA' },
    timestampVerificationData: { rfc3161Timestamps: copies(count, { signedTimestamp: 'AAAA' }) },
  },
});

const copies = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

/** Arrays inside each other. */
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

const checkpoint = (length: number): object =>
  attestation([entry({ checkpoint: { envelope: 'x'.repeat(length) } })]);

const LARGEST = 2 * 1024 * 1024;

describe('the caps of evidence', () => {
  it.each<[string, (count: number) => unknown, number, string]>([
    [
      'bytes',
      (count) => parseAttestation(JSON.stringify(attestation()).padEnd(count)),
      LARGEST,
      'provenance.too-large',
    ],
    [
      'objects inside each other',
      (count) => parseAttestation(JSON.stringify(attestation([entry()], { more: nested(count - 1) }))),
      32,
      'provenance.too-large',
    ],
    ['bundles', (count) => parseProvenance(JSON.stringify(provenance(count, 1))), 8, 'provenance.too-large'],
    [
      'attestations of a bundle',
      (count) => parseProvenance(JSON.stringify(provenance(1, count))),
      8,
      'provenance.too-large',
    ],
    [
      'transparency entries',
      (count) => parseAttestation(JSON.stringify(attestation(copies(count, entry())))),
      8,
      'provenance.too-large',
    ],
    [
      'hashes of a proof',
      (count) => parseAttestation(JSON.stringify(attestation([entry({ hashes: copies(count, HASH) })]))),
      64,
      'provenance.too-large',
    ],
    [
      'characters of a checkpoint',
      (count) => parseAttestation(JSON.stringify(checkpoint(count))),
      16 * 1024,
      'provenance.malformed',
    ],
    [
      'certificates of a chain',
      (count) => parseSigstoreBundle(JSON.stringify(bundle(chain(count)))),
      8,
      'provenance.too-large',
    ],
    [
      'timestamps',
      (count) => parseSigstoreBundle(JSON.stringify(bundle(stamps(count)))),
      8,
      'provenance.too-large',
    ],
  ])('%s', (_what, parse, most, code) => {
    expect(() => parse(most)).not.toThrow();
    expect(() => parse(most + 1)).toRefuse(code);
  });

  it('of signatures is one, of which eight are counted', () => {
    const parse = (signatures: number) => parseSigstoreBundle(JSON.stringify(bundle({ signatures })));
    expect(() => parse(1)).not.toThrow();
    expect(() => parse(2)).toRefuse('bundle.malformed');
    expect(() => parse(8)).toThrow('dsseEnvelope.signatures has more than one signature');
    expect(() => parse(9)).toRefuse('provenance.too-large');
  });
});

describe('what is told of evidence', () => {
  const material = { certificate: { rawBytes: 'AAAA' } };

  it.each<[string, () => unknown, string]>([
    [
      'no version',
      () => parseAttestation(JSON.stringify(attestation([], { version: undefined }))),
      'the attestation states no version',
    ],
    [
      'another version',
      () => parseAttestation(JSON.stringify(attestation([], { version: '1' }))),
      'the attestation is of version "1", not 1',
    ],
    [
      'another version, inside',
      () => {
        const attestations = [attestation(), attestation([entry()], { version: 3 })];
        return parseProvenance(
          JSON.stringify({ version: 1, attestation_bundles: [{ publisher, attestations }] }),
        );
      },
      'the attestation at attestation_bundles[0].attestations[1] is of version 3, not 1',
    ],
    [
      'members, inside',
      () => parseProvenance(JSON.stringify(provenance(1, 1)).replace('"envelope":{"s', '"other":{"s')),
      'the provenance is malformed: attestation_bundles[0].attestations[0].envelope is missing',
    ],
    ['a list', () => parseProvenance('[]'), 'the provenance is malformed: the whole is not an object'],
    [
      'no bundle',
      () => parseProvenance(JSON.stringify(provenance(0, 0))),
      'the provenance has no attestation bundle',
    ],
    [
      'a bundle of nothing',
      () => parseProvenance(JSON.stringify(provenance(2, 0))),
      'the provenance has no attestation in attestation_bundles[0]',
    ],
    [
      'no media type',
      () => parseSigstoreBundle('{}'),
      'the bundle is of the media type null, which is not known',
    ],
    [
      'a chain that is not in its version',
      () =>
        parseSigstoreBundle(
          JSON.stringify({
            ...bundle(chain(1)),
            mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.3',
          }),
        ),
      'the bundle is malformed: verificationMaterial.x509CertificateChain does not exist in version 0.3',
    ],
    [
      'an empty chain',
      () => parseSigstoreBundle(JSON.stringify(bundle(chain(0)))),
      'the bundle is malformed: verificationMaterial.x509CertificateChain.certificates is empty',
    ],
    [
      'two keys',
      () => parseSigstoreBundle(JSON.stringify(bundle({ material: { ...material, publicKey: {} } }))),
      'verificationMaterial has not exactly one certificate, certificate chain or public key',
    ],
    [
      'a hash that is too short',
      () => parseAttestation(JSON.stringify(attestation([entry({ rootHash: 'AAAA' })]))),
      'transparency_entries[0].inclusionProof.rootHash has not 32 bytes',
    ],
    [
      'an empty hash',
      () => parseAttestation(JSON.stringify(attestation([entry({ rootHash: '' })]))),
      'transparency_entries[0].inclusionProof.rootHash is empty',
    ],
    [
      'no entry',
      () => parseAttestation(JSON.stringify(attestation([]))),
      'verification_material.transparency_entries is empty',
    ],
  ])('%s', (_what, parse, message) => {
    expect(parse).toThrow(message);
  });

  it.each([
    ['{"attestation_bundles":0}', 'provenance.version'],
    ['{"verification_material":0}', 'provenance.version'],
    ['{"envelope":0}', 'provenance.version'],
    ['{"mediaType":0}', 'bundle.version'],
    ['{"verificationMaterial":0}', 'bundle.version'],
    ['{"dsseEnvelope":0}', 'provenance.unrecognized'],
  ])('%s is known by its one member', (text, code) => {
    expect(() => parseEvidence(text)).toRefuse(code);
  });
});

describe('what evidence may leave out', () => {
  it.each([
    ['application/vnd.dev.sigstore.bundle+json;version=0.1'],
    ['application/vnd.dev.sigstore.bundle+json;version=0.2'],
    ['application/vnd.dev.sigstore.bundle+json;version=0.3'],
    ['application/vnd.dev.sigstore.bundle.v0.3+json'],
  ])('nothing of %s', (mediaType) => {
    const parsed = parseSigstoreBundle(JSON.stringify(bundle({ mediaType })));
    expect(parsed).toMatchObject({ form: 'bundle', timestamps: [], key: { intermediates: [] } });
  });

  it.each([null, undefined])('timestamps, or their list, as %s', (absent) => {
    for (const data of [absent, { rfc3161Timestamps: absent }]) {
      const material = { certificate: { rawBytes: 'AAAA' }, timestampVerificationData: data };
      expect(parseSigstoreBundle(JSON.stringify(bundle({ material }))).timestamps).toEqual([]);
    }
  });

  it.each([
    ['logIndex', undefined, { logIndex: 0 }],
    ['integratedTime', undefined, { integratedTime: null }],
    ['integratedTime', null, { integratedTime: null }],
    ['integratedTime', '0', { integratedTime: null }],
    ['integratedTime', 1, { integratedTime: 1 }],
    ['inclusionPromise', undefined, { promise: null }],
    ['inclusionPromise', null, { promise: null }],
  ])('%s of an entry, as %j', (name, member, expected) => {
    const [read] = parseAttestation(JSON.stringify(attestation([{ ...entry(), [name]: member }]))).entries;
    expect(read).toMatchObject(expected);
  });

  it('the names of a bare key’s holder, but not its hint', () => {
    const parse = (publicKey: object) =>
      parseSigstoreBundle(JSON.stringify(bundle({ material: { publicKey } })));
    expect(parse({ hint: 'mine' }).key).toEqual({ kind: 'public-key', hint: 'mine' });
    expect(() => parse({})).toRefuse('bundle.malformed');
  });
});
