import type {
  ArchiveReport,
  Candidate,
  DownloadedArtifact,
  EvidenceFile,
  Verdict,
} from '../artifact/index.ts';
import type { VerifiedEvidence } from '../attestation/index.ts';
import type { Decision } from '../policy/index.ts';

/** The key to the mint: held by this module's one maker, handed to nobody. */
const MINT = Symbol('mint of VerifiedArtifact');

/** What the policy has made of a file, and of what. */
export interface Judgement {
  readonly decision: Decision;
  /** Who signed the file, verified; `null` where there is no evidence, or it is not looked at. */
  readonly evidence: VerifiedEvidence | null;
  /** What it was verified from; to be kept beside the file. */
  readonly document: EvidenceFile | null;
}

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
  readonly #judgement: Judgement;

  constructor(
    mint: typeof MINT,
    candidate: Candidate,
    artifact: DownloadedArtifact,
    report: ArchiveReport,
    verdict: Verdict,
    judgement: Judgement,
  ) {
    if (mint !== MINT) throw new TypeError('only the verifier makes a VerifiedArtifact');
    this.#candidate = candidate;
    this.#artifact = artifact;
    this.#report = report;
    this.#verdict = verdict;
    this.#judgement = judgement;
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

  get judgement(): Judgement {
    return this.#judgement;
  }
}

/** The one `new`; `verify.ts` calls it when every check has passed. */
export const mintVerifiedArtifact = (
  candidate: Candidate,
  artifact: DownloadedArtifact,
  report: ArchiveReport,
  verdict: Verdict,
  judgement: Judgement,
): VerifiedArtifact => new VerifiedArtifact(MINT, candidate, artifact, report, verdict, judgement);
