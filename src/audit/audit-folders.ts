import type { SafeInstallError } from '../errors/index.ts';
import { auditPlace, type PlaceAudit, type PlaceSurvey, surveyPlace } from './audit-place.ts';
import { toError } from './findings.ts';
import { byGravity } from './gravity.ts';
import type { FindingCode } from './messages.ts';
import { checkPlaces, findPlaces, type PlaceWish } from './place.ts';

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
  'audit.other-bytecode',
  'audit.editable',
]);

/** Whether an error is told, and is no fault by itself. */
export const isNote = ({ code }: SafeInstallError): boolean => NOTES.has(code);

/**
 * Lists folders of packages and reads the RECORDs in them.
 *
 * @throws SafeInstallError `audit.no-place`, `audit.too-large`
 */
export async function surveyFolders(
  wishes: readonly PlaceWish[],
  signal: AbortSignal,
): Promise<readonly PlaceSurvey[]> {
  const places = await findPlaces(wishes);
  await checkPlaces(places, wishes);
  const surveys: PlaceSurvey[] = [];
  for (const place of places) surveys.push(await surveyPlace(place, signal));
  return surveys;
}

/** Compares folders of packages with the RECORDs in them. */
export async function auditFolders(
  surveys: readonly PlaceSurvey[],
  signal: AbortSignal,
): Promise<FolderAudit> {
  const audits: PlaceAudit[] = [];
  for (const survey of surveys) audits.push(await auditPlace(survey, signal));
  const errors = audits.flatMap(({ place, findings }) => findings.map((each) => toError(each, place.folder)));
  return {
    places: audits,
    findings: byGravity(errors.filter((each) => !isNote(each))),
    notes: byGravity(errors.filter(isNote)),
  };
}
