import type { ArchiveReport, Candidate, DownloadedArtifact, Verdict } from '../artifact/index.ts';

/** The key to the mint: held by this module's one maker, handed to nobody. */
const MINT = Symbol('mint of VerifiedArtifact');

/**
 * A file that has passed every check that applies to it: the last stage, and the only value that an installer takes.
 *
 * Exported from the room as a type only. Its private field makes the type nominal: no object literal and no cast of
 * parsed data is one.
 */
export class VerifiedArtifact {
  readonly #candidate: Candidate;
  readonly #artifact: DownloadedArtifact;
  readonly #report: ArchiveReport;
  readonly #verdict: Verdict;

  constructor(
    mint: typeof MINT,
    candidate: Candidate,
    artifact: DownloadedArtifact,
    report: ArchiveReport,
    verdict: Verdict,
  ) {
    if (mint !== MINT) throw new TypeError('only the verifier makes a VerifiedArtifact');
    this.#candidate = candidate;
    this.#artifact = artifact;
    this.#report = report;
    this.#verdict = verdict;
  }

  get candidate(): Candidate {
    return this.#candidate;
  }

  get artifact(): DownloadedArtifact {
    return this.#artifact;
  }

  get report(): ArchiveReport {
    return this.#report;
  }

  get verdict(): Verdict {
    return this.#verdict;
  }
}

/** The one `new`; `verify.ts` calls it when every check has passed. */
export const mintVerifiedArtifact = (
  candidate: Candidate,
  artifact: DownloadedArtifact,
  report: ArchiveReport,
  verdict: Verdict,
): VerifiedArtifact => new VerifiedArtifact(MINT, candidate, artifact, report, verdict);
