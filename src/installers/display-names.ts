import type { NormalizedName } from '../packaging/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';

/** The name that an artifact goes by in messages: as the user wrote it, else in its normalized form. */
export const displayName = ({ candidate }: VerifiedArtifact): string =>
  candidate.requestedBy[0]?.name ?? candidate.name;

/**
 * The name by which pip would know each artifact: as the user wrote it, else as the first distribution that needs it
 * writes it. pip's folders for headers and its last line go by it.
 */
export function requirementNames(
  artifacts: readonly VerifiedArtifact[],
): (artifact: VerifiedArtifact) => string {
  const written = new Map<NormalizedName, string>();
  for (const { candidate } of artifacts) {
    for (const { name, normalizedName } of candidate.metadata.metadata.requiresDist)
      if (!written.has(normalizedName)) written.set(normalizedName, name);
  }
  return ({ candidate }) => candidate.requestedBy[0]?.name ?? written.get(candidate.name) ?? candidate.name;
}
