import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  matchPublisher,
  parseEvidence,
  TrustRoot,
  type VerifiedAttestation,
  type VerifiedEvidence,
  verifyEvidence,
} from '../../src/attestation/index.ts';
import { SafeInstallError } from '../../src/errors/index.ts';
import type { Sha256 } from '../../src/packaging/index.ts';
import { SHARED_DATA, sharedJson, sharedPath } from '../support/shared-data.ts';

interface Facts {
  readonly san: readonly string[];
  readonly issuer: string;
  readonly source_repo?: string;
  readonly source_ref?: string;
  readonly build_signer?: string;
  readonly build_config?: string;
  readonly tlog: readonly { readonly logIndex: string; readonly integratedTime: string }[];
}

interface Entry {
  readonly file: string;
  readonly filename: string | null;
  readonly sha256: string | null;
  readonly expected: string;
  readonly attestations: readonly Facts[];
}

const OTHER_BYTES = Buffer.from('these are not the bytes of the file');

/** What the manifest's words come to: accepted under which root, or the code of the refusal under each. */
type Verdict =
  | { readonly acceptedUnder: 'production' | 'staging'; readonly refusedWith: string }
  | { readonly production: string; readonly staging: string };

/** The words of the manifest, by how they begin. Longest first where one begins another. */
const VERDICTS: readonly (readonly [string, Verdict])[] = [
  ['accept under production', { acceptedUnder: 'production', refusedWith: 'sigstore.chain' }],
  [
    'accept as a plain sigstore bundle', // over the file, whose bytes are not here: all but the signature verifies
    { production: 'sigstore.signature', staging: 'sigstore.chain' },
  ],
  ['accept', { acceptedUnder: 'production', refusedWith: 'sigstore.chain' }],
  [
    'crypto accept with the artifact', // as above
    { production: 'sigstore.signature', staging: 'sigstore.chain' },
  ],
  ['reject under the production root', { acceptedUnder: 'staging', refusedWith: 'sigstore.chain' }],
  [
    'only verifiable as staging + RFC3161 timestamp',
    { production: 'provenance.rekor-v2', staging: 'provenance.rekor-v2' },
  ],
  ['old bundle without checkpoint', { production: 'bundle.malformed', staging: 'bundle.malformed' }],
];

const verdictOf = (entry: Entry): Verdict => {
  const [, verdict] = VERDICTS.find(([words]) => entry.expected.startsWith(words)) ?? [];
  if (verdict === undefined) throw new Error(`the manifest expects something new: ${entry.expected}`);
  return verdict;
};

describe.skipIf(SHARED_DATA === undefined)('real attestations', () => {
  const { entries } =
    SHARED_DATA === undefined
      ? { entries: [] }
      : sharedJson<{ entries: readonly Entry[] }>('attestations', 'manifest.json');
  const roots =
    SHARED_DATA === undefined ? undefined : { production: rootOf('production'), staging: rootOf('staging') };
  const codes = new Map<string, string>();

  const verify = async (entry: Entry, root: 'production' | 'staging'): Promise<VerifiedEvidence> => {
    if (roots === undefined) throw new Error('there is no shared data');
    const evidence = parseEvidence(readFileSync(sharedPath('attestations', entry.file)));
    const signed = evidence.kind === 'bundle' ? evidence.bundle.content : undefined;
    const digest = signed?.kind === 'message' ? signed.digest.toString('hex') : undefined;
    const file = {
      filename: entry.filename ?? 'unknown-1.0.tar.gz',
      sha256: (entry.sha256 ?? digest ?? sha256(OTHER_BYTES)) as Sha256,
      bytes: async function* () {
        yield OTHER_BYTES;
      },
    };
    return await verifyEvidence(evidence, file, roots[root]);
  };

  it.each(entries)('$file: $expected', async (entry) => {
    const verdict = verdictOf(entry);
    if ('production' in verdict) {
      await expect(verify(entry, 'production')).toRefuseWith(verdict.production);
      await expect(verify(entry, 'staging')).toRefuseWith(verdict.staging);
      codes.set(entry.file, verdict.production);
      return;
    }
    const other = verdict.acceptedUnder === 'production' ? 'staging' : 'production';
    await expect(verify(entry, other)).toRefuseWith(verdict.refusedWith);

    const verified = await verify(entry, verdict.acceptedUnder);
    const attestations = verified.bundles.flatMap((bundle) => bundle.attestations);
    expect(attestations.map(factsOf)).toEqual(entry.attestations.map(expectedFacts));
    for (const { publisher, attestations: own } of verified.bundles)
      for (const { identity } of own)
        expect(publisher === null ? [] : matchPublisher(identity, publisher)).toEqual([]);
    codes.set(entry.file, 'accepted');
  });

  it('has looked at every one', () => {
    const accepted = [...codes.values()].filter((code) => code === 'accepted').length;
    console.log(`real attestations: ${codes.size} of ${entries.length} as expected, ${accepted} accepted`);
    expect(codes.size).toBe(entries.length);
    expect(accepted).toBeGreaterThan(15);
  });
});

interface Mutation {
  readonly name: string;
  readonly why: string;
  readonly expected: string;
  readonly attestation: unknown;
}

/** Each mutation's code: what it is refused with says that the check meant for it is the one that refuses it. */
const MUTATIONS: Readonly<Record<string, string>> = {
  control: 'accepted',
  'signature-bitflip': 'sigstore.tlog', // the entry is about the signature as it was
  'statement-digest': 'sigstore.tlog',
  'statement-predicate-type': 'sigstore.tlog',
  'statement-whitespace': 'sigstore.tlog',
  'cert-swapped-other-identity': 'sigstore.chain',
  'cert-bitflip': 'sigstore.chain',
  'cert-trailing-byte': 'sigstore.certificate',
  'cert-empty': 'provenance.malformed',
  'tlog-swapped': 'sigstore.tlog',
  'tlog-none': 'provenance.malformed',
  'tlog-extra-foreign': 'sigstore.tlog',
  'tlog-no-inclusion-proof': 'provenance.malformed',
  'tlog-no-checkpoint': 'provenance.malformed',
  'tlog-set-bitflip': 'sigstore.tlog',
  'tlog-integrated-time-after-cert': 'sigstore.chain',
  'tlog-log-index': 'sigstore.tlog',
  'tlog-log-id': 'sigstore.tlog',
  'proof-hash-bitflip': 'sigstore.tlog',
  'proof-index': 'sigstore.tlog',
  'proof-root-hash': 'sigstore.tlog',
  'checkpoint-body': 'sigstore.tlog',
  'checkpoint-signature': 'sigstore.tlog',
  'body-other': 'sigstore.tlog',
  'body-kind': 'sigstore.tlog',
  'version-2': 'provenance.version',
  'version-missing': 'provenance.version',
  'envelope-missing': 'provenance.malformed',
  'statement-not-json': 'sigstore.tlog',
  'extra-top-level-key': 'accepted', // "either": it is signed by nobody and says nothing
  'attestation-of-wheel-for-sdist': 'statement.subject-digest',
};

describe.skipIf(SHARED_DATA === undefined)('mutations of a real attestation', () => {
  const { base, cases } =
    SHARED_DATA === undefined
      ? { base: '', cases: [] }
      : sharedJson<{ base: string; cases: readonly Mutation[] }>('attestations', 'mutations.json');
  const entry =
    SHARED_DATA === undefined
      ? undefined
      : sharedJson<{ entries: readonly Entry[] }>('attestations', 'manifest.json').entries.find(
          (each) => each.file === base,
        );
  const root = SHARED_DATA === undefined ? undefined : rootOf('production');

  it('are the ones that are named here', () => {
    console.log(`mutations: ${cases.length}`);
    expect(cases.map((each) => each.name).sort()).toEqual(Object.keys(MUTATIONS).sort());
  });

  it.each(cases)('$name ($why): $expected', async ({ name, expected, attestation }) => {
    if (root === undefined || entry === undefined) throw new Error('there is no shared data');
    const file = {
      filename: entry.filename ?? '',
      sha256: entry.sha256 as Sha256,
      bytes: async function* () {
        yield OTHER_BYTES;
      },
    };
    const code = await codeOf(
      async () => await verifyEvidence(parseEvidence(JSON.stringify(attestation)), file, root),
    );
    expect(code).toBe(MUTATIONS[name]);
    if (expected.startsWith('reject')) expect(code).not.toBe('accepted');
  });
});

function rootOf(name: 'production' | 'staging'): TrustRoot {
  return TrustRoot.parse(readFileSync(sharedPath('trusted-roots', `${name}.trusted_root.json`)), name);
}

async function codeOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
    return 'accepted';
  } catch (error) {
    if (error instanceof SafeInstallError) return error.code;
    throw error;
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const orNull = (text: string | null | undefined): string | null => text ?? null;

const factsOf = ({ identity, logs, statement }: VerifiedAttestation) => ({
  san: [identity.name.value],
  issuer: identity.claims.issuer,
  repository: identity.claims.sourceRepositoryUri,
  ref: identity.claims.sourceRepositoryRef,
  signer: identity.claims.buildSignerUri,
  config: identity.claims.buildConfigUri,
  logs: logs.map((log) => [String(log.logIndex), log.integratedTime?.getTime()]),
  statement: statement !== null,
});

const expectedFacts = (facts: Facts) => ({
  san: facts.san,
  issuer: facts.issuer,
  repository: orNull(facts.source_repo),
  ref: orNull(facts.source_ref),
  signer: orNull(facts.build_signer),
  config: orNull(facts.build_config),
  logs: facts.tlog.map((log) => [log.logIndex, Date.parse(log.integratedTime)]),
  statement: true,
});
