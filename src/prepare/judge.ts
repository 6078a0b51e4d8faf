import type { ArchiveReport, Candidate, DistributionFile, DownloadedArtifact } from '../artifact/index.ts';
import { type ReasonCode, SafeInstallError } from '../errors/index.ts';
import type { Sha256 } from '../packaging/index.ts';
import { evidenceNeeds, type NamedPublisher, staleWaivers, waiversOf } from '../policy/index.ts';
import { type Examination, type Standards, type VerifiedArtifact, verifyArtifact } from '../verify/index.ts';
import type { EvidenceSupply } from './evidence-supply.ts';
import type { Governance } from './governance.ts';
import type { TrustRoots } from './trust-roots.ts';

/** A file that was read strictly, before it is judged. */
export interface Examined {
  readonly candidate: Candidate;
  readonly artifact: DownloadedArtifact;
  readonly report: ArchiveReport & { readonly waived: readonly SafeInstallError[] };
}

/** Where evidence comes from: the sources of a run, or the disk. */
export type EvidenceReader = Pick<EvidenceSupply, 'announcementOf' | 'begin' | 'of'>;

export interface JudgeDoors {
  readonly governance: Governance;
  readonly evidence: EvidenceReader;
  readonly roots: TrustRoots;
  /** The publishers that a lock or the command line names for a candidate; `null` without one. */
  readonly lockedFor: (candidate: Candidate) => readonly NamedPublisher[] | null;
}

/** Holds files against the policy, with all that has to be fetched for it and nothing more. */
export class Judge {
  readonly #doors: JudgeDoors;
  readonly #standards: Standards;

  constructor(doors: JudgeDoors) {
    const { governance, roots } = doors;
    const { policy, state, now } = governance;
    this.#doors = doors;
    this.#standards = { policy, state, now, rootOf: (source) => roots.rootOf(source) };
  }

  /** Begins with what will be needed for a file that announces evidence. */
  begin(file: DistributionFile): void {
    const { evidence, roots, governance } = this.#doors;
    const demands = governance.policy.demandsOn(file.name, file.version);
    if (file.provenance === null || demands.settings.provenance.value === 'off') return;
    evidence.begin(file);
    roots.begin(demands.root);
  }

  /** Faults of the archive that a waiver of the policy lets through for these very bytes. */
  waivedChecks({ file, sha256 }: DownloadedArtifact): ReadonlySet<ReasonCode> {
    return new Set(this.#waiversFor(file, sha256).map(({ check }) => check));
  }

  /** @throws what `verifyArtifact` throws. */
  async judge(examined: Examined): Promise<VerifiedArtifact> {
    const { isKept, ...examination } = await this.#examination(examined, 'kept');
    try {
      return await verifyArtifact(examination, this.#standards);
    } catch (error) {
      // Evidence that was kept may have been followed by better one.
      if (!(error instanceof SafeInstallError) || !isKept) throw error;
    }
    return await verifyArtifact(await this.#examination(examined, 'new'), this.#standards);
  }

  /** What is wrong with the policy, seen from the plan: waivers that are over, or that waive nothing. */
  async faultsOfPolicy(verified: readonly VerifiedArtifact[]): Promise<readonly SafeInstallError[]> {
    const { policy, now } = this.#doors.governance;
    if (policy.waivers.length === 0) return [];
    const plan = await Promise.all(
      verified.map(async ({ candidate, artifact, judgement }) => {
        const { listing } = await this.#doors.evidence.announcementOf(candidate.file);
        const { name, version } = candidate;
        return { name, version, sha256: artifact.sha256, listing, used: judgement.decision.waivers };
      }),
    );
    return staleWaivers(policy.waivers, plan, now);
  }

  async #examination(
    { candidate, artifact, report }: Examined,
    age: 'kept' | 'new',
  ): Promise<Examination & { readonly isKept: boolean }> {
    const { evidence, governance, lockedFor } = this.#doors;
    const demands = governance.policy.demandsOn(candidate.name, candidate.version);
    const announced =
      demands.settings.provenance.value === 'off'
        ? { file: candidate.file, listing: [] }
        : await evidence.announcementOf(candidate.file);
    const { own, sibling } = evidenceNeeds(announced.file, announced.listing, demands);
    const ofOwn = await evidence.of(own ? announced.file : { ...announced.file, provenance: null }, age);
    const ofSibling = sibling === null ? null : await evidence.of(sibling, age);
    const waived = new Set(report.waived.map(({ code }) => code));
    return {
      candidate,
      artifact,
      report,
      waivedBefore: this.#waiversFor(candidate.file, artifact.sha256).filter(({ check }) =>
        waived.has(check),
      ),
      evidence: ofOwn.found,
      sibling: sibling === null || ofSibling === null ? null : { file: sibling, evidence: ofSibling.found },
      listing: announced.listing,
      locked: lockedFor(candidate),
      isKept: ofOwn.isKept || ofSibling?.isKept === true,
    };
  }

  #waiversFor({ name, version }: DistributionFile, sha256: Sha256) {
    const { policy, now } = this.#doors.governance;
    return waiversOf(policy.waivers, { name, version, sha256 }, now);
  }
}
