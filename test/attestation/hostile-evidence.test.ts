import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BundleJson } from '../../e2e/sigstore/index.ts';
import { parseEvidence, verifyEvidence } from '../../src/attestation/index.ts';
import { SafeInstallError } from '../../src/errors/index.ts';
import { asked, testSigstore, WIDGET } from './support.ts';

/** Milliseconds after which a test is given up: enough on a busy machine, and less than any of the attacks would take. */
const PATIENCE = 10_000;

let bundle: BundleJson;
beforeAll(async () => {
  bundle = await (await testSigstore()).sigstore.signStatement(WIDGET, { timestamped: true });
});

/** The code of the refusal; `verified` when there is none; anything else that is thrown comes out. */
async function outcome(text: string | Uint8Array): Promise<string> {
  const { root } = await testSigstore();
  try {
    await verifyEvidence(parseEvidence(text), asked(WIDGET), root);
    return 'verified';
  } catch (error) {
    if (error instanceof SafeInstallError) return error.code;
    throw error;
  }
}

const changed = (change: (copy: BundleJson) => void): string => {
  const copy = structuredClone(bundle);
  change(copy);
  return JSON.stringify(copy);
};

const firstOf = (copy: BundleJson) => {
  const [entry] = copy.verificationMaterial.tlogEntries;
  if (entry?.inclusionProof?.checkpoint === undefined) throw new Error('the test Sigstore makes proofs');
  return { entry, checkpoint: entry.inclusionProof.checkpoint };
};

describe('hostile evidence', () => {
  it('begins as honest evidence', async () => {
    expect(await outcome(JSON.stringify(bundle))).toBe('verified');
  });

  it.each<[string, string, () => string | Uint8Array]>([
    [
      '10 MB of base64 in a certificate',
      'provenance.too-large',
      () =>
        changed((copy) => {
          copy.verificationMaterial.certificate = { rawBytes: 'A'.repeat(10_000_000) };
        }),
    ],
    [
      '2 MB of base64 in a certificate',
      'sigstore.certificate',
      () =>
        changed((copy) => {
          copy.verificationMaterial.certificate = { rawBytes: 'A'.repeat(2_000_000) };
        }),
    ],
    [
      '2 MB of base64 in a statement',
      'sigstore.tlog',
      () =>
        changed((copy) => {
          if (copy.dsseEnvelope !== undefined) copy.dsseEnvelope.payload = 'A'.repeat(2_000_000);
        }),
    ],
    [
      '10,000 transparency entries',
      'provenance.too-large',
      () =>
        changed((copy) => {
          copy.verificationMaterial.tlogEntries = Array.from({ length: 10_000 }, () => ({
            ...firstOf(copy).entry,
            inclusionProof: { logIndex: '0', treeSize: '1', rootHash: '', hashes: [] },
          })).map((entry) => ({ ...entry, canonicalizedBody: '' }));
        }),
    ],
    ['a million arrays inside each other', 'provenance.too-large', () => '['.repeat(1_000_000)],
    ['a million objects inside each other', 'provenance.too-large', () => '{"a":'.repeat(400_000)],
    ['a million keys', 'provenance.unrecognized', () => manyKeys(100_000)],
    ['a million backslashes', 'provenance.json', () => `{"${'\\'.repeat(1_999_990)}`],
    ['a million quotes', 'provenance.json', () => '"'.repeat(1_999_999)],
    ['nothing', 'provenance.json', () => ''],
    ['bytes', 'provenance.json', () => Buffer.alloc(100_000, 0xff)],
    [
      'a signature’s name that is a regular expression',
      'sigstore.tlog',
      () =>
        changed((copy) => {
          const { checkpoint } = firstOf(copy);
          checkpoint.envelope = checkpoint.envelope.replace(
            /\u2014 \S+ /u,
            '\u2014 (([a-z.])+)+[A-Z]([a-z.])+$ ',
          );
        }),
    ],
    [
      'a thousand signatures under a checkpoint',
      'sigstore.tlog',
      () =>
        changed((copy) => {
          const { checkpoint } = firstOf(copy);
          checkpoint.envelope = `${checkpoint.envelope.split('\n\n')[0]}\n\n${'\u2014 a AAAAAAAA\n'.repeat(1000)}`;
        }),
    ],
    [
      'a checkpoint of dashes',
      'sigstore.tlog',
      () =>
        changed((copy) => {
          const { checkpoint } = firstOf(copy);
          checkpoint.envelope = `${checkpoint.envelope.split('\n\n')[0]}\n\n${'\u2014 '.repeat(8000)}`;
        }),
    ],
    [
      'a certificate of empty sequences inside each other',
      'sigstore.certificate',
      () =>
        changed((copy) => {
          let bytes: Buffer = Buffer.alloc(0);
          for (let depth = 0; depth < 5000; depth++) bytes = nested(bytes);
          copy.verificationMaterial.certificate = { rawBytes: bytes.toString('base64') };
        }),
    ],
    [
      'a timestamp of sequences inside each other',
      'sigstore.time',
      () =>
        changed((copy) => {
          let bytes: Buffer = Buffer.alloc(0);
          for (let depth = 0; depth < 5000; depth++) bytes = nested(bytes);
          copy.verificationMaterial.timestampVerificationData = {
            rfc3161Timestamps: [{ signedTimestamp: bytes.toString('base64') }],
          };
        }),
    ],
  ])(
    'refuses %s, and does not work for long on it',
    async (_what, code, make) => {
      expect(await outcome(make())).toBe(code);
    },
    PATIENCE,
  );

  it('never verifies, and never fails otherwise, when any member is replaced', async () => {
    const paths = pathsOf(bundle);
    const values = fc.oneof(
      fc.constantFrom(null, true, 0, -1, 1e300, '', 'x', '0', 'AAAA', [], {}, [[]], [{}], [null], { a: 1 }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), values, async (path, value) => {
        fc.pre(spelling(value) !== spelling(valueAt(bundle, path)));
        const copy = structuredClone(bundle) as unknown;
        setAt(copy, path, value);
        const result = await outcome(JSON.stringify(copy));
        expect(result === 'verified' ? UNSIGNED.has(path.join('.')) : true).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('never verifies, and never fails otherwise, when any byte of a binary member is turned', async () => {
    const binary = pathsOf(bundle).filter((path) => {
      const value = valueAt(bundle, path);
      return (
        typeof value === 'string' &&
        value.length > 40 &&
        Buffer.from(value, 'base64').toString('base64') === value
      );
    });
    expect(binary.length).toBeGreaterThanOrEqual(8);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...binary), fc.nat(), fc.nat(7), async (path, index, bit) => {
        const copy = structuredClone(bundle) as unknown;
        const bytes = Buffer.from(String(valueAt(copy, path)), 'base64');
        const at = index % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        setAt(copy, path, bytes.toString('base64'));
        const result = await outcome(JSON.stringify(copy));
        // Of a timestamp's response only the token is signed, and of the token not every byte.
        if (!path.includes('rfc3161Timestamps')) expect(result).not.toBe('verified');
      }),
      { numRuns: 300 },
    );
  });
});

/** Members that no signature covers and that nothing is read from. */
const UNSIGNED: ReadonlySet<string> = new Set([
  'dsseEnvelope.signatures.0.keyid',
  'verificationMaterial.timestampVerificationData',
  'verificationMaterial.timestampVerificationData.rfc3161Timestamps',
  'verificationMaterial.tlogEntries.0.inclusionProof.hashes', // empty: the tree has one leaf
  'verificationMaterial.tlogEntries.0.inclusionProof.logIndex', // zero, which may be left out
]);

/** Of a number and of its text the same: both are read as one. */
const spelling = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

type Path = readonly string[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]));
  return path.length === 0 ? inside : [path, ...inside];
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], value);

function setAt(value: unknown, path: Path, member: unknown): void {
  const parent = valueAt(value, path.slice(0, -1)) as Record<string, unknown>;
  parent[path.at(-1) ?? ''] = member;
}

const manyKeys = (count: number): string =>
  `{${Array.from({ length: count }, (_, index) => `"k${index}":0`).join(',')}}`;

function nested(bytes: Buffer): Buffer {
  const { length } = bytes;
  const header =
    length < 128
      ? [0x30, length]
      : length < 256
        ? [0x30, 0x81, length]
        : [0x30, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), bytes]);
}
