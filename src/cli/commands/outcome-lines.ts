import type { Evidence } from '../../artifact/index.ts';
import { printable } from '../../errors/index.ts';
import type { Prepared } from '../../prepare/index.ts';
import {
  builtLines,
  bytes,
  count,
  countsLine,
  countVerdicts,
  evidenceLines,
  renderWarning,
  unprovenLines,
} from '../../report/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import type { Terminal } from '../terminal.ts';

/**
 * What the checks have come to: warnings, what was compared, what could not be proven (with `-v` who vouches for each
 * file), and the counts that every run ends with.
 */
export function verdictLines(
  { verified }: Pick<Prepared, 'verified'>,
  terminal: Pick<Terminal, 'palette' | 'width' | 'verbosity'>,
): readonly string[] {
  const { verbosity, width } = terminal;
  return [
    ...warningLines(verified, terminal),
    ...checkedLine(verified),
    ...builtLines(verified),
    ...(verbosity > 0 ? evidenceLines(verified, terminal) : unprovenLines(verified, width)),
    countsOf(verified),
  ];
}

/** What has to be told of files that passed; with `-v` also what is too common to be told each time. */
export function warningLines(
  verified: readonly VerifiedArtifact[],
  terminal: Pick<Terminal, 'palette' | 'width' | 'verbosity'>,
): readonly string[] {
  const { verbosity } = terminal;
  if (verbosity < -1) return [];
  return verified.flatMap(({ candidate, judgement: { decision } }) =>
    [...decision.warnings, ...(verbosity > 0 ? decision.notes : [])].flatMap((warning) =>
      renderWarning(warning.about(candidate.file.filename), terminal),
    ),
  );
}

/** `Checked 5 files (1.2 MB): sha256, archive, RECORD, METADATA`; nothing where there was no file to check. */
function checkedLine(verified: readonly VerifiedArtifact[]): readonly string[] {
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
