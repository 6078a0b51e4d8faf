import { describe, expect, it } from 'vitest';
import { checkArchive } from '../../src/archive/index.ts';
import { toSha256 } from '../../src/archive/same-bytes.ts';
import type { Candidate } from '../../src/artifact/index.ts';
import { normalizeName, parseMetadata, parseVersion } from '../../src/packaging/index.ts';
import type { VerifiedArtifact } from '../../src/verify/index.ts';
import { verifyArtifact } from '../../src/verify/verify-artifact.ts';
import { type BuiltExamination, verifyBuilt } from '../../src/verify/verify-built.ts';
import { downloadedArtifact } from '../archive/archive-subject.ts';
import { makeSdist } from '../support/make-sdist.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { NO_POLICY } from '../support/standards.ts';

const scratch = scratchFolder();
const sdist = makeSdist({ name: 'acme', version: '1.0' });

const candidateOf = (artifact: ReturnType<typeof downloadedArtifact>): Candidate => ({
  name: artifact.file.name,
  version: artifact.file.version,
  file: artifact.file,
  extras: [],
  metadata: { metadata: parseMetadata(sdist.metadata), sha256: toSha256(sdist.metadataSha256) },
  allowedHashes: [toSha256(sdist.sha256)],
  requestedBy: [],
  requiredBy: [],
});

/** A wheel beside the source distribution that it says it was built from. */
async function examination(wheel = makeWheel({ name: 'acme', version: '1.0' })): Promise<BuiltExamination> {
  const source = downloadedArtifact(scratch, sdist);
  const candidate = candidateOf(source);
  const verified = await verifyArtifact(
    {
      candidate,
      artifact: source,
      report: await checkArchive(source),
      waivedBefore: [],
      evidence: { kind: 'none' },
      sibling: null,
      listing: [],
      locked: null,
    },
    NO_POLICY,
  );
  const artifact = downloadedArtifact(scratch, wheel);
  return { candidate, artifact, report: await checkArchive(artifact), origin: { kind: 'sdist', verified } };
}

describe('verifyBuilt', () => {
  it('gives a wheel the evidence of its source, and says what it was built from', async () => {
    const examined = await examination();
    const verified = verifyBuilt(examined);
    if (examined.origin.kind !== 'sdist') throw new TypeError('not from an sdist');
    const { verdict, judgement } = examined.origin.verified;
    expect(verified.verdict).toEqual({
      checks: ['index', 'hash', 'archive', 'metadata', 'history', 'record'],
      evidence: verdict.evidence,
      builtFrom: {
        kind: 'sdist',
        filename: 'acme-1.0.tar.gz',
        sha256: sdist.sha256,
        size: sdist.bytes.length,
      },
    });
    expect(verified.judgement).toBe(judgement);
    expect(verified.candidate).toMatchObject({ file: examined.artifact.file, allowedHashes: [] });
    expect(verified.candidate.metadata.sha256).toBe(verified.report.metadataSha256);
  });

  it('calls a project of the user that, and nothing more', async () => {
    const from = { kind: 'folder', url: 'file:///home/me/acme', editable: true } as const;
    const verified = verifyBuilt({
      ...(await examination()),
      origin: { kind: 'local', from, allowedBy: 'local project' },
    });
    expect(verified.verdict).toEqual({
      checks: ['archive', 'record'],
      evidence: { kind: 'unattested', allowedBy: 'local project', source: 'local' },
      builtFrom: from,
    });
    expect(verified.judgement).toMatchObject({ evidence: null, document: null, decision: { notes: [] } });
  });

  it('calls what is checked out unverifiable, and notes it', async () => {
    const from = {
      kind: 'repository',
      url: 'https://git.example/acme.git',
      vcs: 'git',
      commit: '0'.repeat(40),
      requestedRevision: null,
      subdirectory: null,
      editable: false,
    } as const;
    const { verdict, judgement } = verifyBuilt({
      ...(await examination()),
      origin: { kind: 'local', from, allowedBy: 'named by its address' },
    });
    expect(verdict.evidence).toEqual({
      kind: 'unattested',
      allowedBy: 'named by its address',
      source: 'unverifiable',
    });
    expect(judgement.decision.notes.map(({ code }) => code)).toEqual(['source.unverifiable']);
  });

  it.each([
    ['another name', makeWheel({ name: 'evil', version: '1.0' })],
    ['another version', makeWheel({ name: 'acme', version: '2.0' })],
    ['no wheel', sdist],
  ])('refuses %s', async (_reason, made) => {
    const examined = await examination(made.kind === 'wheel' ? made : undefined);
    const artifact = downloadedArtifact(scratch, made);
    const report = await checkArchive(artifact);
    expect(() => verifyBuilt({ ...examined, artifact, report })).toRefuse('build.identity');
  });

  it('refuses a source of another release', async () => {
    const examined = await examination();
    const candidate = { ...examined.candidate, version: parseVersion('2.0') };
    expect(() => verifyBuilt({ ...examined, candidate })).toRefuse('build.identity');
  });

  it.each([
    ['version', { version: parseVersion('2.0') }],
    ['name', { name: normalizeName('other') }],
  ])('refuses a right wheel that was built from a source of another %s', async (_what, other) => {
    const examined = await examination();
    if (examined.origin.kind !== 'sdist') throw new TypeError('not from an sdist');
    const { candidate, verdict, judgement } = examined.origin.verified;
    const verified = {
      candidate: { ...candidate, ...other },
      verdict,
      judgement,
    } as unknown as VerifiedArtifact;
    expect(() => verifyBuilt({ ...examined, origin: { kind: 'sdist', verified } })).toRefuse(
      'build.identity',
    );
  });
});
