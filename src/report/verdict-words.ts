import type { FileDescription } from './facts/describe-file.ts';

/** What became of a file of the plan; `unchecked`: the run ended before it was looked at. */
export type VerdictWord = 'attested' | 'unattested' | 'waived' | 'refused' | 'unverifiable' | 'unchecked';

/** A sign for each, so that colour never stands alone. */
export const VERDICT_SIGNS: Readonly<Record<VerdictWord, string>> = {
  attested: '✓',
  unattested: '○',
  waived: '◐',
  refused: '✕',
  unverifiable: '?',
  unchecked: '·',
};

/** The evidence as two or three words: `attested (first seen)`. */
export const evidenceWords = ({ evidence }: Pick<FileDescription, 'evidence'>): string =>
  evidence.kind === 'attested' && evidence.firstSeen ? 'attested (first seen)' : evidence.kind;

/** Who vouches for the file, or why nobody has to, in one line. */
export function vouching({ evidence }: Pick<FileDescription, 'evidence'>): string {
  switch (evidence.kind) {
    case 'attested':
      return evidence.publisher;
    case 'unattested':
      return `allowed by ${evidence.allowedBy}`;
    case 'waived':
      return `${evidence.check}: ${evidence.reason}`;
  }
}
