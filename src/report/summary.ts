import type { Evidence } from '../artifact/index.ts';

/** How many files there are of each verdict (design, section 4). */
export interface Counts {
  readonly attested: number;
  readonly unattested: number;
  readonly waived: number;
  readonly refused: number;
}

/** Counts the evidence of what passed, beside what was refused. */
export function countVerdicts(evidence: readonly Evidence[], refused: number): Counts {
  const of = (kind: Evidence['kind']): number => evidence.filter((each) => each.kind === kind).length;
  return { attested: of('attested'), unattested: of('unattested'), waived: of('waived'), refused };
}

/** The line that every run ends with. */
export const countsLine = ({ attested, unattested, waived, refused }: Counts): string =>
  `${attested} attested, ${unattested} unattested, ${waived} waived, ${refused} refused`;
