import { describe, expect, it } from 'vitest';
import { githubIdentity, type StatementOptions } from '../../e2e/sigstore/index.ts';
import type { DistributionFile } from '../../src/artifact/index.ts';
import { SafeInstallError } from '../../src/errors/index.ts';
import { combineLayers, type PolicyLayer, parsePolicyFile, TrustState } from '../../src/policy/index.ts';
import { type Examination, type Standards, verifyArtifact } from '../../src/verify/verify-artifact.ts';
import { testSigstore } from '../attestation/support.ts';
import { temporaryFolder } from '../index/support.ts';
import { makeVerified } from '../installers/support/verified.ts';
import { makeWheel } from '../support/make-wheel.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const MADE = makeWheel({ name: 'acme_widget', version: '1.0' });
const OTHER = makeWheel({ name: 'acme_widget', version: '1.0', build: '1' });

async function layer(text: string): Promise<PolicyLayer> {
  const read = await parsePolicyFile(Buffer.from(`version = 1\n${text}`), {
    source: 'safe-install.toml',
    folder: '/project',
    kind: 'project',
    form: 'whole file',
    now: NOW,
  });
  if (read === null) throw new RangeError('the text holds no policy');
  return read;
}

/** What a run is held to under a policy, with the Sigstore of the tests as the one public Sigstore. */
async function standards(text = ''): Promise<Standards & { readonly asked: string[] }> {
  const { sigstore } = await testSigstore();
  const { TrustRoot } = await import('../../src/attestation/index.ts');
  const asked: string[] = [];
  return {
    asked,
    policy: combineLayers([await layer(text)], 'off'),
    state: TrustState.empty,
    now: NOW,
    rootOf: (source) => {
      asked.push(source.name);
      return Promise.resolve(TrustRoot.parse(sigstore.trustedRoot, source.name));
    },
  };
}

const document = (json: unknown) => ({
  kind: 'document' as const,
  document: { location: 'here', suffix: '.provenance', bytes: Buffer.from(JSON.stringify(json)) },
});

async function examination(signing: StatementOptions | null, of = MADE): Promise<Examination> {
  const { sigstore } = await testSigstore();
  const { candidate, artifact, report } = await makeVerified(MADE, await temporaryFolder());
  const evidence =
    signing === null ? ({ kind: 'none' } as const) : document(await sigstore.provenance(of, signing));
  return {
    candidate,
    artifact,
    report,
    waivedBefore: [],
    evidence,
    sibling: null,
    listing: [candidate.file],
    locked: null,
  };
}

describe('verifyArtifact, with evidence', () => {
  it('calls attested what its publisher has signed, and keeps what proves it', async () => {
    const examined = await examination({});
    const { verdict, judgement } = await verifyArtifact(examined, await standards());
    expect(verdict).toEqual({
      checks: ['index', 'hash', 'archive', 'record', 'metadata', 'attestation', 'identity', 'history'],
      evidence: { kind: 'attested', publisher: 'github.com/acme/widget release.yml', firstSeen: true },
    });
    expect(judgement.evidence?.bundles).toHaveLength(1);
    expect(judgement.document).toBe(examined.evidence.kind === 'document' && examined.evidence.document);
    expect(judgement.decision.sighting?.publisher?.trustRoot).toBe('public-good');
  });

  it('refuses evidence for other bytes', async () => {
    await expect(verifyArtifact(await examination({}, OTHER), await standards())).toRefuseWith(
      'statement.subject-digest',
    );
  });

  it('refuses evidence of whom the policy does not name', async () => {
    const rule = `[[rule]]\npackages = ["acme-widget"]\n[[rule.publisher]]\nkind = "GitHub"\nrepository = "acme/other"\nworkflow = "release.yml"`;
    await expect(verifyArtifact(await examination({}), await standards(rule))).toRefuseWith(
      'identity.repository',
    );
  });

  it('refuses evidence of whom the lock does not name', async () => {
    const publisher = { kind: 'Google', email: 'me@acme.example' } as const;
    const locked = [{ publisher, origin: 'pylock.toml:3' }];
    await expect(verifyArtifact({ ...(await examination({})), locked }, await standards())).toRefuseWith(
      'identity.issuer',
    );
  });

  it('verifies under the root that the policy names for the file', async () => {
    const rule = `[[rule]]\npackages = ["acme-*"]\nroot = "own"\n[[rule.publisher]]\nkind = "GitHub"\nrepository = "acme/widget"\nworkflow = "release.yml"\n[trust.roots.own]\nroot = "own.json"`;
    const held = await standards(rule);
    const { judgement } = await verifyArtifact(await examination({}), held);
    expect(held.asked).toEqual(['own']);
    expect(judgement.evidence?.bundles[0]?.attestations[0]?.trustRoot.name).toBe('own');
  });

  it('does not go on without a root', async () => {
    const rootOf = () =>
      Promise.reject(new SafeInstallError({ code: 'trust.expired', message: 'it has expired' }));
    await expect(verifyArtifact(await examination({}), { ...(await standards()), rootOf })).toRefuseWith(
      'trust.expired',
    );
  });

  it('needs no root where there is no evidence', async () => {
    const held = await standards();
    const { verdict } = await verifyArtifact(await examination(null), held);
    expect([verdict.evidence.kind, held.asked]).toEqual(['unattested', []]);
  });

  it('refuses what is announced and cannot be had', async () => {
    const error = new SafeInstallError({ code: 'index.file-missing', message: 'it is not there' });
    const examined = { ...(await examination(null)), evidence: { kind: 'unreachable' as const, error } };
    await expect(verifyArtifact(examined, await standards())).toRefuseWith('provenance.unreachable');
  });
});

describe('verifyArtifact, with a file that was added to its release later', () => {
  const late = async (sibling: StatementOptions | null, own: StatementOptions = {}) => {
    const examined = await examination(own);
    const { candidate } = examined;
    const dated = (file: DistributionFile, day: string): DistributionFile => ({
      ...file,
      uploadTime: new Date(day),
      provenance: 'https://index.example/provenance',
    });
    const file = dated(candidate.file, '2026-11-10T00:00:00Z');
    const other = dated(
      { ...candidate.file, filename: OTHER.filename, sha256: OTHER.sha256 as DistributionFile['sha256'] },
      '2026-11-01T00:00:00Z',
    );
    const { sigstore } = await testSigstore();
    return {
      ...examined,
      candidate: { ...candidate, file },
      artifact: { ...examined.artifact, file },
      listing: [file, other],
      sibling: {
        file: other,
        evidence:
          sibling === null
            ? ({ kind: 'none' } as const)
            : document(await sigstore.provenance(OTHER, sibling)),
      },
    } satisfies Examination;
  };
  const commit = (digit: string) => ({ identity: githubIdentity({ commit: digit.repeat(40) }) });

  it('takes one that was built from the same commit', async () => {
    const { judgement } = await verifyArtifact(await late(commit('a'), commit('a')), await standards());
    expect(judgement.decision.warnings.map(({ code }) => code)).toEqual([]);
  });

  it('refuses one that was built from another', async () => {
    await expect(verifyArtifact(await late(commit('a'), commit('b')), await standards())).toRefuseWith(
      'provenance.inconsistent',
    );
  });

  it.each<[string, (examined: Examination) => Examination]>([
    ['none', (examined) => examined],
    [
      'of which nothing is proven',
      (examined) => ({
        ...examined,
        sibling: examined.sibling && { ...examined.sibling, evidence: document({}) },
      }),
    ],
    [
      'whose digest nobody states',
      (examined) => ({
        ...examined,
        sibling: examined.sibling && {
          ...examined.sibling,
          file: { ...examined.sibling.file, sha256: null },
        },
      }),
    ],
  ])('says that there was nothing to compare it with: %s', async (_reason, change) => {
    const { judgement } = await verifyArtifact(change(await late(null)), await standards());
    expect(judgement.decision.warnings.map(({ code }) => code)).toEqual(['provenance.late']);
  });
});

describe('verifyArtifact, with a waiver', () => {
  it('does not call a RECORD sound that somebody answers for', async () => {
    const waiver = `[[waiver]]\npackage = "acme-widget==1.0"\nsha256 = "${MADE.sha256}"\ncheck = "record.hash-mismatch"\nreason = "known"\nexpires = 2027-01-31`;
    const held = await standards(waiver);
    const { verdict, judgement } = await verifyArtifact(
      { ...(await examination({})), waivedBefore: held.policy.waivers },
      held,
    );
    expect(verdict.checks).not.toContain('record');
    expect(verdict.evidence).toEqual({ kind: 'waived', check: 'record.hash-mismatch', reason: 'known' });
    expect(judgement.decision.waivers).toEqual(held.policy.waivers);
  });
});
