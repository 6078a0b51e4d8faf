import { createHash } from 'node:crypto';
import { dsse } from '@sigstore/core';
import { describe, expect, it } from 'vitest';
import {
  type BundleJson,
  certificates,
  circleciIdentity,
  der,
  emailIdentity,
  githubIdentity,
  gitlabIdentity,
  googleIdentity,
  newKeyPair,
  type SignedFile,
  SLSA_PREDICATE,
  type StatementOptions,
  type TestIdentity,
  TestSigstore,
  timestampList,
  toAttestation,
  userNameIdentity,
} from '../../e2e/sigstore/index.ts';
import { hashedBody } from '../../e2e/sigstore/log-bodies.ts';
import {
  bundleOf,
  parseAttestation,
  parseSigstoreBundle,
  TrustRoot,
  type VerifiedAttestation,
  verifyAttestation,
  verifyBundle,
} from '../../src/attestation/index.ts';
import { asked, flipped, SDIST, testSigstore, WIDGET } from './support.ts';

const { claim, emailName, uriName, userName, dnsName, subjectAlternativeName, extendedKeyUsage, OIDS } =
  certificates;

type Forge = NonNullable<StatementOptions['forge']>;

/** The same certificate with every extension of `oid` replaced by these, at the same place. */
const replacing =
  (oid: string, ...extensions: readonly certificates.Extension[]): Forge =>
  (parts) => ({
    ...parts,
    extensions: parts.extensions.flatMap((each, index, all) =>
      each.oid === oid ? (all.findIndex((other) => other.oid === oid) === index ? extensions : []) : [each],
    ),
  });

const adding =
  (...extensions: readonly certificates.Extension[]): Forge =>
  (parts) => ({ ...parts, extensions: [...parts.extensions, ...extensions] });

/** The same extension with something behind its value. */
const trailing = (extension: certificates.Extension): certificates.Extension => ({
  ...extension,
  value: Buffer.concat([extension.value, der.integer(1)]),
});

const claimOid = (number: number): string => `${OIDS.fulcio}.${number}`;

/** Verifies as a PEP 740 attestation. */
async function verifyAttested(
  options: StatementOptions,
  file: SignedFile = WIDGET,
): Promise<VerifiedAttestation> {
  const { sigstore, root } = await testSigstore();
  const attestation = parseAttestation(JSON.stringify(await sigstore.attest(file, options)));
  return verifyAttestation(bundleOf(attestation), asked(file), root);
}

/** Verifies a bundle after `change` has falsified it. */
async function verifyChanged(
  options: StatementOptions,
  change: (bundle: BundleJson, sigstore: TestSigstore) => unknown = () => undefined,
): Promise<VerifiedAttestation> {
  const { sigstore, root } = await testSigstore();
  const bundle = await sigstore.signStatement(WIDGET, options);
  await change(bundle, sigstore);
  return await verifyBundle(parseSigstoreBundle(JSON.stringify(bundle)), asked(WIDGET), root);
}

describe('an honest attestation', () => {
  it.each<[string, TestIdentity, string, string]>([
    [
      'GitHub',
      githubIdentity({ environment: 'release' }),
      'uri',
      'https://github.com/acme/widget/.github/workflows/release.yml@refs/tags/v1.0',
    ],
    [
      'GitLab',
      gitlabIdentity(),
      'uri',
      'https://gitlab.com/acme/tools/widget//.gitlab-ci.yml@refs/heads/main',
    ],
    [
      'a GitLab of its own',
      gitlabIdentity({ instance: 'https://gitlab.acme.example' }),
      'uri',
      'https://gitlab.acme.example/acme/tools/widget//.gitlab-ci.yml@refs/heads/main',
    ],
    ['Google', googleIdentity(), 'email', 'publisher@acme.iam.example'],
    [
      'CircleCI',
      circleciIdentity(),
      'uri',
      'https://circleci.com/api/v2/projects/11111111-2222-4333-8444-555555555555/pipeline-definitions/66666666-7777-4888-9999-000000000000',
    ],
    [
      'a person',
      emailIdentity('ada@acme.example', 'https://login.acme.example'),
      'email',
      'ada@acme.example',
    ],
    ['a user name', userNameIdentity('ada', 'https://login.acme.example'), 'user-name', 'ada'],
  ])('of %s', async (_who, identity, kind, value) => {
    const { identity: read } = await verifyAttested({ identity });
    expect(read.name).toEqual({ kind, value });
  });

  it('tells everything that is proven', async () => {
    const { root } = await testSigstore();
    const before = Date.now() - 2000;
    const verified = await verifyAttested({ identity: githubIdentity({ environment: 'release' }) });
    expect(verified.statement).toEqual({
      predicateType: 'publish-v1',
      subject: { name: WIDGET.filename, sha256: asked(WIDGET).sha256 },
    });
    expect(verified.identity.claims).toMatchObject({
      issuer: 'https://token.actions.githubusercontent.com',
      sourceRepositoryUri: 'https://github.com/acme/widget',
      sourceRepositoryRef: 'refs/tags/v1.0',
      sourceRepositoryIdentifier: '4242',
      sourceRepositoryOwnerIdentifier: '42',
      buildTrigger: 'release',
      runnerEnvironment: 'github-hosted',
      deploymentEnvironment: 'release',
      tokenSubject: null,
    });
    expect(verified.signedAt.getTime()).toBeGreaterThan(before);
    expect(verified.logs).toEqual([
      {
        origin: expect.stringMatching(/^rekor\.sigstore\.example - /u),
        logIndex: expect.any(Number),
        integratedTime: verified.signedAt,
      },
    ]);
    expect(verified.trustRoot).toEqual({ name: 'test', sha256: root.sha256 });
  });

  it('of how a file was built', async () => {
    const verified = await verifyAttested({
      predicateType: SLSA_PREDICATE,
      predicate: { buildDefinition: {} },
    });
    expect(verified.statement?.predicateType).toBe('slsa-provenance-v1');
  });

  it('with an empty body, as the first ones have it', async () => {
    expect((await verifyAttested({ predicate: {} })).statement?.predicateType).toBe('publish-v1');
  });
});

describe('an honest bundle', () => {
  it.each([
    ['Rekor v1', { log: 'rekor-v1' }],
    ['Rekor v1 and a timestamp', { log: 'rekor-v1', timestamped: true }],
    ['Rekor v2 and a timestamp', { log: 'rekor-v2' }],
  ] as const)('around a statement, logged in %s', async (_where, options) => {
    const verified = await verifyChanged(options);
    expect(verified.statement?.predicateType).toBe('publish-v1');
    expect(verified.logs[0]?.integratedTime === null).toBe(options.log === 'rekor-v2');
  });

  it.each(['rekor-v1', 'rekor-v2'] as const)('over the file itself, logged in %s', async (log) => {
    const { sigstore, root } = await testSigstore();
    const bundle = parseSigstoreBundle(JSON.stringify(await sigstore.signFile(SDIST, { log })));
    const verified = await verifyBundle(bundle, asked(SDIST), root);
    expect(verified.statement).toBeNull();
    expect(verified.identity.claims.sourceRepositoryUri).toBe('https://github.com/acme/widget');
  });

  it.each(['0.1', '0.2'])('of version %s, with its intermediate', async (version) => {
    const verified = await verifyChanged({}, (bundle, { authority }) => {
      bundle.mediaType = `application/vnd.dev.sigstore.bundle+json;version=${version}`;
      toChain(bundle, authority.intermediate);
    });
    expect(verified.statement).not.toBeNull();
  });

  it('in two logs', async () => {
    const verified = await verifyChanged({ timestamped: true }, async (bundle, sigstore) => {
      bundle.verificationMaterial.tlogEntries.push(await sigstore.logEntry(bodyOf(bundle), 'rekor-v2'));
    });
    expect(verified.logs.map((log) => log.origin.split(' ')[0])).toEqual([
      'rekor.sigstore.example',
      'log2026.rekor.sigstore.example',
    ]);
  });
});

describe('the time of a signature', () => {
  it('is never one that nobody has signed', async () => {
    const verified = await verifyChanged({ log: 'rekor-v2' }, (bundle) => {
      for (const entry of bundle.verificationMaterial.tlogEntries) entry.integratedTime = '1';
    });
    expect(verified.signedAt.getFullYear()).toBeGreaterThan(2000);
    expect(verified.logs[0]?.integratedTime).toBeNull();
  });

  it.each([
    ['of one log', 'rekor-v1'],
    ['of another log', 'rekor-v1-b'],
  ] as const)('counts for every entry, also for a second one %s', async (_which, log) => {
    await expect(
      verifyChanged({}, async (bundle, sigstore) => {
        const second = await sigstore.logEntry(hashedBodyOf(bundle), 'rekor-v1');
        if (log === 'rekor-v1-b') second.logId.keyId = Buffer.alloc(32).toString('base64');
        bundle.verificationMaterial.tlogEntries.push({ ...second, integratedTime: '1' });
      }),
    ).toRefuseWith('sigstore.chain');
  });

  it('is the earliest of several', async () => {
    const { signedAt, logs } = await verifyChanged({ timestamped: true });
    expect(signedAt.getTime()).toBeLessThanOrEqual(logs[0]?.integratedTime?.getTime() ?? 0);
  });

  it('may be the same for two entries of one log', async () => {
    const { logs } = await verifyChanged({ timestamped: true }, async (bundle, sigstore) => {
      bundle.verificationMaterial.tlogEntries.push(
        await sigstore.logEntry(hashedBodyOf(bundle), 'rekor-v1'),
        await sigstore.logEntry(hashedBodyOf(bundle), 'rekor-v2'),
      );
    });
    expect(logs).toHaveLength(3);
  });

  it('is what a refusal names when it is not the certificate’s', async () => {
    await expect(verifyAttested({ certificateShift: 3_600_000 })).rejects.toThrow(
      'the certificate does not verify (certificate is not valid or expired at the specified date)',
    );
  });
});

describe('a certificate that lies', () => {
  it.each<[string, string, Forge]>([
    ['says nothing of what it is for', 'sigstore.key-usage', replacing(OIDS.keyUsage)],
    ['is for encryption', 'sigstore.key-usage', replacing(OIDS.keyUsage, certificates.keyUsage(0x20))],
    [
      'has a key usage without bits',
      'sigstore.key-usage',
      replacing(OIDS.keyUsage, { oid: OIDS.keyUsage, value: der.der(0x03, Buffer.from([0])) }),
    ],
    [
      'has a key usage that is no bit string',
      'sigstore.certificate',
      replacing(OIDS.keyUsage, { oid: OIDS.keyUsage, value: der.octetString(Buffer.from([0x80])) }),
    ],
    [
      'has something after its key usage',
      'sigstore.certificate',
      replacing(OIDS.keyUsage, trailing(certificates.keyUsage(0x80))),
    ],
    [
      'has something after its extended key usage',
      'sigstore.certificate',
      replacing(OIDS.extendedKeyUsage, trailing(extendedKeyUsage(OIDS.codeSigning))),
    ],
    [
      'has something after its basic constraints',
      'sigstore.certificate',
      adding(trailing(certificates.basicConstraints(false))),
    ],
    [
      'has something after its user name',
      'sigstore.certificate',
      replacing(
        OIDS.subjectAlternativeName,
        subjectAlternativeName(
          der.der(
            0xa0,
            der.objectIdentifier(OIDS.userName),
            der.der(0xa0, der.utf8String('ada')),
            der.integer(1),
          ),
        ),
      ),
    ],
    [
      'has two user names in one',
      'sigstore.certificate',
      replacing(
        OIDS.subjectAlternativeName,
        subjectAlternativeName(
          der.der(
            0xa0,
            der.objectIdentifier(OIDS.userName),
            der.der(0xa0, der.utf8String('ada'), der.utf8String('eve')),
          ),
        ),
      ),
    ],
    ['says nothing of signing code', 'sigstore.key-usage', replacing(OIDS.extendedKeyUsage)],
    [
      'is for a server',
      'sigstore.key-usage',
      replacing(OIDS.extendedKeyUsage, extendedKeyUsage(OIDS.serverAuthentication)),
    ],
    ['is for nothing', 'sigstore.key-usage', replacing(OIDS.extendedKeyUsage, extendedKeyUsage())],
    [
      'is for anything',
      'sigstore.key-usage',
      replacing(OIDS.extendedKeyUsage, extendedKeyUsage('2.5.29.37.0')),
    ],
    ['is one of an authority', 'sigstore.key-usage', adding(certificates.basicConstraints(true))],
    ['names nobody', 'sigstore.san', replacing(OIDS.subjectAlternativeName)],
    ['names an empty list', 'sigstore.san', replacing(OIDS.subjectAlternativeName, subjectAlternativeName())],
    [
      'names two builds',
      'sigstore.san',
      replacing(
        OIDS.subjectAlternativeName,
        subjectAlternativeName(
          uriName('https://github.com/acme/widget'),
          uriName('https://github.com/evil/x'),
        ),
      ),
    ],
    [
      'names a build and an address',
      'sigstore.san',
      replacing(
        OIDS.subjectAlternativeName,
        subjectAlternativeName(uriName('https://github.com/acme/widget'), emailName('eve@evil.example')),
      ),
    ],
    [
      'names a host',
      'sigstore.san',
      replacing(OIDS.subjectAlternativeName, subjectAlternativeName(dnsName('acme.example'))),
    ],
    [
      'names a user by another kind of name',
      'sigstore.san',
      replacing(OIDS.subjectAlternativeName, subjectAlternativeName(userName('ada', '1.2.3.4'))),
    ],
    [
      'names an address that is not ASCII',
      'sigstore.san',
      replacing(OIDS.subjectAlternativeName, subjectAlternativeName(emailName('аda@acme.example'))),
    ],
    [
      'names an address with a NUL in it',
      'sigstore.san',
      replacing(
        OIDS.subjectAlternativeName,
        subjectAlternativeName(emailName('ada@acme.example\0.evil.example')),
      ),
    ],
    [
      'names an empty URI',
      'sigstore.san',
      replacing(OIDS.subjectAlternativeName, subjectAlternativeName(uriName(''))),
    ],
    [
      'names its build after the end of its list',
      'sigstore.certificate',
      replacing(OIDS.subjectAlternativeName, {
        oid: OIDS.subjectAlternativeName,
        value: Buffer.concat([der.sequence(uriName('https://a.example')), uriName('https://b.example')]),
      }),
    ],
    [
      'has an issuer that reads as GitHub’s with the eighth bit dropped',
      'sigstore.claims',
      replacing(claimOid(8), claim(8, 'http\u{FABEF}token.actions.githubusercontent.com')),
    ],
    ['has no issuer', 'sigstore.claims', (parts) => replacing(claimOid(1))(replacing(claimOid(8))(parts))],
    [
      'has two issuers that differ',
      'sigstore.claims',
      replacing(claimOid(1), claim(1, 'https://evil.example')),
    ],
    ['has an empty issuer', 'sigstore.claims', replacing(claimOid(8), claim(8, ''))],
    [
      'has a claim with a line break',
      'sigstore.claims',
      replacing(claimOid(12), claim(12, 'https://github.com/acme/widget\n')),
    ],
    [
      'has a claim that is raw text',
      'sigstore.claims',
      replacing(claimOid(12), { oid: claimOid(12), value: Buffer.from('https://github.com/acme/widget') }),
    ],
    [
      'has a claim in another kind of string',
      'sigstore.claims',
      replacing(claimOid(12), {
        oid: claimOid(12),
        value: der.der(0x13, Buffer.from('https://github.com/acme/widget')),
      }),
    ],
    [
      'has a claim with something after it',
      'sigstore.claims',
      replacing(claimOid(12), {
        oid: claimOid(12),
        value: Buffer.concat([der.utf8String('https://github.com/acme/widget'), der.utf8String('evil')]),
      }),
    ],
    [
      'has a claim whose length is not in its shortest form',
      'sigstore.claims',
      replacing(claimOid(20), { oid: claimOid(20), value: Buffer.from([0x0c, 0x81, 0x04, 1, 2, 3, 4]) }),
    ],
    ['has a claim twice', 'sigstore.certificate', adding(claim(12, 'https://github.com/acme/widget'))],
    [
      'has a critical extension that nobody knows',
      'sigstore.certificate',
      adding({ oid: '1.2.3.4.5', critical: true, value: der.utf8String('x') }),
    ],
    [
      'has more extensions than any',
      'sigstore.certificate',
      adding(...Array.from({ length: 60 }, (_, index) => ({ oid: `1.2.3.${index}`, value: der.integer(1) }))),
    ],
  ])('%s', async (_lie, code, forge) => {
    await expect(verifyAttested({ forge })).toRefuseWith(code);
  });

  it('may say that it is not an authority’s', async () => {
    const forge = adding(certificates.basicConstraints(false));
    expect((await verifyAttested({ forge })).statement).not.toBeNull();
  });

  it('may claim anything in printable ASCII, from space to tilde', async () => {
    const forge = replacing(claimOid(20), claim(20, 'a push ~ !'));
    expect((await verifyAttested({ forge })).identity.claims.buildTrigger).toBe('a push ~ !');
  });

  it('may have an extension that nobody knows, when it is not critical', async () => {
    const forge = adding({ oid: '1.2.3.4.5', value: der.utf8String('x') });
    expect((await verifyAttested({ forge })).statement).not.toBeNull();
  });

  it.each<[string, string, StatementOptions]>([
    ['was not valid yet when the log saw it', 'sigstore.chain', { certificateShift: 3_600_000 }],
    ['was not valid any more when the log saw it', 'sigstore.chain', { certificateShift: -3_600_000 }],
    ['was never logged', 'sigstore.sct', { certificateTimestamps: 'none' }],
    ['was logged as another one', 'sigstore.sct', { certificateTimestamps: 'broken' }],
    [
      'has timestamps that are none',
      'sigstore.malformed',
      { certificateTimestamps: 'none', forge: adding(timestampList(Buffer.from([0, 3, 1, 2, 3]))) },
    ],
    ['is not the key that has signed', 'sigstore.signature', { signingKey: newKeyPair().privateKey }],
  ])('%s', async (_lie, code, options) => {
    await expect(verifyAttested(options)).toRefuseWith(code);
  });

  it('was issued by an authority of another Sigstore', async () => {
    const other = await TestSigstore.create();
    const { root } = await testSigstore();
    const attestation = parseAttestation(JSON.stringify(await other.attest(WIDGET)));
    expect(() => verifyAttestation(bundleOf(attestation), asked(WIDGET), root)).toRefuse('sigstore.chain');
  });

  it('is the authority’s own', async () => {
    await expect(
      verifyChanged({}, (bundle, { authority }) => {
        bundle.verificationMaterial.certificate = { rawBytes: authority.intermediate.toString('base64') };
      }),
    ).toRefuseWith('sigstore.sct');
  });
});

describe('a log entry that lies', () => {
  const entry = (bundle: BundleJson) => {
    const [first] = bundle.verificationMaterial.tlogEntries;
    if (first?.inclusionProof?.checkpoint === undefined) throw new Error('the test Sigstore makes proofs');
    return {
      ...first,
      inclusionProof: first.inclusionProof,
      checkpoint: first.inclusionProof.checkpoint,
      first,
    };
  };

  it.each<[string, string, StatementOptions, (bundle: BundleJson, sigstore: TestSigstore) => unknown]>([
    [
      'stands there twice',
      'sigstore.tlog',
      {},
      (bundle) => bundle.verificationMaterial.tlogEntries.push(entry(bundle).first),
    ],
    [
      'is followed by one about something else',
      'sigstore.tlog',
      {},
      async (bundle, sigstore) =>
        bundle.verificationMaterial.tlogEntries.push(
          ...(await sigstore.signStatement(SDIST)).verificationMaterial.tlogEntries,
        ),
    ],
    [
      'is followed by one of a log that nobody trusts',
      'sigstore.tlog',
      {},
      async (bundle) =>
        bundle.verificationMaterial.tlogEntries.push(
          await (await TestSigstore.create()).logEntry(bodyOf(bundle), 'rekor-v1'),
        ),
    ],
    [
      'is about something else',
      'sigstore.tlog',
      {},
      async (bundle, sigstore) => {
        bundle.verificationMaterial.tlogEntries = (
          await sigstore.signStatement(SDIST)
        ).verificationMaterial.tlogEntries;
      },
    ],
    [
      'states another root hash than its checkpoint',
      'sigstore.tlog',
      {},
      (bundle) => {
        const { inclusionProof } = entry(bundle);
        inclusionProof.rootHash = flipped(inclusionProof.rootHash, 0);
      },
    ],
    [
      'states another size than its checkpoint',
      'sigstore.tlog',
      {},
      (bundle) => {
        entry(bundle).inclusionProof.treeSize = '2';
      },
    ],
    [
      'states another index',
      'sigstore.tlog',
      {},
      (bundle) => {
        entry(bundle).first.logIndex = '17';
      },
    ],
    [
      'states another index, where no promise signs it',
      'sigstore.tlog',
      { log: 'rekor-v2' },
      (bundle) => {
        entry(bundle).first.logIndex = '17';
      },
    ],
    [
      'has an index beyond the tree',
      'sigstore.tlog',
      {},
      (bundle) => {
        entry(bundle).inclusionProof.logIndex = '1';
      },
    ],
    [
      'has an audit path that is too long',
      'sigstore.tlog',
      {},
      (bundle) => entry(bundle).inclusionProof.hashes.push(Buffer.alloc(32).toString('base64')),
    ],
    [
      'has a broken promise',
      'sigstore.tlog',
      {},
      (bundle) => {
        const { first } = entry(bundle);
        const promise = first.inclusionPromise?.signedEntryTimestamp ?? '';
        first.inclusionPromise = { signedEntryTimestamp: flipped(promise, -1) };
      },
    ],
    [
      'has no promise and no timestamp',
      'sigstore.time',
      {},
      (bundle) => {
        delete entry(bundle).first.inclusionPromise;
      },
    ],
    [
      'has a promise without a time',
      'sigstore.time',
      {},
      (bundle) => {
        delete entry(bundle).first.integratedTime;
      },
    ],
    [
      'has another time than was promised',
      'sigstore.tlog',
      {},
      (bundle) => {
        const { first } = entry(bundle);
        first.integratedTime = String(Number(first.integratedTime) + 1);
      },
    ],
    [
      'has another time than was promised, outside of the certificate’s',
      'sigstore.chain',
      {},
      (bundle) => {
        entry(bundle).first.integratedTime = '1';
      },
    ],
    [
      'has a checkpoint that the log has not signed',
      'sigstore.tlog',
      {},
      (bundle) => {
        const { checkpoint } = entry(bundle);
        checkpoint.envelope = checkpoint.envelope.replace('Timestamp: ', 'Timestamp: 9');
      },
    ],
    [
      'has a checkpoint without signatures',
      'sigstore.tlog',
      {},
      (bundle) => {
        const { checkpoint } = entry(bundle);
        checkpoint.envelope = checkpoint.envelope.split('\n\n')[0] ?? '';
      },
    ],
    [
      'has a checkpoint with an empty signature',
      'sigstore.tlog',
      {},
      (bundle) => {
        const { checkpoint } = entry(bundle);
        checkpoint.envelope = checkpoint.envelope.replace(
          /\u2014 .*\n$/u,
          '\u2014 rekor.sigstore.example AA==\n',
        );
      },
    ],
    [
      'has a checkpoint without a name',
      'sigstore.tlog',
      {},
      (bundle) => {
        const { checkpoint } = entry(bundle);
        checkpoint.envelope = `\n${checkpoint.envelope.slice(checkpoint.envelope.indexOf('\n') + 1)}`;
      },
    ],
    [
      'has a checkpoint whose size is a hexadecimal number',
      'sigstore.tlog',
      {},
      (bundle) => {
        const { checkpoint } = entry(bundle);
        checkpoint.envelope = checkpoint.envelope.replace('\n1\n', '\n0x1\n');
      },
    ],
    [
      'has a checkpoint whose root is no hash',
      'sigstore.tlog',
      {},
      (bundle) => {
        const { checkpoint } = entry(bundle);
        const [origin, size, , ...rest] = checkpoint.envelope.split('\n');
        checkpoint.envelope = [origin, size, 'AAAA', ...rest].join('\n');
      },
    ],
    [
      'says that it is of another kind',
      'sigstore.tlog',
      {},
      (bundle) => {
        entry(bundle).first.kindVersion.kind = 'hashedrekord';
      },
    ],
    [
      'is of a kind that nobody knows',
      'sigstore.tlog',
      {},
      async (bundle, sigstore) => {
        bundle.verificationMaterial.tlogEntries = [
          await sigstore.logEntry({ apiVersion: '0.0.1', kind: 'alpine', spec: {} }, 'rekor-v1'),
        ];
      },
    ],
    [
      'has a body without a signature, at which the library throws a TypeError',
      'sigstore.malformed',
      {},
      async (bundle, sigstore) => {
        bundle.verificationMaterial.tlogEntries = [
          await sigstore.logEntry({ apiVersion: '0.0.1', kind: 'dsse' }, 'rekor-v1'),
        ];
      },
    ],
  ])('%s', async (_lie, code, options, change) => {
    await expect(verifyChanged(options, change)).toRefuseWith(code);
  });

  it.each(['rekor-v1', 'rekor-v2'] as const)('was made with another certificate (%s)', async (log) => {
    const { sigstore, root } = await testSigstore();
    const other = parseSigstoreBundle(JSON.stringify(await sigstore.signStatement(SDIST)));
    if (other.key.kind !== 'certificate') throw new Error('the test Sigstore signs with certificates');
    const loggedCertificate = other.key.certificate;
    for (const signed of [
      await sigstore.signStatement(WIDGET, { log, loggedCertificate }),
      await sigstore.signFile(WIDGET, { log, loggedCertificate }),
    ])
      await expect(
        verifyBundle(parseSigstoreBundle(JSON.stringify(signed)), asked(WIDGET), root),
      ).toRefuseWith('sigstore.tlog');
  });

  it('is of a log that was retired by then', async () => {
    const { sigstore } = await testSigstore();
    const retired = JSON.parse(sigstore.trustedRoot);
    for (const log of retired.tlogs) log.publicKey.validFor.end = '2020-01-01T00:00:00Z';
    const root = TrustRoot.parse(JSON.stringify(retired), 'retired');
    for (const log of ['rekor-v1', 'rekor-v2'] as const) {
      const bundle = parseSigstoreBundle(JSON.stringify(await sigstore.signStatement(WIDGET, { log })));
      await expect(verifyBundle(bundle, asked(WIDGET), root)).toRefuseWith('sigstore.tlog');
    }
  });

  it('is one of Rekor v2 in a PEP 740 attestation, which cannot say when it was signed', async () => {
    await expect(verifyAttested({ log: 'rekor-v2' })).toRefuseWith('provenance.rekor-v2');
  });

  it('has no promise in a PEP 740 attestation', async () => {
    const { sigstore, root } = await testSigstore();
    const attestation = await sigstore.attest(WIDGET);
    for (const each of attestation.verification_material.transparency_entries) delete each.inclusionPromise;
    const parsed = parseAttestation(JSON.stringify(attestation));
    expect(() => verifyAttestation(bundleOf(parsed), asked(WIDGET), root)).toRefuse('sigstore.time');
  });
});

describe('a timestamp that lies', () => {
  const stamps = (bundle: BundleJson) =>
    bundle.verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? [];

  it.each<[string, string, (bundle: BundleJson, sigstore: TestSigstore) => unknown]>([
    [
      'is missing',
      'sigstore.time',
      (bundle) => {
        delete bundle.verificationMaterial.timestampVerificationData;
      },
    ],
    [
      'is of another signature',
      'sigstore.time',
      async (bundle, sigstore) => {
        const other = await sigstore.signStatement(SDIST, { log: 'rekor-v2' });
        bundle.verificationMaterial.timestampVerificationData = {
          rfc3161Timestamps: stamps(other),
        };
      },
    ],
    ['stands there twice', 'sigstore.time', (bundle) => stamps(bundle).push(...stamps(bundle))],
    ['is none', 'sigstore.time', (bundle) => stamps(bundle).push({ signedTimestamp: 'AAAA' })],
    [
      'was not granted',
      'sigstore.time',
      (bundle) => {
        for (const stamp of stamps(bundle)) {
          const bytes = Buffer.from(stamp.signedTimestamp, 'base64');
          // SEQUENCE { SEQUENCE { INTEGER status } … }: the status is the first integer
          const at = bytes.indexOf(Buffer.from([0x02, 0x01, 0x00]));
          bytes[at + 2] = 2;
          stamp.signedTimestamp = bytes.toString('base64');
        }
      },
    ],
    [
      'has a broken signature',
      'sigstore.time',
      (bundle) => {
        for (const stamp of stamps(bundle)) stamp.signedTimestamp = flipped(stamp.signedTimestamp, -1);
      },
    ],
    [
      'is of an authority that nobody trusts',
      'sigstore.time',
      async (bundle) => {
        const other = await (await TestSigstore.create()).signStatement(WIDGET, { log: 'rekor-v2' });
        stamps(bundle).push(...stamps(other));
      },
    ],
  ])('%s', async (_lie, code, change) => {
    await expect(verifyChanged({ log: 'rekor-v2' }, change)).toRefuseWith(code);
  });
});

describe('a bundle that lies', () => {
  it('was signed with a bare key', async () => {
    await expect(
      verifyChanged({}, (bundle) => {
        delete bundle.verificationMaterial.certificate;
        bundle.verificationMaterial.publicKey = { hint: 'mine' };
      }),
    ).toRefuseWith('sigstore.key');
  });

  it('brings its own root along', async () => {
    await expect(
      verifyChanged({}, (bundle, { authority }) => {
        bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.2';
        toChain(bundle, authority.intermediate, authority.root);
      }),
    ).toRefuseWith('sigstore.chain');
  });

  it('says that it is over other bytes', async () => {
    const { sigstore, root } = await testSigstore();
    const bundle = parseSigstoreBundle(JSON.stringify(await sigstore.signFile(WIDGET)));
    await expect(verifyBundle(bundle, asked(SDIST), root)).toRefuseWith('statement.subject-digest');
  });

  it('says that it is over these bytes, and is over others', async () => {
    const { sigstore, root } = await testSigstore();
    const bundle = parseSigstoreBundle(JSON.stringify(await sigstore.signFile(WIDGET)));
    const file = { ...asked(SDIST), sha256: asked(WIDGET).sha256 };
    await expect(verifyBundle(bundle, file, root)).toRefuseWith('sigstore.signature');
  });

  it('holds no statement where one is needed', async () => {
    const { sigstore, root } = await testSigstore();
    const bundle = parseSigstoreBundle(JSON.stringify(await sigstore.signFile(WIDGET)));
    expect(() => verifyAttestation(bundle, asked(WIDGET), root)).toRefuse('statement.malformed');
  });

  it('is around something else than a statement', async () => {
    await expect(verifyChanged({ payloadType: 'text/plain' })).toRefuseWith('statement.payload-type');
  });

  it('has a broken signature', async () => {
    await expect(
      verifyChanged({}, (bundle) => {
        const [signature] = bundle.dsseEnvelope?.signatures ?? [];
        if (signature !== undefined) signature.sig = flipped(signature.sig, -1);
      }),
    ).toRefuseWith('sigstore.tlog');
  });
});

describe('a statement that lies', () => {
  const sha256 = asked(WIDGET).sha256;
  const subject = { name: WIDGET.filename, digest: { sha256 } };

  it.each<[string, string, StatementOptions]>([
    ['was signed as something else than a statement', 'sigstore.signature', { payloadType: 'text/plain' }],
    ['is of the older type', 'statement.type', { statement: { _type: 'https://in-toto.io/Statement/v0.1' } }],
    ['is about nothing', 'statement.subject-count', { statement: { subject: [] } }],
    [
      'is about two files',
      'statement.subject-count',
      {
        statement: { subject: [subject, { name: SDIST.filename, digest: { sha256: asked(SDIST).sha256 } }] },
      },
    ],
    [
      'is about the same file twice',
      'statement.subject-count',
      { statement: { subject: [subject, subject] } },
    ],
    [
      'is about other bytes',
      'statement.subject-digest',
      { statement: { subject: [{ ...subject, digest: { sha256: asked(SDIST).sha256 } }] } },
    ],
    [
      'has no sha256',
      'statement.subject-digest',
      { statement: { subject: [{ ...subject, digest: { sha512: 'ab'.repeat(64) } }] } },
    ],
    [
      'has a sha256 that is none',
      'statement.subject-digest',
      { statement: { subject: [{ ...subject, digest: { sha256: sha256.slice(1) } }] } },
    ],
    [
      'is about another version',
      'statement.subject-name',
      { statement: { subject: [{ ...subject, name: 'acme_widget-1.1-py3-none-any.whl' }] } },
    ],
    [
      'is about another project',
      'statement.subject-name',
      { statement: { subject: [{ ...subject, name: 'acme_gadget-1.0-py3-none-any.whl' }] } },
    ],
    [
      'is about a wheel for another Python',
      'statement.subject-name',
      { statement: { subject: [{ ...subject, name: 'acme_widget-1.0-py2-none-any.whl' }] } },
    ],
    [
      'is about a wheel for more',
      'statement.subject-name',
      { statement: { subject: [{ ...subject, name: 'acme_widget-1.0-py2.py3-none-any.whl' }] } },
    ],
    [
      'is about another build of the wheel',
      'statement.subject-name',
      { statement: { subject: [{ ...subject, name: 'acme_widget-1.0-1-py3-none-any.whl' }] } },
    ],
    [
      'is about the sdist',
      'statement.subject-name',
      { statement: { subject: [{ ...subject, name: 'acme_widget-1.0.tar.gz' }] } },
    ],
    [
      'names its file by a path',
      'statement.subject-name',
      { statement: { subject: [{ ...subject, name: `dist/${WIDGET.filename}` }] } },
    ],
    [
      'names its file by nothing',
      'statement.malformed',
      { statement: { subject: [{ ...subject, name: '' }] } },
    ],
    [
      'is of a kind that says nothing of publishing',
      'statement.predicate',
      { predicateType: 'https://example.com/approval/v1' },
    ],
    ['has a body where there must be none', 'statement.predicate', { predicate: { approved: true } }],
    ['has a body that is a list', 'statement.predicate', { predicate: [] }],
    ['says how it was built without saying it', 'statement.predicate', { predicateType: SLSA_PREDICATE }],
    ['has no predicate type', 'statement.malformed', { predicateType: '' }],
  ])('%s', async (_lie, code, options) => {
    await expect(verifyAttested(options)).toRefuseWith(code);
  });

  it.each([
    ['is not JSON', 'statement.malformed', 'not JSON'],
    ['is not UTF-8', 'statement.malformed', Buffer.from([0x22, 0xff, 0x22])],
    ['is a list', 'statement.malformed', '[]'],
    ['has a key twice', 'statement.malformed', '{"_type":"a","_type":"b"}'],
    ['is deep', 'statement.malformed', '['.repeat(1000) + ']'.repeat(1000)],
    ['has no type', 'statement.type', '{}'],
    [
      'has more subjects than are counted',
      'statement.subject-count',
      JSON.stringify({
        _type: 'https://in-toto.io/Statement/v1',
        predicateType: SLSA_PREDICATE,
        subject: Array.from({ length: 2000 }, () => 0),
      }),
    ],
    [
      'has a subject that is none',
      'statement.malformed',
      JSON.stringify({
        _type: 'https://in-toto.io/Statement/v1',
        predicateType: SLSA_PREDICATE,
        subject: ['acme'],
      }),
    ],
  ])('%s', async (_lie, code, payload) => {
    const { sigstore, root } = await testSigstore();
    const bundle = await sigstore.signPayload(Buffer.from(payload));
    const attestation = parseAttestation(JSON.stringify(toAttestation(bundle)));
    expect(() => verifyAttestation(bundleOf(attestation), asked(WIDGET), root)).toRefuse(code);
  });

  it.each([
    ['Acme.Widget-1.0-py3-none-any.whl', 'another spelling of the project'],
    ['acme_widget-1.0.0-py3-none-any.whl', 'another spelling of the version'],
  ])('may spell the name as %s: %s', async (name) => {
    expect(
      (await verifyAttested({ statement: { subject: [{ ...subject, name }] } })).statement,
    ).not.toBeNull();
  });

  it('may spell the digest in capitals', async () => {
    const digest = { sha256: sha256.toUpperCase() };
    expect(
      (await verifyAttested({ statement: { subject: [{ ...subject, digest }] } })).statement,
    ).not.toBeNull();
  });

  it('tells a .zip from a .tar.gz', async () => {
    const zip = { ...SDIST, filename: 'acme_widget-1.0.zip' };
    const statement = { subject: [{ name: SDIST.filename, digest: { sha256: asked(SDIST).sha256 } }] };
    await expect(verifyAttested({ statement }, zip)).toRefuseWith('statement.subject-name');
    expect((await verifyAttested({}, zip)).statement).not.toBeNull();
  });
});

function toChain(bundle: BundleJson, ...others: readonly Buffer[]): void {
  const { certificate } = bundle.verificationMaterial;
  delete bundle.verificationMaterial.certificate;
  bundle.verificationMaterial.x509CertificateChain = {
    certificates: [
      { rawBytes: certificate?.rawBytes ?? '' },
      ...others.map((each) => ({ rawBytes: each.toString('base64') })),
    ],
  };
}

/** An entry of another type about the same signature: over what a DSSE envelope signs. */
function hashedBodyOf(bundle: BundleJson): object {
  const { payload = '', payloadType = '', signatures = [] } = bundle.dsseEnvelope ?? {};
  const signed = dsse.preAuthEncoding(payloadType, Buffer.from(payload, 'base64'));
  return hashedBody(createHash('sha256').update(signed).digest(), {
    log: 'rekor-v1',
    signature: Buffer.from(signatures[0]?.sig ?? '', 'base64'),
    certificate: Buffer.from(bundle.verificationMaterial.certificate?.rawBytes ?? '', 'base64'),
  });
}

/** What the log holds of the first entry. */
const bodyOf = (bundle: BundleJson): object =>
  JSON.parse(
    Buffer.from(bundle.verificationMaterial.tlogEntries[0]?.canonicalizedBody ?? '', 'base64').toString(),
  );
