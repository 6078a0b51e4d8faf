import { describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import {
  type AttestationJson,
  githubIdentity,
  newKeyPair,
  type ProvenanceJson,
  TestSigstore,
} from '../sigstore/index.ts';
import { attestedShop, type PublishOptions } from '../support/attested-index.ts';
import type { Fault } from '../support/index-faults.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';

const suite = attestedShop();

const WIDGET = { name: 'widget', version: '1.0' };
const FILENAME = makeWheel(WIDGET).filename;

/** One installed file is refused for this reason, definitively. */
const refusalOf = (code: string) => ({ codes: [code], exitCode: 1 });

const first = (provenance: ProvenanceJson): AttestationJson => {
  const attestation = provenance.attestation_bundles[0]?.attestations[0];
  if (attestation === undefined) throw new Error('there is no attestation');
  return attestation;
};

/** `text` with its last letter of base64 data changed: other bytes, and still base64. */
const altered = (text: string): string =>
  `${text.slice(0, 40)}${text[40] === 'A' ? 'B' : 'A'}${text.slice(41)}`;

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const attest = (options: PublishOptions) => suite.shop.publish(WIDGET, options);

describe('provenance that is no evidence is refused:', () => {
  it.each<[string, (provenance: ProvenanceJson) => unknown, string]>([
    ['no bundle at all', (all) => ({ ...all, attestation_bundles: [] }), 'provenance.empty'],
    [
      'a bundle without an attestation',
      (all) => ({
        ...all,
        attestation_bundles: all.attestation_bundles.map((bundle) => ({ ...bundle, attestations: [] })),
      }),
      'provenance.empty',
    ],
    ['another version', (all) => ({ ...all, version: 2 }), 'provenance.version'],
    ['a page of HTML', () => '<!doctype html><title>Please log in</title>', 'provenance.json'],
    ['no text', () => '\u0000\u0001\u0002', 'provenance.json'],
    ['nothing', () => '', 'provenance.json'],
    ['ten megabytes', (all) => `${JSON.stringify(all)}${' '.repeat(10_000_000)}`, 'provenance.too-large'],
    [
      'a key that stands there twice',
      (all) => JSON.stringify(all).replace('"version":1', '"version":1,"version":1'),
      'provenance.duplicate-key',
    ],
    ['JSON of a depth without end', () => `{"version":1,"x":${deep(100_000)}}`, 'provenance.too-large'],
    ['something else', () => '{"version":1,"message":"hello"}', 'provenance.unrecognized'],
  ])('%s', async (_reason, alter, code) => {
    await attest({ alter });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf(code));
  });

  it('a publisher of a kind that nobody knows, where provenance is required', async () => {
    const alter = (all: ProvenanceJson) => ({
      ...all,
      attestation_bundles: all.attestation_bundles.map((bundle) => ({
        ...bundle,
        publisher: { kind: 'Forge' },
      })),
    });
    await attest({ alter });
    const refusal = refusalOf('provenance.unknown-publisher');
    await expectRefusal(suite.shop.sandbox, ['widget', '--require-provenance'], refusal);
    const allowed = await suite.shop.sandbox.run(['widget', '--dry-run']);
    expectDone(allowed);
    expect(allowed.stderr).toContain('0 attested, 1 unattested');
  });
});

describe('provenance that is announced and cannot be had is no refusal for good:', () => {
  it.each<[string, Fault]>([
    ['it is gone', { kind: 'status', status: 404 }],
    ['it is withheld', { kind: 'status', status: 403 }],
    ['the server fails', { kind: 'status', status: 500 }],
    ['the connection breaks off', { kind: 'reset' }],
    ['it ends early', { kind: 'truncated', bytes: 100 }],
  ])('%s', async (_reason, fault) => {
    await attest({});
    suite.shop.index.faults.add({ path: '/provenance/', fault });
    const refusal = { codes: ['provenance.unreachable'], exitCode: 3 };
    await expectRefusal(suite.shop.sandbox, ['widget', '--retries', '0'], refusal);
  });

  it('a body without end is refused for good', async () => {
    await attest({});
    suite.shop.index.faults.add({ path: '/provenance/', fault: { kind: 'endless' } });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('provenance.too-large'));
  });
});

describe('a statement that is not about the file is refused:', () => {
  const other = makeWheel({ name: 'other', version: '1.0' });
  const rebuilt = makeWheel({ ...WIDGET, files: { 'widget/__init__.py': 'VERSION = "evil"\n' } });
  const digest = { sha256: makeWheel(WIDGET).sha256 };

  it.each<[string, NonNullable<PublishOptions['statement']>, string]>([
    ['it names another file', { subject: [{ name: other.filename, digest }] }, 'statement.subject-name'],
    [
      'it names other bytes',
      { subject: [{ name: FILENAME, digest: { sha256: other.sha256 } }] },
      'statement.subject-digest',
    ],
    [
      'it names a source distribution',
      { subject: [{ name: 'widget-1.0.tar.gz', digest }] },
      'statement.subject-name',
    ],
    [
      'it names two files',
      { subject: [FILENAME, other.filename].map((name) => ({ name, digest })) },
      'statement.subject-count',
    ],
    ['it names none', { subject: [] }, 'statement.subject-count'],
    ['it is of another type', { _type: 'https://in-toto.io/Statement/v0.1' }, 'statement.type'],
    ['it says something else', { predicateType: 'https://example.com/review/v1' }, 'statement.predicate'],
  ])('%s', async (_reason, statement, code) => {
    await attest({ statement });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf(code));
  });

  it('it was made for the same file with other bytes', async () => {
    const provenance = await suite.shop.mint(rebuilt);
    suite.shop.index.add(makeWheel(WIDGET), { provenance });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('statement.subject-digest'));
  });
});

describe('a signature that proves nothing is refused:', () => {
  it.each<[string, PublishOptions, string]>([
    ['a signature by another key', { signingKey: newKeyPair().privateKey }, 'sigstore.signature'],
    [
      'another signature than the log has',
      { alter: (all) => edited(all, ({ envelope }) => (envelope.signature = altered(envelope.signature))) },
      'sigstore.tlog',
    ],
    ['a certificate of nobody known', { certificateTimestamps: 'none' }, 'sigstore.sct'],
    ['a broken timestamp of the certificate', { certificateTimestamps: 'broken' }, 'sigstore.sct'],
    ['a certificate that was over by then', { certificateShift: -3_600_000 }, 'sigstore.chain'],
    [
      'no entry of a log',
      {
        alter: (all) =>
          edited(all, ({ verification_material: material }) => (material.transparency_entries = [])),
      },
      'provenance.malformed',
    ],
    [
      'an entry of another signature',
      {
        alter: (all) =>
          edited(all, ({ verification_material: { transparency_entries: entries } }) =>
            Object.assign(entries[0] ?? {}, { logIndex: '7' }),
          ),
      },
      'sigstore.tlog',
    ],
    ['another type of payload', { payloadType: 'text/plain' }, 'sigstore.signature'],
  ])('%s', async (_reason, options, code) => {
    await attest(options);
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf(code));
  });

  it('one of a Sigstore that the policy does not name', async () => {
    const file = makeWheel(WIDGET);
    const foreign = await TestSigstore.create();
    const provenance = await foreign.provenance(file, { identity: githubIdentity() });
    suite.shop.index.add(file, { provenance });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('sigstore.chain'));
  });

  it('one good attestation does not make up for a bad one beside it', async () => {
    const alter = (all: ProvenanceJson) => {
      const bad = structuredClone(first(all));
      bad.envelope.signature = altered(bad.envelope.signature);
      all.attestation_bundles[0]?.attestations.push(bad);
      return all;
    };
    await attest({ alter });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('sigstore.tlog'));
  });
});

/** The provenance with its attestation changed in place. */
function edited(provenance: ProvenanceJson, change: (attestation: AttestationJson) => void): ProvenanceJson {
  change(first(provenance));
  return provenance;
}
