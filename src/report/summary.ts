import type { Evidence } from '../artifact/index.ts';

/** How many files there are of each verdict (design, section 4). */
export interface Counts {
  readonly attested: number;
  readonly unattested: number;
  readonly waived: number;
  readonly refused: number;
  /** Of the unattested those that nothing was stated of before they came: named by an address without a digest, or checked out. */
  readonly unverifiable: number;
}

/** Counts the evidence of what passed, beside what was refused. */
export function countVerdicts(evidence: readonly Evidence[], refused: number): Counts {
  const of = (kind: Evidence['kind']): number => evidence.filter((each) => each.kind === kind).length;
  return {
    attested: of('attested'),
    unattested: of('unattested'),
    waived: of('waived'),
    refused,
    unverifiable: evidence.filter(isUnverifiable).length,
  };
}

/** The line that every run ends with. */
export function countsLine({ attested, unattested, waived, refused, unverifiable }: Counts): string {
  const among = unverifiable > 0 ? ` (${unverifiable} unverifiable)` : '';
  return `${attested} attested, ${unattested} unattested${among}, ${waived} waived, ${refused} refused`;
}

/** Whether nothing was there that the file could have been held against. */
export const isUnverifiable = (evidence: Evidence): boolean =>
  evidence.kind === 'unattested' && evidence.source === 'unverifiable';
