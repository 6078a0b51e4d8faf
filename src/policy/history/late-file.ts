import type { DistributionFile } from '../../artifact/index.ts';
import { DAY } from '../duration.ts';

/** A release is uploaded within hours, also where a job of its build has to be run again. */
const LATE_AFTER = DAY;

/** The other files of a file's release. */
export const siblingsOf = (
  file: DistributionFile,
  listing: readonly DistributionFile[],
): readonly DistributionFile[] =>
  listing.filter((each) => each.filename !== file.filename && each.version.equals(file.version));

/** Milliseconds between the first file of a release and this one, where that is more than a day; `null` where it is not. */
export function latenessOf(file: DistributionFile, listing: readonly DistributionFile[]): number | null {
  const { uploadTime } = file;
  const times = siblingsOf(file, listing).flatMap((each) =>
    each.uploadTime === null ? [] : [each.uploadTime],
  );
  if (uploadTime === null || times.length === 0) return null;
  const lateness = uploadTime.getTime() - Math.min(...times.map((time) => time.getTime()));
  return lateness > LATE_AFTER ? lateness : null;
}

/**
 * The file whose evidence is needed beside a file's own: for one that was added to its release later, the first of the
 * release that has provenance, so that both can be shown to be built from one commit. Mostly there is none.
 */
export function siblingToCompare(
  file: DistributionFile,
  listing: readonly DistributionFile[],
): DistributionFile | null {
  if (latenessOf(file, listing) === null) return null;
  const [first] = siblingsOf(file, listing)
    .filter(({ provenance, sha256 }) => provenance !== null && sha256 !== null)
    .sort((one, other) => timeOf(one) - timeOf(other));
  return first ?? null;
}

const timeOf = ({ uploadTime }: DistributionFile): number =>
  uploadTime?.getTime() ?? Number.POSITIVE_INFINITY;
