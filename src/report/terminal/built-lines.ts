import type { BuiltFrom } from '../../artifact/index.ts';
import { printable, redactUrl } from '../../errors/index.ts';
import type { VerifiedArtifact } from '../../verify/index.ts';

/** Builds that are told one by one. */
const MOST_TOLD = 8;

/** `from acme-1.0.tar.gz`: where a wheel that was built here comes from, in a phrase. */
export function sourcePhrase(from: BuiltFrom): string {
  if (from.kind === 'sdist') return printable(from.filename);
  const place = redactUrl(from.url) + (from.kind === 'repository' ? ` at ${from.commit.slice(0, 12)}` : '');
  return from.editable ? `${place}, in place` : place;
}

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
