import type { KnownFile } from './audit-environment.ts';
import type { AuditedDistribution } from './distribution.ts';

/** Names that are told; more are in the notes. */
const MOST_NAMES = 6;

/**
 * What the index came to, in one sentence: of how many distributions the file is known, and what is known of who built
 * them; which ones are not.
 */
export function summaryOf(
  answers: readonly { readonly distribution: AuditedDistribution; readonly file: KnownFile | null }[],
  elsewhere: readonly AuditedDistribution[],
): string {
  const files = answers.flatMap(({ file }) => (file === null ? [] : [file]));
  const of = (kind: KnownFile['evidence']['kind']): number =>
    files.filter(({ evidence }) => evidence.kind === kind).length;
  const counts = `${of('attested')} attested, ${of('unattested')} unattested, ${of('waived')} waived`;
  const unknown = answers.filter(({ file }) => file === null).map(({ distribution }) => distribution);
  return [
    `The index has the file of ${files.length} of ${answers.length}: ${counts}`,
    ...(unknown.length === 0 ? [] : [`not of ${named(unknown)}`]),
    ...(elsewhere.length === 0 ? [] : [`not asked about ${named(elsewhere)}`]),
  ].join('; ');
}

function named(distributions: readonly AuditedDistribution[]): string {
  const names = distributions.slice(0, MOST_NAMES).map(({ label }) => label);
  const more = distributions.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
