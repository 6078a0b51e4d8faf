import type { DistributionFile, Evidence, Project } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import type { PackageIndex } from '../index/index.ts';
import type { RecordEntry } from '../packaging/index.ts';
import { decide } from '../policy/index.ts';
import type { Inquiry } from '../prepare/index.ts';
import type { AuditedDistribution } from './distribution.ts';

export interface JudgingDoors {
  readonly index: Pick<PackageIndex, 'fetchMetadata'>;
  readonly acquisition: Pick<Inquiry['acquisition'], 'verifyAll'>;
  readonly governance: Inquiry['governance'];
}

/** What the policy makes of a file that is installed. */
export interface FileVerdict {
  readonly evidence: Evidence;
  readonly warnings: readonly SafeInstallError[];
  /** RECORD of the whole file, where it was fetched. */
  readonly record: readonly RecordEntry[] | null;
}

/**
 * Judges the file that a distribution was installed from, as an install would today.
 *
 * A file for which evidence is announced is fetched whole, unless the store has it: a signature binds the bytes of the
 * file, and the index's word on its digest is not enough. Where none is announced, that word is all there is.
 *
 * @throws SafeInstallError (or SafeInstallErrors) what an install would be refused with.
 */
export async function judgeFile(
  { label }: Pick<AuditedDistribution, 'label'>,
  file: DistributionFile,
  { files: listing }: Pick<Project, 'files'>,
  { index, acquisition, governance }: JudgingDoors,
): Promise<FileVerdict> {
  const { policy, state, now } = governance;
  const { name, version } = file;
  const isLookedAt = policy.demandsOn(name, version).settings.provenance.value !== 'off';
  const isAnnounced = file.provenance !== null || policy.evidenceIndexOf(name, file.origin.location) !== null;
  if (isLookedAt && isAnnounced) {
    const metadata = await index.fetchMetadata(file);
    const candidate = {
      name,
      version,
      file,
      metadata,
      extras: [],
      allowedHashes: [],
      requestedBy: [],
      requiredBy: [],
    };
    const [verified] = await acquisition.verifyAll([candidate]);
    if (verified === undefined) throw new TypeError('one candidate is verified or refused');
    const { verdict, judgement, report } = verified;
    return { evidence: verdict.evidence, warnings: judgement.decision.warnings, record: report.record };
  }
  if (file.sha256 === null)
    throw new SafeInstallError({
      code: 'hash.missing',
      message: 'the index states no sha256 of the file that it was installed from',
      subject: label,
      facts: [{ label: 'file', value: file.filename }],
    });
  const { evidence, warnings } = decide(
    {
      file,
      sha256: file.sha256,
      metadata: null,
      found: { kind: 'none' },
      listing,
      siblings: [],
      locked: null,
      waivedBefore: [],
    },
    policy,
    state,
    now,
  );
  return { evidence, warnings, record: null };
}
