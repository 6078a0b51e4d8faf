import type { Evidence } from '../../artifact/index.ts';
import { printable } from '../../errors/index.ts';
import { bytes, count, countsLine, countVerdicts } from '../../report/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';

/** `Checked 5 files (1.2 MB): sha256, archive, RECORD, METADATA`; nothing where there was no file to check. */
export function checkedLine(verified: readonly VerifiedArtifact[]): readonly string[] {
  if (verified.length === 0) return [];
  const size = verified.reduce((sum, { artifact }) => sum + artifact.size, 0);
  const record = verified.some(({ report }) => report.kind === 'wheel') ? 'RECORD, ' : '';
  return [`Checked ${count(verified.length, 'file')} (${bytes(size)}): sha256, archive, ${record}METADATA`];
}

/** The counts that every run ends with. */
export const countsOf = (verified: readonly VerifiedArtifact[]): string =>
  countsLine(
    countVerdicts(
      verified.map(({ verdict }): Evidence => verdict.evidence),
      0,
    ),
  );

/** `acme-1.4.0`, as pip writes it. */
export const releaseName = ({ candidate }: VerifiedArtifact): string =>
  printable(`${candidate.requestedBy[0]?.name ?? candidate.name}-${candidate.version}`);
