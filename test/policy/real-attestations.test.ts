import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Attestation,
  bundleOf,
  matchPublisher,
  parseEvidence,
  TrustRoot,
  type VerifiedEvidence,
  verifyAttestation,
  verifyProvenance,
} from '../../src/attestation/index.ts';
import { parseVersion, type Sha256 } from '../../src/packaging/index.ts';
import {
  combineLayers,
  type Decision,
  decide,
  parsePolicyFile,
  ruleText,
  TrustState,
  withRules,
} from '../../src/policy/index.ts';
import { SHARED_DATA, sharedJson, sharedPath } from '../support/shared-data.ts';
import { factsOf } from './facts.ts';
import { NOW } from './support.ts';

interface Entry {
  readonly file: string;
  readonly filename: string | null;
  readonly sha256: string | null;
  readonly expected: string;
}

/** Real evidence of every publisher there is, through the whole of the policy. */
describe.skipIf(SHARED_DATA === undefined)('real attestations', () => {
  const entries =
    SHARED_DATA === undefined
      ? []
      : sharedJson<{ entries: readonly Entry[] }>('attestations', 'manifest.json').entries.filter(
          ({ expected, filename }) => expected === 'accept' && filename !== null,
        );
  let root: TrustRoot;
  beforeAll(() => {
    root = TrustRoot.parse(
      readFileSync(sharedPath('trusted-roots', 'production.trusted_root.json')),
      'public-good',
    );
  });

  const verify = ({ file, filename, sha256 }: Entry): VerifiedEvidence => {
    const document = parseEvidence(readFileSync(sharedPath('attestations', file)));
    const asked = { filename: filename ?? '', sha256: sha256 as Sha256 };
    if (document.kind === 'provenance') return verifyProvenance(document.provenance, asked, root);
    const bundle =
      document.kind === 'bundle' ? document.bundle : bundleOf(document.attestation as Attestation);
    return {
      bundles: [{ publisher: null, attestations: [verifyAttestation(bundle, asked, root)] }],
      unknownPublishers: [],
    };
  };

  const judge = async (
    evidence: VerifiedEvidence,
    policy = '',
    state = TrustState.empty,
  ): Promise<Decision> => {
    const origin = { source: 'x.toml', folder: '/x', kind: 'project', form: 'whole file', now: NOW } as const;
    const layer = await parsePolicyFile(`version = 1\n${policy}`, origin);
    const facts = factsOf({ found: { kind: 'verified', evidence }, metadata: null });
    return decide(facts, combineLayers(layer === null ? [] : [layer], 'off'), state, NOW);
  };

  it('are there', () => {
    expect(entries.length).toBeGreaterThan(10);
  });

  it.each(entries)('$file: counts as what it is claimed to be, binds, and is pinned', async (entry) => {
    const evidence = verify(entry);
    const isClaimed = evidence.bundles.some(({ publisher }) => publisher !== null);
    const first = await judge(evidence);
    expect(first.evidence.kind).toBe(isClaimed ? 'attested' : 'unattested');
    for (const { publisher, attestations } of evidence.bundles)
      for (const { identity } of attestations)
        if (publisher !== null)
          expect(
            matchPublisher(identity, publisher).filter(
              ({ code }) => code !== 'identity.environment-unproven',
            ),
          ).toEqual([]);
    if (first.sighting === null) return;

    const state = TrustState.empty.with([
      { ...first.sighting, release: { version: parseVersion('0.1'), uploadTime: null } },
    ]);
    expect((await judge(evidence, '', state)).namedBy).toBe('seen before');

    const { publisher } = first.sighting;
    if (publisher === null) throw new Error('a first sight has a publisher');
    const rule = ruleText(
      { name: first.sighting.name, versions: '', seenIn: entry.file, ...publisher },
      'whole file',
    );
    const pinned = await judge(
      evidence,
      withRules('', [rule], { form: 'whole file', state: 'has a policy' }),
    );
    expect(pinned.evidence).toMatchObject({ kind: 'attested', firstSeen: false });
    expect(pinned.namedBy).toMatch(/^x\.toml:[0-9]+$/);
  });
});
