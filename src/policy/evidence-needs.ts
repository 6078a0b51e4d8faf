import type { DistributionFile } from '../artifact/index.ts';
import { siblingToCompare } from './history/late-file.ts';
import type { Demands } from './layers/effective-policy.ts';

/** What has to be fetched of evidence before a file can be judged. Nothing else is. */
export interface EvidenceNeeds {
  /** Whether the file's own evidence is looked at. */
  readonly own: boolean;
  /** Another file of the release whose evidence is compared with it; `null`, mostly. */
  readonly sibling: DistributionFile | null;
}

/** @param listing all files of the project that the index lists. */
export function evidenceNeeds(
  file: DistributionFile,
  listing: readonly DistributionFile[],
  { settings }: Demands,
): EvidenceNeeds {
  const demand = settings.provenance.value;
  const isCompared = isHeldToHistory({ settings }) && file.provenance !== null;
  return { own: demand !== 'off', sibling: isCompared ? siblingToCompare(file, listing) : null };
}

/** Whether what was before counts (design, point 8). */
export const isHeldToHistory = ({ settings }: Pick<Demands, 'settings'>): boolean =>
  settings.provenance.value === 'no-downgrade' || settings.provenance.value === 'required';
