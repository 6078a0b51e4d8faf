import { compareVersions, type Version } from '../../packaging/index.ts';
import { lineOf } from './release-line.ts';

/** A file of a release, or a release that is remembered: what the history of a project is made of. */
export interface ReleaseFact {
  readonly version: Version;
  readonly uploadTime: Date | null;
  /** Whether it has (or is announced to have) provenance. */
  readonly isAttested: boolean;
  /** The file, or how it is known. */
  readonly description: string;
}

/**
 * The release that obliges a file to have provenance: one before it that had it.
 *
 * A line of releases is held to what it was itself. A line that is begun is held to what the line below it was by then,
 * and so on downward: or else whoever wants to be rid of the obligation would begin a new line, and for a second time
 * another one. An old maintenance line that never had provenance is held to nothing by newer lines.
 *
 * @param facts of the same project; what is not before `file` is of no account, so that they may hold all there is.
 */
export function findPrecedent(
  file: Pick<ReleaseFact, 'version' | 'uploadTime'>,
  facts: readonly ReleaseFact[],
): ReleaseFact | null {
  if (!facts.some(({ isAttested }) => isAttested)) return null; // most projects, and the listing may be long
  const ownLine = lineOf(file.version);
  let beginning: Moment = file;
  for (const [line, members] of linesDownward(facts)) {
    if (compareVersions(line, ownLine) > 0) continue;
    const found = members.filter((each) => each.isAttested && isBefore(each, beginning));
    if (found.length > 0) return newest(found);
    beginning = members.reduce<Moment>((first, each) => (isBefore(each, first) ? each : first), beginning);
  }
  return null;
}

/** The lines of a project with their releases, the highest line first. */
function linesDownward(
  facts: readonly ReleaseFact[],
): readonly (readonly [Version, readonly ReleaseFact[]])[] {
  const lines = new Map<string, [Version, ReleaseFact[]]>();
  for (const fact of facts) {
    const line = lineOf(fact.version);
    const known = lines.get(line.toString());
    if (known === undefined) lines.set(line.toString(), [line, [fact]]);
    else known[1].push(fact);
  }
  return [...lines.values()].sort(([one], [other]) => compareVersions(other, one));
}

type Moment = Pick<ReleaseFact, 'version' | 'uploadTime'>;

/**
 * By the time of upload, which nobody but the index can choose, so that a version that sorts lower and was uploaded later
 * is no way around; by the version where the index does not tell the times.
 */
function isBefore(one: Moment, other: Moment): boolean {
  if (one.uploadTime !== null && other.uploadTime !== null) return one.uploadTime < other.uploadTime;
  return compareVersions(one.version, other.version) < 0;
}

const newest = (facts: readonly ReleaseFact[]): ReleaseFact | null =>
  facts.reduce<ReleaseFact | null>(
    (found, each) => (found === null || compareVersions(each.version, found.version) > 0 ? each : found),
    null,
  );
