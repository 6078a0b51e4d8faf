import type { ArchiveReport, BuiltFrom, Candidate, Check, DownloadedArtifact } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { parseMetadata } from '../packaging/index.ts';
import { type Judgement, mintVerifiedArtifact, type VerifiedArtifact } from './verified-artifact.ts';

/** A source distribution that has passed every check, or a project of the user's, which none can be made of. */
export type BuildOrigin =
  | { readonly kind: 'sdist'; readonly verified: VerifiedArtifact }
  | {
      readonly kind: 'local';
      readonly from: BuiltFrom & { readonly kind: 'folder' | 'repository' };
      /** Who has let it through. */
      readonly allowedBy: string;
    };

/** A wheel that was built here, when its strict reading has ended. */
export interface BuiltExamination {
  /** What the resolver has chosen, with the source as its file. */
  readonly candidate: Candidate;
  readonly artifact: DownloadedArtifact;
  /** Of `checkArchive`, of the wheel. */
  readonly report: ArchiveReport;
  readonly origin: BuildOrigin;
}

/**
 * Turns a wheel that was built here into one that may be installed. Nothing is claimed for it that was not shown of its
 * source: its evidence, its judgement and the checks of its provenance are those of the source distribution.
 *
 * @throws SafeInstallError `build.identity` when it is not of the release that was chosen.
 */
export function verifyBuilt({ candidate, artifact, report, origin }: BuiltExamination): VerifiedArtifact {
  const metadata = parseMetadata(report.metadataBytes);
  const { name, version } = candidate;
  const isSame = metadata.normalizedName === name && metadata.version.equals(version);
  const source = origin.kind === 'sdist' ? origin.verified.candidate : candidate;
  if (report.kind !== 'wheel' || !isSame || source.name !== name || !source.version.equals(version)) {
    throw new SafeInstallError({
      code: 'build.identity',
      message: 'the wheel that was built is not of the release that was chosen',
      subject: artifact.file.filename,
      facts: [
        { label: 'expected', value: `${name} ${version}` },
        { label: 'got', value: `${metadata.normalizedName} ${metadata.version}` },
      ],
    });
  }
  const built: Candidate = {
    ...candidate,
    file: artifact.file,
    metadata: { metadata, sha256: report.metadataSha256 },
    allowedHashes: [], // they are of the source
  };
  const own: readonly Check[] = ['archive', 'record'];
  if (origin.kind === 'local') {
    const judgement = judgementOfLocal(origin);
    const { evidence } = judgement.decision;
    return mintVerifiedArtifact(
      built,
      artifact,
      report,
      { checks: own, evidence, builtFrom: origin.from },
      judgement,
    );
  }
  const { verdict, judgement, artifact: sdist } = origin.verified;
  const builtFrom: BuiltFrom = {
    kind: 'sdist',
    filename: sdist.file.filename,
    sha256: sdist.sha256,
    size: sdist.size,
  };
  const checks = [...new Set([...verdict.checks, ...own])];
  return mintVerifiedArtifact(built, artifact, report, { ...verdict, checks, builtFrom }, judgement);
}

const IN_REPOSITORY = new SafeInstallError({
  code: 'source.unverifiable',
  message:
    'it is built from a repository: nothing but its address says what is meant, and nothing proves who made it',
  hint: 'Install a release of it, or name the whole id of a commit that you have looked at',
});

/** What is the user's own is held to nothing, and called nothing but that; what he names elsewhere is unverifiable. */
function judgementOfLocal({ from, allowedBy }: BuildOrigin & { readonly kind: 'local' }): Judgement {
  const isOwn = from.kind === 'folder';
  return {
    decision: {
      evidence: { kind: 'unattested', allowedBy, source: isOwn ? 'local' : 'unverifiable' },
      checks: [],
      identity: null,
      namedBy: null,
      warnings: [],
      notes: isOwn ? [] : [IN_REPOSITORY],
      sighting: null,
      waivers: [],
    },
    evidence: null,
    document: null,
  };
}
