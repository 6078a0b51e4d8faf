import type { Evidence } from '../artifact/index.ts';
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

/** The evidence as two or three words: `attested (first seen)`, `unattested (unverifiable)`. */
export function evidenceWords({ evidence }: Pick<FileDescription, 'evidence'>): string {
  const more = wordBeside(evidence);
  return more === null ? evidence.kind : `${evidence.kind} (${more})`;
}

/** What has to be known beside the kind of an evidence; `null` where that says it all. */
export function wordBeside(evidence: Evidence): string | null {
  if (evidence.kind === 'attested') return evidence.firstSeen ? 'first seen' : null;
  return evidence.kind === 'unattested' ? (evidence.source ?? null) : null;
}

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
