import type { SafeInstallError } from '../errors/index.ts';
import { auditPlace, type PlaceAudit } from './audit-place.ts';
import { toError } from './findings.ts';
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

/** By gravity: what runs by itself or in place of something else, what is not as it was, what cannot be told. */
const BY_GRAVITY: readonly string[] = [
  'audit.startup',
  'audit.script',
  'audit.changed',
  'audit.bytecode',
  'audit.extra',
  'audit.link',
  'audit.outside',
  'audit.duplicate',
  'audit.missing',
  'audit.bad-record',
  'audit.no-record',
  'audit.undigested',
  'audit.unreadable',
] satisfies readonly FindingCode[];

const NOTES: ReadonlySet<string> = new Set<FindingCode>([
  'audit.overwritten',
  'audit.stale-bytecode',
  'audit.editable',
]);

const gravityOf = ({ code }: { readonly code: string }): number => {
  const at = BY_GRAVITY.indexOf(code);
  return at < 0 ? BY_GRAVITY.length : at;
};

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
  const sorted = errors.toSorted(
    (left, right) =>
      gravityOf(left) - gravityOf(right) || compareText(left.subject ?? '', right.subject ?? ''),
  );
  return {
    places: audits,
    findings: sorted.filter(({ code }) => !NOTES.has(code)),
    notes: sorted.filter(({ code }) => NOTES.has(code)),
  };
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
