/**
 * What the Sigstore libraries leave to their callers: each trap as it stands in the pinned versions, and what this room
 * does about it. A test that fails after an update says that a trap has changed, not that something is broken.
 */
import { createRequire } from 'node:module';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import {
  type Signer,
  toSignedEntity,
  toTrustMaterial,
  type VerificationPolicy,
  Verifier,
} from '@sigstore/verify';
import { describe, expect, it, vi } from 'vitest';
import {
  type BundleJson,
  certificates,
  githubIdentity,
  type StatementOptions,
} from '../../e2e/sigstore/index.ts';
import { parseSigstoreBundle, verifyBundle } from '../../src/attestation/index.ts';
import { asked, testSigstore, WIDGET } from './support.ts';

const { claim, extendedKeyUsage, OIDS, subjectAlternativeName, uriName } = certificates;

/** What the library alone says. */
async function byLibrary(bundle: BundleJson, policy?: VerificationPolicy): Promise<Signer> {
  const { sigstore } = await testSigstore();
  const material = toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(sigstore.trustedRoot)));
  return new Verifier(material).verify(toSignedEntity(bundleFromJSON(bundle)), policy);
}

async function byUs(bundle: BundleJson): Promise<unknown> {
  const { root } = await testSigstore();
  return await verifyBundle(parseSigstoreBundle(JSON.stringify(bundle)), asked(WIDGET), root);
}

const mint = async (options: StatementOptions = {}): Promise<BundleJson> =>
  await (await testSigstore()).sigstore.signStatement(WIDGET, options);

const replacing =
  (oid: string, extension: certificates.Extension): NonNullable<StatementOptions['forge']> =>
  (parts) => ({
    ...parts,
    extensions: parts.extensions.map((each) => (each.oid === oid ? extension : each)),
  });

describe('traps in the libraries', () => {
  it('a policy’s name is an unanchored regular expression: the library is never given one', async () => {
    const bundle = await mint();
    await expect(byLibrary(bundle, { subjectAlternativeName: 'acme' })).resolves.toBeDefined();
    const { root } = await testSigstore();
    const verify = vi.spyOn(root.verifier, 'verify');
    try {
      await byUs(bundle);
      expect(verify.mock.calls.map((call) => call.length)).toEqual([1]);
    } finally {
      verify.mockRestore();
    }
  });

  it('an issuer is read as ASCII with the eighth bit dropped: ours has to be ASCII', async () => {
    const issuer = 'http\u{FABEF}token.actions.githubusercontent.com';
    const bundle = await mint({ identity: githubIdentity({ issuer }) });
    const { identity } = await byLibrary(bundle);
    expect(identity?.extensions?.issuer).toBe('https://token.actions.githubusercontent.com');
    await expect(byUs(bundle)).toRefuseWith('sigstore.claims');
  });

  it('of two names the first is taken: ours has to be one', async () => {
    const forge = replacing(
      OIDS.subjectAlternativeName,
      subjectAlternativeName(uriName('https://github.com/acme/widget'), uriName('https://github.com/evil/x')),
    );
    const bundle = await mint({ forge });
    expect((await byLibrary(bundle)).identity?.subjectAlternativeName).toBe('https://github.com/acme/widget');
    await expect(byUs(bundle)).toRefuseWith('sigstore.san');
  });

  it('what a certificate is for is not looked at: ours has to be for signing code', async () => {
    const bundle = await mint({
      forge: replacing(OIDS.extendedKeyUsage, extendedKeyUsage(OIDS.serverAuthentication)),
    });
    await expect(byLibrary(bundle)).resolves.toBeDefined();
    await expect(byUs(bundle)).toRefuseWith('sigstore.key-usage');
  });

  it('an extension may stand there twice: in ours it may not', async () => {
    const bundle = await mint({
      forge: (parts) => ({
        ...parts,
        extensions: [...parts.extensions, claim(12, 'https://github.com/acme/widget')],
      }),
    });
    await expect(byLibrary(bundle)).resolves.toBeDefined();
    await expect(byUs(bundle)).toRefuseWith('sigstore.certificate');
  });

  it('a critical extension that nobody knows is passed over: by us it is not', async () => {
    const bundle = await mint({
      forge: (parts) => ({
        ...parts,
        extensions: [...parts.extensions, { oid: '1.2.3.4.5', critical: true, value: Buffer.from([5, 0]) }],
      }),
    });
    await expect(byLibrary(bundle)).resolves.toBeDefined();
    await expect(byUs(bundle)).toRefuseWith('sigstore.certificate');
  });

  it('payload type, subject and predicate are not looked at: by us each is', async () => {
    const text = await mint({ payloadType: 'text/plain' });
    await expect(byLibrary(text)).resolves.toBeDefined();
    await expect(byUs(text)).toRefuseWith('statement.payload-type');

    const other = await mint({
      statement: { subject: [{ name: 'other-1.0.tar.gz', digest: { sha256: 'ab' } }] },
    });
    await expect(byLibrary(other)).resolves.toBeDefined();
    await expect(byUs(other)).toRefuseWith('statement.subject-digest');

    const approval = await mint({ predicateType: 'https://example.com/approval/v1' });
    await expect(byLibrary(approval)).resolves.toBeDefined();
    await expect(byUs(approval)).toRefuseWith('statement.predicate');
  });

  it('claims of 8 and above still carry tag and length: ours are read from the DER', async () => {
    const { identity } = await byLibrary(await mint());
    const issuer = identity?.oids?.find(({ oid }) => oid?.id.join('.') === `${OIDS.fulcio}.8`);
    expect(issuer?.value.subarray(0, 2)).toEqual(Buffer.from([0x0c, 43]));
  });

  it('the copies of root hash and size in a proof are not looked at: by us they are', async () => {
    const bundle = await mint();
    const proof = bundle.verificationMaterial.tlogEntries[0]?.inclusionProof;
    if (proof === undefined) throw new Error('the test Sigstore makes proofs');
    proof.rootHash = Buffer.alloc(32, 7).toString('base64');
    proof.treeSize = '99';
    await expect(byLibrary(bundle)).resolves.toBeDefined();
    await expect(byUs(bundle)).toRefuseWith('sigstore.tlog');
  });

  it('the certificate that was logged is not compared: by us it is', async () => {
    const { sigstore } = await testSigstore();
    const other = await mint();
    const loggedCertificate = Buffer.from(other.verificationMaterial.certificate?.rawBytes ?? '', 'base64');
    const bundle = await sigstore.signStatement(WIDGET, { loggedCertificate });
    await expect(byLibrary(bundle)).resolves.toBeDefined();
    await expect(byUs(bundle)).toRefuseWith('sigstore.tlog');
  });

  it('the index of an entry without a promise is signed by nobody: ours has to be the proof’s', async () => {
    const bundle = await mint({ log: 'rekor-v2' });
    for (const entry of bundle.verificationMaterial.tlogEntries) entry.logIndex = '12345';
    await expect(byLibrary(bundle)).resolves.toBeDefined();
    await expect(byUs(bundle)).toRefuseWith('sigstore.tlog');
  });

  it('some malformed bundles make it throw a TypeError: ours refuses them', async () => {
    const { sigstore } = await testSigstore();
    const bundle = await mint();
    bundle.verificationMaterial.tlogEntries = [
      await sigstore.logEntry({ apiVersion: '0.0.1', kind: 'dsse' }, 'rekor-v1'),
    ];
    await expect(byLibrary(bundle)).rejects.toThrow(TypeError);
    await expect(byUs(bundle)).toRefuseWith('sigstore.malformed');
  });

  it('chain and certificate timestamps fail under one code: ours are told apart by the sentence', async () => {
    await expect(byLibrary(await mint({ certificateShift: 3_600_000 }))).rejects.toMatchObject({
      code: 'CERTIFICATE_ERROR',
      message: expect.not.stringContaining('SCT'),
    });
    for (const certificateTimestamps of ['none', 'broken'] as const)
      await expect(byLibrary(await mint({ certificateTimestamps }))).rejects.toMatchObject({
        code: 'CERTIFICATE_ERROR',
        message: expect.stringContaining('SCT'),
      });
  });

  it('PEP 740 version 1 has no member for a timestamp: an entry of Rekor v2 has its own code there', async () => {
    const bundle = await mint({ log: 'rekor-v2' });
    await expect(byLibrary(bundle)).resolves.toBeDefined();
    delete bundle.verificationMaterial.timestampVerificationData;
    await expect(byUs(bundle)).toRefuseWith('sigstore.time'); // in a bundle; as an attestation: verify-attestation.test.ts
  });

  it('the mocks’ main entries load nock, which patches node:http: the test Sigstore does not enter there', () => {
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    expect(loaded.some((path) => path.includes('@sigstore'))).toBe(true);
    expect(loaded.filter((path) => path.includes('/nock/'))).toEqual([]);
  });
});
