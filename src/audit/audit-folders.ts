import type { SafeInstallError } from '../errors/index.ts';
import { auditPlace, type PlaceAudit } from './audit-place.ts';
import { toError } from './findings.ts';
import { byGravity } from './gravity.ts';
import type { FindingCode } from './messages.ts';
import { checkSomePlace, findPlaces, type PlaceWish } from './place.ts';

/** What an environment has come to, by the RECORDs in it. */
export interface FolderAudit {
  readonly places: readonly PlaceAudit[];
  /** What is wrong; the worst first. */
  readonly findings: readonly SafeInstallError[];
  /** What is told, and is no fault by itself. */
  readonly notes: readonly SafeInstallError[];
}

const NOTES: ReadonlySet<string> = new Set<FindingCode>([
  'audit.overwritten',
  'audit.stale-bytecode',
  'audit.editable',
]);

/**
 * Compares folders of packages with the RECORDs in them.
 *
 * @throws SafeInstallError `audit.no-place`, `audit.too-large`
 */
export async function auditFolders(wishes: readonly PlaceWish[], signal: AbortSignal): Promise<FolderAudit> {
  const places = await findPlaces(wishes);
  checkSomePlace(places, wishes);
  const audits: PlaceAudit[] = [];
  for (const place of places) audits.push(await auditPlace(place, signal));
  const errors = audits.flatMap(({ place, findings }) => findings.map((each) => toError(each, place.folder)));
  return {
    places: audits,
    findings: byGravity(errors.filter(({ code }) => !NOTES.has(code))),
    notes: byGravity(errors.filter(({ code }) => NOTES.has(code))),
  };
}
