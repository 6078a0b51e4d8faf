import { describe, expect, it } from 'vitest';
import { githubIdentity } from '../../e2e/sigstore/index.ts';
import type { DistributionFile } from '../../src/artifact/index.ts';
import { TrustRoot } from '../../src/attestation/index.ts';
import { SafeInstallError } from '../../src/errors/index.ts';
import { combineLayers, parsePolicyFile, TrustState } from '../../src/policy/index.ts';
import type { SuppliedEvidence } from '../../src/prepare/evidence-supply.ts';
import { type Examined, Judge, type JudgeDoors } from '../../src/prepare/judge.ts';
import type { TrustRoots } from '../../src/prepare/trust-roots.ts';
import { testSigstore } from '../attestation/support.ts';
import { temporaryFolder } from '../index/support.ts';
import { makeVerified } from '../installers/support/verified.ts';
import { makeWheel } from '../support/make-wheel.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const MADE = makeWheel({ name: 'acme', version: '1.0' });
const NONE: SuppliedEvidence = { found: { kind: 'none' }, isKept: false };

/** A judge under a policy, with the evidence that `evidence` gives for an age, and what was asked of it. */
async function setUp(
  policyText: string,
  evidence: Partial<Record<'kept' | 'new', SuppliedEvidence>> = {},
  named: ReturnType<JudgeDoors['lockedFor']> = null,
) {
  const { sigstore } = await testSigstore();
  const layer = await parsePolicyFile(Buffer.from(`version = 1\n${policyText}`), {
    source: 'safe-install.toml',
    folder: '/project',
    kind: 'project',
    form: 'whole file',
    now: NOW,
  });
  const asked: string[] = [];
  const roots = {
    begin: ({ name }) => void asked.push(`root ${name}`),
    rootOf: ({ name }) => Promise.resolve(TrustRoot.parse(sigstore.trustedRoot, name)),
  } satisfies Pick<TrustRoots, 'begin' | 'rootOf'>;
  const judge = new Judge({
    governance: {
      policy: combineLayers(layer === null ? [] : [layer], 'off'),
      ci: 'off',
      state: TrustState.empty,
      statePath: '/nowhere',
      now: NOW,
    },
    roots: roots as TrustRoots,
    evidence: {
      announcementOf: (file) => Promise.resolve({ file, listing: [file] }),
      begin: () => void asked.push('evidence'),
      of: ({ provenance }, age) => {
        asked.push(`${age} ${provenance === null ? 'nothing' : 'provenance'}`);
        return Promise.resolve(provenance === null ? NONE : (evidence[age] ?? NONE));
      },
    },
    lockedFor: () => named,
  });
  return { judge, asked };
}

/** A wheel that has been read, announced with provenance or without. */
async function examined(provenance: string | null = 'https://index.example/p'): Promise<Examined> {
  const { candidate, artifact, report } = await makeVerified(MADE, await temporaryFolder());
  const file: DistributionFile = { ...candidate.file, provenance };
  return {
    candidate: { ...candidate, file },
    artifact: { ...artifact, file },
    report: { ...report, waived: [] },
  };
}

async function supplied(isKept: boolean, repository = 'acme/widget'): Promise<SuppliedEvidence> {
  const { sigstore } = await testSigstore();
  const json = await sigstore.provenance(MADE, { identity: githubIdentity({ repository }) });
  return {
    found: {
      kind: 'document',
      document: { location: 'here', suffix: '.provenance', bytes: Buffer.from(JSON.stringify(json)) },
    },
    isKept,
  };
}

const RULE =
  '[[rule]]\npackages = ["acme"]\n[[rule.publisher]]\nkind = "GitHub"\nrepository = "acme/widget"\nworkflow = "release.yml"';

const waiver = (check: string): string =>
  `[[waiver]]\npackage = "acme==1.0"\nsha256 = "${MADE.sha256}"\ncheck = "${check}"\nreason = "known"\nexpires = 2027-01-31`;

describe('begin', () => {
  it('begins with the evidence and the root of a file that announces some', async () => {
    const { judge, asked } = await setUp('');
    judge.begin((await examined()).candidate.file);
    expect(asked).toEqual(['evidence', 'root public-good']);
  });

  it.each<[string, string, string | null]>([
    ['announces none', '', null],
    ['is not to be looked at for it', 'provenance = "off"', 'https://index.example/p'],
  ])('begins with nothing for a file that %s', async (_reason, policy, provenance) => {
    const { judge, asked } = await setUp(policy);
    judge.begin((await examined(provenance)).candidate.file);
    expect(asked).toEqual([]);
  });
});

describe('judge', () => {
  it('takes what was kept where it will do, and asks for nothing newer', async () => {
    const { judge, asked } = await setUp(RULE, { kept: await supplied(true) });
    expect((await judge.judge(await examined())).verdict.evidence.kind).toBe('attested');
    expect(asked).toEqual(['kept provenance']);
  });

  it('asks for newer evidence where what was kept does not do', async () => {
    const { judge, asked } = await setUp(RULE, {
      kept: await supplied(true, 'acme/other'),
      new: await supplied(false),
    });
    expect((await judge.judge(await examined())).verdict.evidence.kind).toBe('attested');
    expect(asked).toEqual(['kept provenance', 'new provenance']);
  });

  it('refuses what does not do when it is new', async () => {
    const { judge, asked } = await setUp(RULE, { kept: await supplied(false, 'acme/other') });
    await expect(judge.judge(await examined())).toRefuseWith('identity.repository');
    expect(asked).toEqual(['kept provenance']);
  });

  it('looks at no evidence where the policy looks at none', async () => {
    const { judge, asked } = await setUp('provenance = "off"', { kept: await supplied(false, 'evil/evil') });
    const { verdict } = await judge.judge(await examined());
    expect([verdict.evidence.kind, asked]).toEqual(['unattested', ['kept nothing']]);
  });

  it('holds a file against who is named for it', async () => {
    const publisher = { kind: 'Google', email: 'me@acme.example' } as const;
    const { judge } = await setUp('', { kept: await supplied(false) }, [
      { publisher, origin: '--publisher' },
    ]);
    await expect(judge.judge(await examined())).toRefuseWith('identity.issuer');
  });

  it('counts a waiver that let a fault of the archive through, and no other', async () => {
    const fault = new SafeInstallError({ code: 'record.hash-mismatch', message: 'it differs' });
    const { judge } = await setUp(`${waiver('record.hash-mismatch')}\n${waiver('record.size-mismatch')}`);
    const { report, ...rest } = await examined(null);
    const { judgement } = await judge.judge({ ...rest, report: { ...report, waived: [fault] } });
    expect(judgement.decision.waivers.map(({ check }) => check)).toEqual(['record.hash-mismatch']);
  });
});

describe('waivedChecks', () => {
  it('are those for these very bytes', async () => {
    const { judge } = await setUp(waiver('record.hash-mismatch'));
    const { artifact } = await examined(null);
    expect([...judge.waivedChecks(artifact)]).toEqual(['record.hash-mismatch']);
    const other = { ...artifact, sha256: 'b'.repeat(64) as typeof artifact.sha256 };
    expect([...judge.waivedChecks(other)]).toEqual([]);
  });
});

describe('faultsOfPolicy', () => {
  it('are waivers that waive nothing', async () => {
    const { judge } = await setUp(waiver('record.hash-mismatch'));
    const verified = await judge.judge(await examined(null));
    expect((await judge.faultsOfPolicy([verified])).map(({ code }) => code)).toEqual(['policy.waiver-stale']);
  });

  it('are none where nothing is waived, or where the waiver was needed', async () => {
    const { judge } = await setUp('');
    expect(await judge.faultsOfPolicy([await judge.judge(await examined(null))])).toEqual([]);
  });
});
