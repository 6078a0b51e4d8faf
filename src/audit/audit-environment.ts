import type { Evidence } from '../artifact/index.ts';
import type { SafeInstallError } from '../errors/index.ts';
import type { Sha256 } from '../packaging/index.ts';
import { auditFolders, type FolderAudit, isNote, surveyFolders } from './audit-folders.ts';
import type { InstalledPlace } from './audit-place.ts';
import type { AuditedDistribution } from './distribution.ts';
import { byGravity } from './gravity.ts';
import type { PlaceWish } from './place.ts';

/** The file of the index that a distribution was installed from. */
export interface KnownFile {
  readonly filename: string;
  readonly sha256: Sha256 | null;
  /** `installation`: safe-install has remembered it; `record`: RECORD is that of the wheel. */
  readonly by: 'installation' | 'record';
  readonly evidence: Evidence;
}

/** What the index has said of what is installed. */
export interface IndexAudit {
  readonly isAsked: boolean;
  /** What came of it, or why it was not asked. */
  readonly sentence: string;
  readonly files: ReadonlyMap<AuditedDistribution, KnownFile>;
  readonly findings: readonly SafeInstallError[];
  readonly notes: readonly SafeInstallError[];
}

/** An environment as it stands. */
export interface EnvironmentAudit extends FolderAudit {
  readonly index: IndexAudit;
}

/**
 * Audits folders; what is installed there is looked into meanwhile.
 *
 * @param look `askIndex`, or `recall` where no index is to be asked.
 * @param further what is looked at in the end: `compareBytecode`.
 * @throws SafeInstallError `audit.no-place`, `audit.too-large`
 */
export async function auditEnvironment(
  wishes: readonly PlaceWish[],
  look: (places: readonly InstalledPlace[]) => Promise<IndexAudit>,
  signal: AbortSignal,
  further?: (folders: FolderAudit) => Promise<readonly SafeInstallError[]>,
): Promise<EnvironmentAudit> {
  const surveys = await surveyFolders(wishes, signal);
  const [index, folders] = await Promise.all([look(surveys), auditFolders(surveys, signal)]);
  const more = (await further?.(folders)) ?? [];
  return {
    ...folders,
    findings: byGravity([...folders.findings, ...index.findings, ...more.filter((each) => !isNote(each))]),
    notes: [...folders.notes, ...index.notes, ...more.filter(isNote)],
    index,
  };
}
