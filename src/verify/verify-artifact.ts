import {
  type ArchiveReport,
  type Candidate,
  type Check,
  type DistributionFile,
  type DownloadedArtifact,
  isUnstated,
} from '../artifact/index.ts';
import type { TrustRoot } from '../attestation/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import {
  decide,
  type EffectivePolicy,
  type FoundEvidence,
  type NamedPublisher,
  type TrustSource,
  type TrustState,
  type VerifiedSibling,
  type Waiver,
} from '../policy/index.ts';
import { type FoundDocument, findEvidence } from './find-evidence.ts';
import { decideUnverifiable } from './unverifiable.ts';
import { mintVerifiedArtifact, type VerifiedArtifact } from './verified-artifact.ts';

/** Everything that is known of one file when its download and its strict reading have ended. */
export interface Examination {
  readonly candidate: Candidate;
  readonly artifact: DownloadedArtifact;
  /** Of `checkArchive`, which has refused by itself what breaks design points 3 and 4. */
  readonly report: ArchiveReport;
  /** Waivers that have let a fault of the archive through. */
  readonly waivedBefore: readonly Waiver[];
  /** Of the file itself. */
  readonly evidence: FoundDocument;
  /** Of another file of the release, where the policy wants to compare the two. */
  readonly sibling: { readonly file: DistributionFile; readonly evidence: FoundDocument } | null;
  /** All files of the project that the index lists. */
  readonly listing: readonly DistributionFile[];
  /** The publishers that a lock or the command line names; `null` without one. */
  readonly locked: readonly NamedPublisher[] | null;
}

/** What files are held against; the same for all of a run. */
export interface Standards {
  readonly policy: EffectivePolicy;
  /** What was remembered when the run began. */
  readonly state: TrustState;
  readonly now: Date;
  /** @throws SafeInstallError `trust.*` for a root that cannot be had, or must not be used any more. */
  rootOf(source: TrustSource): Promise<TrustRoot>;
}

/**
 * Turns a file that has been downloaded and read strictly into one that may be installed, or says why not.
 *
 * The numbered steps are those of design section 2. Steps 1, 3 and 4 were taken by `index/` and `archive/`; what is
 * compared here is what only the end of the road can compare: the choice with the bytes, the bytes with their evidence,
 * and the evidence with the policy.
 *
 * @throws SafeInstallError `hash.missing`, `hash.mismatch`, `hash.size`, `metadata.mismatch`, `source.unverifiable`;
 *   what `decide` throws; `trust.*`.
 */
export async function verifyArtifact(
  examination: Examination,
  standards: Standards,
): Promise<VerifiedArtifact> {
  const { candidate, artifact, report, evidence } = examination;
  const { policy, state, now } = standards;
  checkSameFile(candidate, artifact);
  checkDigest(candidate, artifact); // 2
  checkMetadata(candidate, report); // 5
  const found = await evidenceFor(examination, standards); // 6
  const facts = await factsOf(examination, found, standards);
  const decision = decideUnverifiable(candidate, artifact, () => decide(facts, policy, state, now)); // 7 to 10
  const checks: readonly Check[] = [
    'index',
    // of bytes that nobody has named beforehand, only evidence says that they are those that were meant
    ...(isUnstated(candidate.file, candidate.allowedHashes) ? [] : (['hash'] as const)),
    'archive',
    ...(isRecordSound(examination) ? (['record'] as const) : []),
    'metadata',
    ...decision.checks,
  ];
  return mintVerifiedArtifact(
    candidate,
    artifact,
    report,
    { checks, evidence: decision.evidence },
    {
      decision,
      evidence: found.kind === 'verified' ? found.evidence : null,
      document: evidence.kind === 'document' ? evidence.document : null,
    },
  );
}

/** Only a wheel has a RECORD; one with a fault that somebody answers for is not sound. */
const isRecordSound = ({ report, waivedBefore }: Examination): boolean =>
  report.kind === 'wheel' && !waivedBefore.some(({ check }) => check.startsWith('record.'));

/** Design point 6, for the file itself: under the root that the policy names for it. */
async function evidenceFor(
  { candidate, artifact, evidence }: Examination,
  { policy, rootOf }: Standards,
): Promise<FoundEvidence> {
  if (evidence.kind !== 'document') return evidence;
  const { root } = policy.demandsOn(candidate.name, candidate.version);
  const { sha256, path } = artifact;
  return await findEvidence(
    evidence,
    { filename: candidate.file.filename, sha256, path },
    await rootOf(root),
  );
}

async function factsOf(
  examination: Examination,
  found: FoundEvidence,
  standards: Standards,
): Promise<Parameters<typeof decide>[0]> {
  const { candidate, artifact, listing, locked, waivedBefore } = examination;
  return {
    file: candidate.file,
    sha256: artifact.sha256,
    metadata: candidate.metadata.metadata,
    found,
    listing,
    siblings: await siblingsOf(examination, standards),
    locked,
    waivedBefore,
  };
}

/** Of a sibling only what is proven counts; where nothing is, it is no sibling to compare with. */
async function siblingsOf(
  { candidate, sibling }: Examination,
  { policy, rootOf }: Standards,
): Promise<readonly VerifiedSibling[]> {
  if (sibling === null || sibling.evidence.kind !== 'document' || sibling.file.sha256 === null) return [];
  const { filename, sha256 } = sibling.file;
  const root = await rootOf(policy.demandsOn(candidate.name, candidate.version).root);
  const found = await findEvidence(sibling.evidence, { filename, sha256, path: null }, root);
  if (found.kind !== 'verified') return [];
  return [{ filename, attestations: found.evidence.bundles.flatMap(({ attestations }) => attestations) }];
}

/** The bytes must have been fetched for this candidate; anything else is a mix-up of ours. */
function checkSameFile(candidate: Candidate, artifact: DownloadedArtifact): void {
  if (candidate.file !== artifact.file) {
    throw new SafeInstallError({
      code: 'internal.bug',
      message: `the bytes of "${artifact.file.filename}" were brought for "${candidate.file.filename}"`,
    });
  }
}

/**
 * Design point 2: sha256 against the index and the user's `--hash`. At least one of them must have stated it, except for
 * a file on the user's own disk, where nobody stands between, and for one that the user names by its address alone, which
 * is told as unverifiable.
 */
function checkDigest(candidate: Candidate, artifact: DownloadedArtifact): void {
  const { file, allowedHashes } = candidate;
  const isOwn = file.url.startsWith('file:') || isUnstated(file, allowedHashes);
  if (file.sha256 === null && allowedHashes.length === 0 && !isOwn) {
    throw new SafeInstallError({
      code: 'hash.missing',
      message: 'nobody states its sha256',
      subject: file.filename,
      facts: [{ label: 'got', value: `sha256:${artifact.sha256}` }],
      hint: `If you know that this is the file you want, say so with --hash=sha256:… in a requirements file`,
    });
  }
  if (file.sha256 !== null && file.sha256 !== artifact.sha256) {
    throw mismatch(file.filename, [file.sha256], artifact.sha256, file.origin.kind);
  }
  if (allowedHashes.length > 0 && !allowedHashes.includes(artifact.sha256)) {
    throw mismatch(file.filename, allowedHashes, artifact.sha256, 'your --hash');
  }
  if (file.size !== null && file.size !== artifact.size) {
    throw new SafeInstallError({
      code: 'hash.size',
      message: 'its size is not the one that the index states',
      subject: file.filename,
      facts: [
        { label: 'expected', value: `${file.size} bytes`, origin: 'index' },
        { label: 'got', value: `${artifact.size} bytes` },
      ],
    });
  }
}

function mismatch(
  filename: string,
  expected: readonly string[],
  got: string,
  origin: string,
): SafeInstallError {
  return new SafeInstallError({
    code: 'hash.mismatch',
    message: `its sha256 is not the one that ${origin === 'your --hash' ? 'you gave' : `the ${origin} states`}`,
    subject: filename,
    facts: [
      ...expected.slice(0, 5).map((digest) => ({ label: 'expected', value: `sha256:${digest}`, origin })),
      { label: 'got', value: `sha256:${got}` },
    ],
    hint: 'Do not install it. Try again once; if it stays, tell whoever runs the index',
  });
}

/** Design point 5: the METADATA that the resolver used is byte for byte the file's own. */
function checkMetadata(candidate: Candidate, report: ArchiveReport): void {
  if (candidate.metadata.sha256 === report.metadataSha256) return;
  throw new SafeInstallError({
    code: 'metadata.mismatch',
    message: 'its METADATA is not the one that was announced for it',
    subject: candidate.file.filename,
    facts: [
      { label: 'expected', value: `sha256:${candidate.metadata.sha256}`, origin: 'announced' },
      { label: 'got', value: `sha256:${report.metadataSha256}`, origin: 'in the file' },
    ],
    hint: 'Do not install it: its dependencies are not those that were shown. Tell whoever runs the index',
  });
}
