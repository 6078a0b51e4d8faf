import type { SafeInstallError } from '../errors/index.ts';
import { auditFolders, type FolderAudit } from './audit-folders.ts';
import type { PlaceWish } from './place.ts';

/** What the index has said of what is installed. */
export interface IndexAudit {
  readonly isAsked: boolean;
  /** What came of it, or why it was not asked. */
  readonly sentence: string;
  readonly findings: readonly SafeInstallError[];
  readonly notes: readonly SafeInstallError[];
}

/** An environment as it stands. */
export interface EnvironmentAudit extends FolderAudit {
  readonly index: IndexAudit;
}

/** Said where RECORD is all there is: no more than it is must be made of it. */
const NOT_ASKED =
  'The index was not asked: who changes a file can change its line in RECORD too, and would not be noticed';

/**
 * Audits folders, and asks the index about what is installed there.
 *
 * @param askIndex `null`: it is not asked.
 * @throws SafeInstallError `audit.no-place`, `audit.too-large`
 */
export async function auditEnvironment(
  wishes: readonly PlaceWish[],
  askIndex: ((folders: FolderAudit) => Promise<IndexAudit>) | null,
  signal: AbortSignal,
): Promise<EnvironmentAudit> {
  const folders = await auditFolders(wishes, signal);
  const index =
    askIndex === null
      ? { isAsked: false, sentence: NOT_ASKED, findings: [], notes: [] }
      : await askIndex(folders);
  return {
    ...folders,
    findings: [...folders.findings, ...index.findings],
    notes: [...folders.notes, ...index.notes],
    index,
  };
}
