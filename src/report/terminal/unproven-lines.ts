import { printable } from '../../errors/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import { count, wrap } from '../layout.ts';
import { isUnverifiable } from '../summary.ts';

/** Names that are told; `-v` tells them all. */
const MOST_NAMES = 8;

/**
 * What could not be proven, in one sentence: `3 of 5 files have no provenance: idna, certifi, urllib3`.
 *
 * @returns lines of at most `width` columns; none where everything is attested, or was waived.
 */
export function unprovenLines(verified: readonly VerifiedArtifact[], width: number): readonly string[] {
  const total = verified.length;
  const unattested = verified.filter(({ verdict }) => verdict.evidence.kind === 'unattested');
  const unstated = unattested.filter(({ verdict }) => isUnverifiable(verdict.evidence));
  const stated = unattested.filter(({ verdict }) => !isUnverifiable(verdict.evidence));
  const ignored = stated.filter(isIgnored);
  const without = stated.filter((each) => !isIgnored(each));
  return [
    ...sentence(unstated, total, UNVERIFIABLE, width),
    ...sentence(without, total, WITHOUT, width),
    ...sentence(ignored, total, IGNORED, width),
  ];
}

/** What is said of one file, of several, and of all of many. */
interface Words {
  readonly one: string;
  readonly several: string;
  readonly none: string;
}

const UNVERIFIABLE: Words = {
  one: 'is unverifiable, named by its address alone',
  several: 'are unverifiable, named by their addresses alone',
  none: 'can be verified: they are named by their addresses alone',
};
const WITHOUT: Words = { one: 'has no provenance', several: 'have no provenance', none: 'has provenance' };
const IGNORED: Words = {
  one: 'was not looked at for provenance',
  several: 'were not looked at for provenance',
  none: 'was looked at for provenance',
};

/** The policy says that provenance does not matter, so that nobody has looked whether there is any. */
const isIgnored = ({ verdict }: VerifiedArtifact): boolean =>
  verdict.evidence.kind === 'unattested' && verdict.evidence.allowedBy.startsWith('provenance = "off"');

function sentence(
  files: readonly VerifiedArtifact[],
  total: number,
  { one, several, none }: Words,
  width: number,
): readonly string[] {
  if (files.length === 0) return [];
  if (files.length === total && total > MOST_NAMES)
    return [`None of the ${total} files ${none} (-v names them)`];
  const names = files.slice(0, MOST_NAMES).map(({ candidate }) => printable(candidate.name));
  const more = files.length - names.length;
  const list = `${names.join(', ')}${more > 0 ? ` and ${more} more (-v shows all)` : ''}`;
  const verb = files.length === 1 ? one : several;
  return wrap(`${files.length} of ${count(total, 'file')} ${verb}: ${list}`, width, 0, 2);
}
