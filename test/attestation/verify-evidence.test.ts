import { describe, expect, it } from 'vitest';
import {
  emailIdentity,
  githubIdentity,
  gitlabIdentity,
  type ProvenanceJson,
  SLSA_PREDICATE,
  toProvenance,
} from '../../e2e/sigstore/index.ts';
import {
  parseEvidence,
  parseProvenance,
  type VerifiedEvidence,
  verifyEvidence,
  verifyProvenance,
} from '../../src/attestation/index.ts';
import { asked, SDIST, testSigstore, WIDGET } from './support.ts';

const verify = async (evidence: unknown, file = WIDGET): Promise<VerifiedEvidence> =>
  await verifyEvidence(parseEvidence(JSON.stringify(evidence)), asked(file), (await testSigstore()).root);

const provenance = async (): Promise<ProvenanceJson> =>
  await (await testSigstore()).sigstore.provenance(WIDGET);

const UNKNOWN = { kind: 'Forge', room: 7 };

describe('verifyEvidence', () => {
  it('verifies every attestation of every bundle', async () => {
    const { sigstore } = await testSigstore();
    const evidence = await provenance();
    evidence.attestation_bundles[0]?.attestations.push(
      await sigstore.attest(WIDGET, { predicateType: SLSA_PREDICATE, predicate: {} }),
    );
    const identity = gitlabIdentity();
    evidence.attestation_bundles.push(
      ...toProvenance(identity.publisher, [await sigstore.attest(WIDGET, { identity })]).attestation_bundles,
    );
    const { bundles, unknownPublishers } = await verify(evidence);
    expect(bundles.map((bundle) => bundle.publisher?.kind)).toEqual(['GitHub', 'GitLab']);
    expect(bundles[0]?.attestations.map((each) => each.statement?.predicateType)).toEqual([
      'publish-v1',
      'slsa-provenance-v1',
    ]);
    expect(unknownPublishers).toEqual([]);
  });

  it('reads a single attestation and a bundle, of which nobody claims a publisher', async () => {
    const { sigstore } = await testSigstore();
    for (const evidence of [await sigstore.attest(WIDGET), await sigstore.signStatement(WIDGET)]) {
      const { bundles } = await verify(evidence);
      expect(bundles).toMatchObject([
        { publisher: null, attestations: [{ statement: { predicateType: 'publish-v1' } }] },
      ]);
    }
  });

  it('reads a signature over the file', async () => {
    const { sigstore } = await testSigstore();
    const { bundles } = await verify(await sigstore.signFile(SDIST), SDIST);
    expect(bundles).toMatchObject([{ publisher: null, attestations: [{ statement: null }] }]);
  });

  it('does not read the file for a statement about it', async () => {
    const { sigstore, root } = await testSigstore();
    const unreadable = {
      ...asked(WIDGET),
      bytes: () => {
        throw new Error('the file was read');
      },
    };
    for (const json of [
      await provenance(),
      await sigstore.attest(WIDGET),
      await sigstore.signStatement(WIDGET),
    ])
      await expect(
        verifyEvidence(parseEvidence(JSON.stringify(json)), unreadable, root),
      ).resolves.toBeDefined();
  });

  it('does not decide whether the claimed publisher is the signer', async () => {
    const { sigstore } = await testSigstore();
    const identity = emailIdentity('eve@evil.example', 'https://login.evil.example');
    const evidence = toProvenance(githubIdentity().publisher, [await sigstore.attest(WIDGET, { identity })]);
    const { bundles } = await verify(evidence);
    expect(bundles[0]?.publisher?.kind).toBe('GitHub');
    expect(bundles[0]?.attestations[0]?.identity.name.value).toBe('eve@evil.example');
  });
});

describe('verifyProvenance', () => {
  it('condemns the whole for one attestation that fails', async () => {
    const { sigstore } = await testSigstore();
    for (const place of ['same bundle', 'second bundle'] as const) {
      const evidence = await provenance();
      const bad = await sigstore.attest(SDIST);
      if (place === 'same bundle') evidence.attestation_bundles[0]?.attestations.push(bad);
      else
        evidence.attestation_bundles.push(
          ...toProvenance(githubIdentity().publisher, [bad]).attestation_bundles,
        );
      await expect(verify(evidence)).toRefuseWith('statement.subject-digest');
    }
  });

  it('never counts a publisher of an unknown kind, and does not look at its attestations', async () => {
    const { sigstore } = await testSigstore();
    const evidence = await provenance();
    evidence.attestation_bundles.push(
      ...toProvenance(UNKNOWN, [await sigstore.attest(SDIST)]).attestation_bundles,
    );
    const { bundles, unknownPublishers } = await verify(evidence);
    expect(bundles).toHaveLength(1);
    expect(unknownPublishers).toEqual(['Forge']);
  });

  it('is no evidence when every publisher is of an unknown kind', async () => {
    const { sigstore, root } = await testSigstore();
    const evidence = parseProvenance(JSON.stringify(toProvenance(UNKNOWN, [await sigstore.attest(WIDGET)])));
    expect(() => verifyProvenance(evidence, asked(WIDGET), root)).toRefuse('provenance.unknown-publisher');
  });
});
