import type { DistributionFile } from '../../artifact/index.ts';
import type { VerifiedAttestation } from '../../attestation/index.ts';
import { type Fact, SafeInstallError } from '../../errors/index.ts';
import { DAY } from '../duration.ts';
import type { RememberedProject } from '../state/trust-state.ts';
import { latenessOf, siblingsOf } from './late-file.ts';
import { findPrecedent, type ReleaseFact } from './precedent.ts';

/** What the history of a file is judged by. */
export interface HistoryFacts {
  readonly file: DistributionFile;
  /** All files of the project that the index lists; the file itself may be among them. */
  readonly listing: readonly DistributionFile[];
  /** What is remembered of the project. */
  readonly remembered: RememberedProject | null;
}

/**
 * Looks at a file without provenance (design, point 8).
 *
 * @throws SafeInstallError `provenance.partial` when other files of its release have it; `provenance.lost` when releases
 *   before it had.
 */
export function checkNothingLost({ file, listing, remembered }: HistoryFacts): void {
  const sibling = siblingsOf(file, listing).find(({ provenance }) => provenance !== null);
  if (sibling !== undefined)
    throw lost(
      'provenance.partial',
      'it has no provenance, and other files of its release have',
      sibling.filename,
    );
  const seen = (remembered?.attested ?? []).map(
    ({ version, uploadTime }): ReleaseFact => ({
      version,
      uploadTime,
      isAttested: true,
      description: `${version}, as it was seen here`,
    }),
  );
  // It was seen with provenance itself: no order of releases has to be known.
  const same = seen.find(({ version }) => version.equals(file.version));
  const listed = listing.map(
    ({ version, uploadTime, provenance, filename }): ReleaseFact => ({
      version,
      uploadTime,
      isAttested: provenance !== null,
      description: filename,
    }),
  );
  const precedent = same ?? findPrecedent(file, [...listed, ...seen]);
  if (precedent !== null)
    throw lost(
      'provenance.lost',
      'it has no provenance, and the releases before it had',
      precedent.description,
    );
}

function lost(
  code: 'provenance.lost' | 'provenance.partial',
  message: string,
  witness: string,
): SafeInstallError {
  return new SafeInstallError({
    code,
    message,
    facts: [
      { label: 'expected', value: 'provenance', origin: witness },
      { label: 'got', value: 'none', origin: 'the index' },
    ],
    hint:
      code === 'provenance.lost'
        ? 'If your index drops provenance, name one that has it by "evidence" in [[index]]; else do not install it before its maintainers have explained it'
        : 'Do not install it before its maintainers have explained it, or choose another file of the release',
  });
}

/** Another file of the same release, with what is verified of it. */
export interface VerifiedSibling {
  readonly filename: string;
  readonly attestations: readonly VerifiedAttestation[];
}

/**
 * All files of a release are built from one commit: one that was made from another, later one under the same version is
 * what a late addition by somebody who got into the repository would be.
 *
 * @returns what has to be told: that a late file could be compared with no other.
 * @throws SafeInstallError `provenance.inconsistent`.
 */
export function checkConsistent(
  { file, listing }: HistoryFacts,
  attestations: readonly VerifiedAttestation[],
  siblings: readonly VerifiedSibling[],
): readonly SafeInstallError[] {
  const built = [{ filename: file.filename, attestations }, ...siblings].flatMap((each) =>
    each.attestations.flatMap(({ identity }) => {
      const commit = identity.claims.sourceRepositoryDigest;
      return commit === null ? [] : [{ filename: each.filename, commit }];
    }),
  );
  const commits = new Map(built.map(({ commit, filename }) => [commit, filename]));
  if (commits.size > 1)
    throw new SafeInstallError({
      code: 'provenance.inconsistent',
      message: 'it was not built from the same commit as the rest of its release',
      facts: [...commits].map(
        ([commit, filename]): Fact => ({ label: 'commit', value: commit, origin: filename }),
      ),
      hint: 'Do not install it before its maintainers have explained it, or choose another file of the release',
    });
  const lateness = latenessOf(file, listing);
  if (lateness === null || new Set(built.map(({ filename }) => filename)).size > 1) return [];
  return [
    new SafeInstallError({
      code: 'provenance.late',
      message: `it was added ${Math.floor(lateness / DAY)} days after the first file of its release, and could not be compared with that`,
    }),
  ];
}
