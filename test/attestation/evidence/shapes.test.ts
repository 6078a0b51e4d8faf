import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AttestationJson,
  type BundleJson,
  githubIdentity,
  type ProvenanceJson,
  toProvenance,
} from '../../../e2e/sigstore/index.ts';
import {
  parseAttestation,
  parseEvidence,
  parseProvenance,
  parseSigstoreBundle,
} from '../../../src/attestation/index.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { testSigstore, WIDGET } from '../support.ts';

let attestation: AttestationJson;
let bundle: BundleJson;
let fileBundle: BundleJson;

beforeAll(async () => {
  const { sigstore } = await testSigstore();
  bundle = await sigstore.signStatement(WIDGET, { log: 'rekor-v1', timestamped: true });
  fileBundle = await sigstore.signFile(WIDGET);
  attestation = await sigstore.attest(WIDGET);
});

const { publisher } = githubIdentity();

/** The JSON of `value` with the member at `path` replaced, or deleted. */
function withMember(value: unknown, path: string, member: unknown): string {
  const copy = structuredClone(value) as Record<string, unknown>;
  const steps = path.split('.');
  let at = copy;
  for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
  const last = steps.at(-1) ?? '';
  if (member === undefined) delete at[last];
  else at[last] = member;
  return JSON.stringify(copy);
}

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof SafeInstallError) return error.message;
    throw error;
  }
  return '';
};

describe('parseProvenance', () => {
  const provenance = (): ProvenanceJson => toProvenance(publisher, [attestation]);

  it('reads bundles, publishers and attestations', () => {
    const { bundles } = parseProvenance(JSON.stringify(provenance()));
    expect(bundles).toHaveLength(1);
    expect(bundles[0]?.publisher).toEqual({
      kind: 'GitHub',
      repository: 'acme/widget',
      workflow: 'release.yml',
      environment: null,
    });
    expect(bundles[0]?.attestations).toHaveLength(1);
  });

  it('passes over members that it does not know', () => {
    const text = withMember(provenance(), 'extra', { anything: true });
    expect(parseProvenance(text).bundles).toHaveLength(1);
  });

  it.each([
    ['no bundle', 'provenance.empty', 'attestation_bundles', []],
    ['no attestation', 'provenance.empty', 'attestation_bundles', [{ publisher, attestations: [] }]],
    ['no list of bundles', 'provenance.malformed', 'attestation_bundles', undefined],
    ['bundles that are null', 'provenance.malformed', 'attestation_bundles', null],
    ['bundles that are an object', 'provenance.malformed', 'attestation_bundles', {}],
    ['a bundle that is none', 'provenance.malformed', 'attestation_bundles', ['x']],
    ['a bundle without attestations', 'provenance.malformed', 'attestation_bundles', [{ publisher }]],
    [
      'an attestation that is none',
      'provenance.malformed',
      'attestation_bundles',
      [{ publisher, attestations: [1] }],
    ],
    ['another version', 'provenance.version', 'version', 2],
    ['a version that is text', 'provenance.version', 'version', '1'],
    ['no version', 'provenance.version', 'version', undefined],
    [
      'more bundles than any',
      'provenance.too-large',
      'attestation_bundles',
      Array.from({ length: 9 }, () => ({})),
    ],
    [
      'more attestations than any',
      'provenance.too-large',
      'attestation_bundles',
      [{ publisher, attestations: Array.from({ length: 9 }, () => ({ version: 1 })) }],
    ],
    [
      'an attestation of another version',
      'provenance.version',
      'attestation_bundles.0.attestations.0.version',
      2,
    ],
  ])('refuses %s', (_what, code, path, member) => {
    expect(() => parseProvenance(withMember(provenance(), path, member))).toRefuse(code);
  });

  it('refuses what only its second bundle lacks', () => {
    const two = provenance();
    two.attestation_bundles.push({ publisher, attestations: [] });
    expect(() => parseProvenance(JSON.stringify(two))).toRefuse('provenance.empty');
  });

  it.each([
    ['no publisher', undefined],
    ['a publisher that is text', 'GitHub'],
    ['a publisher without a kind', { repository: 'acme/widget' }],
    ['a publisher whose kind is a number', { kind: 1 }],
    ['GitHub without a repository', { kind: 'GitHub', workflow: 'release.yml' }],
    ['GitHub without a workflow', { kind: 'GitHub', repository: 'acme/widget' }],
    ['GitHub with an empty workflow', { ...publisher, workflow: '' }],
    ['GitHub with an environment that is a number', { ...publisher, environment: 1 }],
    ['GitHub with a repository that is not ASCII', { ...publisher, repository: 'аcme/widget' }],
    ['GitHub with a line break in it', { ...publisher, repository: 'acme/widget\n' }],
    ['GitHub with a name of 2,000 characters', { ...publisher, repository: 'a'.repeat(2000) }],
    ['GitLab without a file', { kind: 'GitLab', repository: 'acme/widget' }],
    ['Google without an address', { kind: 'Google' }],
    ['CircleCI without a pipeline', { kind: 'CircleCI', project_id: 'x' }],
  ])('refuses %s', (_what, claimed) => {
    const text = withMember(provenance(), 'attestation_bundles.0.publisher', claimed);
    expect(() => parseProvenance(text)).toRefuse('provenance.malformed');
  });

  it.each([
    ['GitHub', { ...publisher, environment: '', claims: { x: 1 } }, { environment: null }],
    ['GitHub in an environment', { ...publisher, environment: 'release' }, { environment: 'release' }],
    [
      'GitLab',
      { kind: 'GitLab', repository: 'acme/widget', workflow_filepath: '.gitlab-ci.yml' },
      {
        kind: 'GitLab',
        instance: 'https://gitlab.com',
        workflowFilepath: '.gitlab-ci.yml',
        environment: null,
      },
    ],
    ['Google', { kind: 'Google', email: 'a@b.example' }, { kind: 'Google', email: 'a@b.example' }],
    [
      'CircleCI',
      { kind: 'CircleCI', project_id: 'p', pipeline_definition_id: 'd', vcs_ref: 'refs/heads/main' },
      { projectId: 'p', pipelineDefinitionId: 'd', vcsOrigin: null, vcsRef: 'refs/heads/main' },
    ],
    ['a kind of next year', { kind: 'Forge', room: 1 }, { kind: 'unknown', name: 'Forge' }],
  ])('reads the publisher %s', (_kind, claimed, expected) => {
    const text = withMember(provenance(), 'attestation_bundles.0.publisher', claimed);
    expect(parseProvenance(text).bundles[0]?.publisher).toMatchObject(expected);
  });
});

const ENTRY_FAULTS: readonly [string, string, unknown][] = [
  ['no log id', 'logId', undefined],
  ['a log id that is too short', 'logId.keyId', 'AAAA'],
  ['a log id that is no base64', 'logId.keyId', '!'],
  ['no kind', 'kindVersion', undefined],
  ['an empty kind', 'kindVersion.kind', ''],
  ['a version that is a number', 'kindVersion.version', 1],
  ['an index below zero', 'logIndex', '-1'],
  ['an index that is no number', 'logIndex', 'first'],
  ['an index that is an exponent', 'logIndex', '1e3'],
  ['an index that is a fraction', 'logIndex', 0.5],
  ['an index with a leading zero', 'logIndex', '01'],
  ['an index that reads as another one', 'logIndex', '9007199254740993'],
  ['an index of a thousand digits', 'logIndex', '1'.repeat(1000)],
  ['a time that is no number', 'integratedTime', 'today'],
  ['a promise that is text', 'inclusionPromise', 'yes'],
  ['a promise without a signature', 'inclusionPromise', {}],
  ['no proof', 'inclusionProof', undefined],
  ['a proof that is null', 'inclusionProof', null],
  ['a proof without a size', 'inclusionProof.treeSize', undefined],
  ['a proof without a root', 'inclusionProof.rootHash', undefined],
  ['a root hash that is too long', 'inclusionProof.rootHash', Buffer.alloc(33).toString('base64')],
  ['hashes that are an object', 'inclusionProof.hashes', {}],
  ['a hash that is too short', 'inclusionProof.hashes', ['AAAA']],
  ['a hash that is a number', 'inclusionProof.hashes', [1]],
  ['no checkpoint', 'inclusionProof.checkpoint', undefined],
  ['an empty checkpoint', 'inclusionProof.checkpoint.envelope', ''],
  ['a checkpoint of 20,000 characters', 'inclusionProof.checkpoint.envelope', 'x'.repeat(20_000)],
  ['no body', 'canonicalizedBody', undefined],
  ['an empty body', 'canonicalizedBody', ''],
];

describe('parseAttestation', () => {
  it.each<[string, string, unknown]>([
    ['no material', 'verification_material', undefined],
    ['a material that is a list', 'verification_material', []],
    ['no certificate', 'verification_material.certificate', undefined],
    ['an empty certificate', 'verification_material.certificate', ''],
    ['a certificate that is no base64', 'verification_material.certificate', 'MII!'],
    ['no list of entries', 'verification_material.transparency_entries', undefined],
    ['no entry', 'verification_material.transparency_entries', []],
    ['an entry that is null', 'verification_material.transparency_entries', [null]],
    ['no envelope', 'envelope', undefined],
    ['no statement', 'envelope.statement', undefined],
    ['no signature', 'envelope.signature', undefined],
    ['a signature that is a number', 'envelope.signature', 7],
    ...ENTRY_FAULTS.map(([what, path, member]): [string, string, unknown] => [
      what,
      `verification_material.transparency_entries.0.${path}`,
      member,
    ]),
  ])('refuses %s', (_what, path, member) => {
    expect(() => parseAttestation(withMember(attestation, path, member))).toRefuse('provenance.malformed');
  });

  it.each([
    [
      'more entries than any',
      'verification_material.transparency_entries',
      Array.from({ length: 10_000 }, () => ({})),
    ],
    [
      'an audit path longer than any tree is high',
      'verification_material.transparency_entries.0.inclusionProof.hashes',
      Array.from({ length: 65 }, () => Buffer.alloc(32).toString('base64')),
    ],
  ])('refuses %s', (_what, path, member) => {
    expect(() => parseAttestation(withMember(attestation, path, member))).toRefuse('provenance.too-large');
  });

  it.each([
    ['a number', '1'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseAttestation(text)).toRefuse('provenance.malformed');
  });

  it.each([
    ['another version', 2],
    ['a version that is text', '1'],
    ['no version', undefined],
  ])('refuses %s', (_what, version) => {
    expect(() => parseAttestation(withMember(attestation, 'version', version))).toRefuse(
      'provenance.version',
    );
  });

  it('says of what is no object only that', () => {
    expect(messageOf(() => parseAttestation('[]'))).toBe(
      'the attestation is malformed: the whole is not an object',
    );
  });

  it('names every bad member at once', () => {
    const text =
      '{"version":1,"verification_material":{"certificate":1,"transparency_entries":[{"logIndex":-1}]}}';
    expect(messageOf(() => parseAttestation(text))).toMatchInlineSnapshot(
      `"the attestation is malformed: envelope is missing; verification_material.certificate is not a string; verification_material.transparency_entries[0].kindVersion is missing; verification_material.transparency_entries[0].logId is missing; verification_material.transparency_entries[0].logIndex is not a whole number from 0 to 2^53; verification_material.transparency_entries[0].inclusionProof is missing; verification_material.transparency_entries[0].canonicalizedBody is missing"`,
    );
  });

  it('counts what it does not name', () => {
    const text = withMember(
      attestation,
      'verification_material.transparency_entries',
      Array.from({ length: 8 }, () => ({})),
    );
    expect(messageOf(() => parseAttestation(text))).toMatch(/; and 20 more$/u);
  });

  it('reads numbers as numbers or as text', () => {
    const text = withMember(attestation, 'verification_material.transparency_entries.0.logIndex', 12);
    expect(parseAttestation(text).entries[0]?.logIndex).toBe(12);
  });

  it('reads what protocol buffers leave out as zero', () => {
    const text = withMember(
      attestation,
      'verification_material.transparency_entries.0.inclusionProof.logIndex',
      undefined,
    );
    expect(parseAttestation(text).entries[0]?.proof.logIndex).toBe(0);
    const none = withMember(
      attestation,
      'verification_material.transparency_entries.0.inclusionProof.hashes',
      undefined,
    );
    expect(parseAttestation(none).entries[0]?.proof.hashes).toEqual([]);
  });

  it('reads base64 with the line breaks of early tools', () => {
    const wrapped = attestation.envelope.statement.replaceAll(/.{76}/gu, '$&\n');
    const text = withMember(attestation, 'envelope.statement', wrapped);
    expect(parseAttestation(text).statement.toString('base64')).toBe(attestation.envelope.statement);
  });
});

describe('parseSigstoreBundle', () => {
  it.each([
    ['no media type', undefined],
    ['an unknown version', 'application/vnd.dev.sigstore.bundle.v0.4+json'],
    ['a media type with more behind it', 'application/vnd.dev.sigstore.bundle.v0.3+json;x'],
    ['a media type that is a number', 3],
  ])('refuses %s', (_what, mediaType) => {
    expect(() => parseSigstoreBundle(withMember(bundle, 'mediaType', mediaType))).toRefuse('bundle.version');
  });

  it.each<[string, string, unknown]>([
    ['no material', 'verificationMaterial', undefined],
    ['no key at all', 'verificationMaterial.certificate', undefined],
    ['a key and a certificate', 'verificationMaterial.publicKey', { hint: 'x' }],
    ['a certificate without bytes', 'verificationMaterial.certificate', {}],
    ['no entries', 'verificationMaterial.tlogEntries', undefined],
    ['an empty list of entries', 'verificationMaterial.tlogEntries', []],
    ['timestamps that are an object', 'verificationMaterial.timestampVerificationData.rfc3161Timestamps', {}],
    ['a timestamp without bytes', 'verificationMaterial.timestampVerificationData.rfc3161Timestamps', [{}]],
    ['no content', 'dsseEnvelope', undefined],
    ['two contents', 'messageSignature', { messageDigest: {}, signature: 'AAAA' }],
    ['no signature', 'dsseEnvelope.signatures', []],
    ['two signatures', 'dsseEnvelope.signatures', [{ sig: 'AAAA' }, { sig: 'AAAA' }]],
    ['an empty signature', 'dsseEnvelope.signatures', [{ sig: '' }]],
    ['no payload', 'dsseEnvelope.payload', undefined],
    ['no payload type', 'dsseEnvelope.payloadType', undefined],
    ...ENTRY_FAULTS.map(([what, path, member]): [string, string, unknown] => [
      what,
      `verificationMaterial.tlogEntries.0.${path}`,
      member,
    ]),
  ])('refuses %s', (_what, path, member) => {
    expect(() => parseSigstoreBundle(withMember(bundle, path, member))).toRefuse('bundle.malformed');
  });

  it.each([
    ['no digest', 'messageSignature.messageDigest', undefined],
    ['a digest that nobody computes', 'messageSignature.messageDigest.algorithm', 'SHA2_512'],
    ['an empty digest', 'messageSignature.messageDigest.digest', ''],
    ['no signature', 'messageSignature.signature', undefined],
  ])('refuses, of a signature over the file, %s', (_what, path, member) => {
    expect(() => parseSigstoreBundle(withMember(fileBundle, path, member))).toRefuse('bundle.malformed');
  });

  it.each([
    ['more entries than any', 'verificationMaterial.tlogEntries', Array.from({ length: 10_000 }, () => ({}))],
    [
      'more timestamps than any',
      'verificationMaterial.timestampVerificationData.rfc3161Timestamps',
      Array.from({ length: 9 }, () => ({})),
    ],
  ])('refuses %s', (_what, path, member) => {
    expect(() => parseSigstoreBundle(withMember(bundle, path, member))).toRefuse('provenance.too-large');
  });

  it('refuses a chain in version 0.3, and an empty one in any', () => {
    const chained = structuredClone(bundle);
    chained.verificationMaterial.x509CertificateChain = {
      certificates: [chained.verificationMaterial.certificate ?? { rawBytes: '' }],
    };
    delete chained.verificationMaterial.certificate;
    expect(() => parseSigstoreBundle(JSON.stringify(chained))).toRefuse('bundle.malformed');
    chained.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.2';
    expect(parseSigstoreBundle(JSON.stringify(chained)).key.kind).toBe('certificate');
    chained.verificationMaterial.x509CertificateChain.certificates = [];
    expect(() => parseSigstoreBundle(JSON.stringify(chained))).toRefuse('bundle.malformed');
  });

  it('reads null as absent, as protocol buffers do', () => {
    const text = withMember(bundle, 'messageSignature', null);
    expect(parseSigstoreBundle(text).content.kind).toBe('envelope');
  });
});

describe('parseEvidence', () => {
  it('tells the kinds apart by their shape', () => {
    expect(parseEvidence(JSON.stringify(toProvenance(publisher, [attestation]))).kind).toBe('provenance');
    expect(parseEvidence(JSON.stringify(attestation)).kind).toBe('attestation');
    expect(parseEvidence(JSON.stringify(bundle)).kind).toBe('bundle');
  });

  it.each([
    ['of no kind', '{"a":1}'],
    ['that is empty', '{}'],
    ['that is a list', '[]'],
    ['of two kinds', '{"attestation_bundles":[],"mediaType":"x"}'],
    ['of two other kinds', '{"envelope":{},"attestation_bundles":[]}'],
  ])('refuses JSON %s', (what, text) => {
    expect(() => parseEvidence(text)).toRefuse('provenance.unrecognized');
    expect(messageOf(() => parseEvidence(text))).toMatch(
      what.includes('two') ? /has the members of a PEP 740 \w+ and of a \w+$/u : /^the JSON is no PEP 740/u,
    );
  });

  it('refuses text that is no JSON', () => {
    expect(() => parseEvidence('-----BEGIN')).toRefuse('provenance.json');
  });

  it('refuses a key that stands there twice', () => {
    const text = JSON.stringify(attestation).replace('{"version":1', '{"version":2,"version":1');
    expect(() => parseEvidence(text)).toRefuse('provenance.duplicate-key');
  });
});
