import type { ArchiveReport, Candidate, Check, DownloadedArtifact, Evidence } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { mintVerifiedArtifact, type VerifiedArtifact } from './verified-artifact.ts';

/** Everything that is known of one file when its download and its strict reading have ended. */
export interface Examination {
  readonly candidate: Candidate;
  readonly artifact: DownloadedArtifact;
  /** Of `checkArchive`, which has refused by itself what breaks design points 3 and 4. */
  readonly report: ArchiveReport;
  /** What the policy holds of the file's provenance. */
  readonly evidence: Evidence;
}

/**
 * Turns a file that has been downloaded and read strictly into one that may be installed, or says why not.
 *
 * The numbered steps are those of design section 2. Steps 1, 3 and 4 were taken by `index/` and `archive/`; what is
 * compared here is what only the end of the road can compare: the choice with the bytes.
 *
 * @throws SafeInstallError `hash.missing`, `hash.mismatch`, `hash.size`, `metadata.mismatch`.
 */
export function verifyArtifact(examination: Examination): VerifiedArtifact {
  const { candidate, artifact, report, evidence } = examination;
  checkSameFile(candidate, artifact);
  checkDigest(candidate, artifact); // 2
  checkMetadata(candidate, report); // 5
  const checks: readonly Check[] = [
    'index',
    'hash',
    'archive',
    ...(report.kind === 'wheel' ? (['record'] as const) : []),
    'metadata',
  ];
  return mintVerifiedArtifact(candidate, artifact, report, { checks, evidence });
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
 * a file on the user's own disk, where nobody stands between.
 */
function checkDigest(candidate: Candidate, artifact: DownloadedArtifact): void {
  const { file, allowedHashes } = candidate;
  if (file.sha256 === null && allowedHashes.length === 0 && !file.url.startsWith('file:')) {
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
