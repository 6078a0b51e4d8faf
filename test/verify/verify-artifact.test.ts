import { describe, expect, it } from 'vitest';
import { checkArchive } from '../../src/archive/index.ts';
import type { Candidate, DownloadedArtifact, WheelFile } from '../../src/artifact/index.ts';
import { parseMetadata, parseSha256, parseWheelFilename, type Sha256 } from '../../src/packaging/index.ts';
import { combineLayers, parsePublisher } from '../../src/policy/index.ts';
import { VerifiedArtifact } from '../../src/verify/verified-artifact.ts';
import { type Examination, verifyArtifact } from '../../src/verify/verify-artifact.ts';
import { layer } from '../policy/support.ts';
import { makeWheel, sha256Hex } from '../support/make-wheel.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { NO_POLICY } from '../support/standards.ts';

const scratch = scratchFolder();
const made = makeWheel({ name: 'acme', version: '1.0' });

function digest(text: string): Sha256 {
  const sha256 = parseSha256(text);
  if (sha256 === undefined) throw new RangeError(text);
  return sha256;
}

const policyOf = (text: string) => combineLayers([layer(text)], 'off');

const OTHER = digest(sha256Hex('other'));

interface Changes {
  readonly file?: Partial<WheelFile>;
  readonly candidate?: Partial<Candidate>;
  readonly artifact?: Partial<DownloadedArtifact>;
}

async function examination(changes: Changes = {}): Promise<Examination> {
  const { name, version, build, tags } = parseWheelFilename(made.filename);
  const file: WheelFile = {
    kind: 'wheel',
    filename: made.filename,
    name,
    version,
    build,
    tags: [...tags],
    url: 'https://files.example/acme-1.0-py3-none-any.whl',
    origin: { kind: 'index', location: 'https://index.example/simple/' },
    sha256: digest(made.sha256),
    size: made.bytes.length,
    uploadTime: null,
    requiresPython: null,
    yanked: false,
    coreMetadata: null,
    provenance: null,
    ...changes.file,
  };
  const artifact = {
    file,
    path: scratch.put(made.bytes),
    sha256: digest(made.sha256),
    size: made.bytes.length,
  };
  const candidate: Candidate = {
    name,
    version,
    file,
    extras: [],
    metadata: { metadata: parseMetadata(made.metadata), sha256: digest(made.metadataSha256) },
    allowedHashes: [],
    requestedBy: [],
    requiredBy: [],
    ...changes.candidate,
  };
  const report = await checkArchive(artifact);
  return {
    candidate,
    artifact: { ...artifact, ...changes.artifact },
    report,
    waivedBefore: [],
    evidence: { kind: 'none' },
    sibling: null,
    listing: [file],
    locked: null,
  };
}

describe('verifyArtifact', () => {
  it('mints what has passed every check, and says which', async () => {
    const examined = await examination();
    const verified = await verifyArtifact(examined, NO_POLICY);
    expect(verified).toBeInstanceOf(VerifiedArtifact);
    expect(verified.candidate).toBe(examined.candidate);
    expect(verified.artifact).toBe(examined.artifact);
    expect(verified.report).toBe(examined.report);
    expect(verified.verdict).toEqual({
      checks: ['index', 'hash', 'archive', 'record', 'metadata', 'history'],
      evidence: { kind: 'unattested', allowedBy: 'provenance = "no-downgrade" (built-in)' },
    });
  });

  it.each<[string, Changes]>([
    ['the digest that the user gave', { candidate: { allowedHashes: [OTHER, digest(made.sha256)] } }],
    [
      'no digest of the index, but one of the user',
      { file: { sha256: null }, candidate: { allowedHashes: [digest(made.sha256)] } },
    ],
    [
      'no digest at all of a file on the disk of the user',
      { file: { sha256: null, url: 'file:///acme-1.0-py3-none-any.whl' } },
    ],
    ['no size of the index', { file: { size: null } }],
  ])('takes %s', async (_reason, changes) => {
    expect(await verifyArtifact(await examination(changes), NO_POLICY)).toBeInstanceOf(VerifiedArtifact);
  });

  it.each<[string, Changes, string]>([
    ['other bytes than the index states', { file: { sha256: OTHER } }, 'hash.mismatch'],
    ['other bytes than the user allows', { candidate: { allowedHashes: [OTHER] } }, 'hash.mismatch'],
    [
      'other bytes than the user allows where the index is silent',
      { file: { sha256: null }, candidate: { allowedHashes: [OTHER] } },
      'hash.mismatch',
    ],
    ['bytes of which nobody states a digest', { file: { sha256: null } }, 'hash.missing'],
    ['another size than the index states', { file: { size: made.bytes.length + 1 } }, 'hash.size'],
    [
      'another METADATA than was resolved with',
      { candidate: { metadata: { metadata: parseMetadata(made.metadata), sha256: OTHER } } },
      'metadata.mismatch',
    ],
  ])('refuses %s', async (_reason, changes, code) => {
    const examined = await examination(changes);
    await expect(verifyArtifact(examined, NO_POLICY)).toRefuseWith(code);
  });

  describe('a file that is named by its address alone', () => {
    const url = 'https://files.example/acme-1.0-py3-none-any.whl';
    const byAddress = { sha256: null, size: null, origin: { kind: 'url', location: url } } as const;

    it('is minted as unverifiable, with the digest that was found', async () => {
      const { verdict, judgement } = await verifyArtifact(await examination({ file: byAddress }), NO_POLICY);
      expect(verdict).toEqual({
        checks: ['index', 'archive', 'record', 'metadata', 'history'],
        evidence: {
          kind: 'unattested',
          allowedBy: 'provenance = "no-downgrade" (built-in)',
          source: 'unverifiable',
        },
      });
      expect(judgement.decision.evidence).toEqual(verdict.evidence);
      const [warning, ...others] = judgement.decision.warnings;
      expect(others).toEqual([]);
      expect(warning).toMatchObject({
        code: 'source.unverifiable',
        facts: [{ label: 'got', value: `sha256:${made.sha256}` }],
        hint: expect.stringContaining(`#sha256=${made.sha256}`),
      });
    });

    it.each<[string, Changes]>([
      ['behind the address', { file: { ...byAddress, sha256: digest(made.sha256) } }],
      ['by a --hash', { file: byAddress, candidate: { allowedHashes: [digest(made.sha256)] } }],
    ])('is none where its digest is stated %s', async (_reason, changes) => {
      const { verdict, judgement } = await verifyArtifact(await examination(changes), NO_POLICY);
      expect(verdict.checks).toContain('hash');
      expect(verdict.evidence).not.toHaveProperty('source');
      expect(judgement.decision.warnings).toEqual([]);
    });

    it('is refused where provenance is required, with the digest that was found and the line that demands it', async () => {
      const policy = policyOf('provenance = "required"');
      const refused = verifyArtifact(await examination({ file: byAddress }), { ...NO_POLICY, policy });
      await expect(refused).rejects.toMatchObject({
        code: 'source.unverifiable',
        subject: 'acme 1.0',
        facts: [
          { label: 'file', value: made.filename },
          { label: 'demanded', value: 'provenance = "required"', origin: expect.stringMatching(/:2$/) },
          { label: 'got', value: `sha256:${made.sha256}` },
        ],
      });
    });

    it('is refused as denied where it is, and as lost where a publisher is named', async () => {
      const denied = policyOf('provenance = "required"\n[[rule]]\npackages = ["acme"]\ndeny = true');
      const examined = await examination({ file: byAddress });
      await expect(verifyArtifact(examined, { ...NO_POLICY, policy: denied })).toRefuseWith('plan.denied');
      const publisher = parsePublisher('github:acme/acme/release.yml');
      const named = { ...examined, locked: [{ publisher, origin: '--publisher' }] };
      await expect(verifyArtifact(named, NO_POLICY)).toRefuseWith('provenance.lost');
    });
  });

  it('names the digests that would have done, five of them at most', async () => {
    const allowed = ['1', '2', '3', '4', '5', '6'].map((digit) => digest(digit.repeat(64)));
    const refused = verifyArtifact(await examination({ candidate: { allowedHashes: allowed } }), NO_POLICY);
    await expect(refused).rejects.toMatchObject({
      facts: [
        ...allowed
          .slice(0, 5)
          .map((each) => ({ label: 'expected', value: `sha256:${each}`, origin: 'your --hash' })),
        { label: 'got', value: `sha256:${made.sha256}` },
      ],
    });
  });

  it('refuses bytes that were brought for another file', async () => {
    const examined = await examination();
    const { artifact } = examined;
    const mixedUp = { ...examined, artifact: { ...artifact, file: { ...artifact.file } } };
    await expect(verifyArtifact(mixedUp, NO_POLICY)).toRefuseWith('internal.bug');
  });
});

describe('VerifiedArtifact', () => {
  it('cannot be made by anybody else', async () => {
    const { candidate, artifact, report } = await examination();
    const { verdict, judgement } = await verifyArtifact(await examination(), NO_POLICY);
    const forged = Symbol('mint of VerifiedArtifact');
    // @ts-expect-error the symbol of the mint is not exported, and another of the same name is not it
    expect(() => new VerifiedArtifact(forged, candidate, artifact, report, verdict, judgement)).toThrow(
      TypeError,
    );
  });
});
