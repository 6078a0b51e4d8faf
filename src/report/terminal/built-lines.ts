import { printable } from '../../errors/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';
import { sourcePhrase } from '../facts/source-phrase.ts';

/** Builds that are told one by one. */
const MOST_TOLD = 8;

/** `Built here: acme-1.0 from acme-1.0.tar.gz`, a line for each; a project of the user's own is called local. */
export function builtLines(
  verified: readonly Pick<VerifiedArtifact, 'candidate' | 'verdict'>[],
): readonly string[] {
  const lines = verified.flatMap(({ candidate, verdict: { builtFrom } }) => {
    if (builtFrom === undefined) return [];
    const kind = builtFrom.kind === 'sdist' ? 'Built here' : 'Built here, local';
    const name = printable(`${candidate.requestedBy[0]?.name ?? candidate.name}-${candidate.version}`);
    return [`${kind}: ${name} from ${sourcePhrase(builtFrom)}`];
  });
  const rest = lines.length - MOST_TOLD;
  return rest > 0 ? [...lines.slice(0, MOST_TOLD), `Built here: ${rest} more`] : lines;
}
