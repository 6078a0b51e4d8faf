import type { BuiltFrom, Evidence } from '../../artifact/index.ts';
import { printable } from '../../errors/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import { sourcePhrase } from '../facts/source-phrase.ts';
import { isUnverifiable } from '../summary.ts';

/** Builds that are told one by one. */
const MOST_TOLD = 8;

/**
 * `Built here: acme-1.0 from acme-1.0.tar.gz`, a line for each; a project of the user's own is called local, and what is
 * named by its address alone unverifiable.
 */
export function builtLines(
  verified: readonly Pick<VerifiedArtifact, 'candidate' | 'verdict'>[],
): readonly string[] {
  const lines = verified.flatMap(({ candidate, verdict: { builtFrom, evidence } }) => {
    if (builtFrom === undefined) return [];
    const name = printable(`${candidate.requestedBy[0]?.name ?? candidate.name}-${candidate.version}`);
    return [`Built here${beside(builtFrom, evidence)}: ${name} from ${sourcePhrase(builtFrom)}`];
  });
  const rest = lines.length - MOST_TOLD;
  return rest > 0 ? [...lines.slice(0, MOST_TOLD), `Built here: ${rest} more`] : lines;
}

function beside({ kind }: BuiltFrom, evidence: Evidence): string {
  if (kind === 'folder') return ', local';
  return kind === 'repository' || isUnverifiable(evidence) ? ', unverifiable' : '';
}
