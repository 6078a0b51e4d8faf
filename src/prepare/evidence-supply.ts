import type { DistributionFile } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import type { PackageIndex } from '../index/index.ts';
import type { EffectivePolicy } from '../policy/index.ts';
import type { FoundDocument } from '../verify/index.ts';

/** A document for a file, and whether a newer one may be had. */
export interface SuppliedEvidence {
  readonly found: FoundDocument;
  readonly isKept: boolean;
}

export interface EvidenceSupplyDoors {
  readonly index: PackageIndex;
  readonly policy: EffectivePolicy;
  /** Opens another index, which the policy names for its evidence; called once for each. */
  readonly openIndex: (url: string) => PackageIndex;
  readonly signal: AbortSignal;
}

const NONE: SuppliedEvidence = { found: { kind: 'none' }, isKept: false };

/** Brings the evidence of files, from where it is announced: their own index, or the one that a policy names for it. */
export class EvidenceSupply {
  readonly #doors: EvidenceSupplyDoors;
  readonly #others = new Map<string, PackageIndex>();
  readonly #kept = new Map<string, Promise<SuppliedEvidence>>();

  constructor(doors: EvidenceSupplyDoors) {
    this.#doors = doors;
  }

  /**
   * A file as whoever has its evidence lists it, with the listing that its history is read from.
   *
   * @throws SafeInstallError `provenance.unreachable` when the index that is named for evidence does not answer.
   */
  async announcementOf(
    file: DistributionFile,
  ): Promise<{ readonly file: DistributionFile; readonly listing: readonly DistributionFile[] }> {
    if (file.origin.kind !== 'index' && file.origin.kind !== 'find-links') return { file, listing: [file] };
    const { index, policy } = this.#doors;
    const other = policy.evidenceIndexOf(file.name, file.origin.location);
    if (other === null) return { file, listing: (await index.fetchProject(file.name)).files };
    const { files } = await this.#indexAt(other.value).fetchProject(file.name).catch(asUnreachable);
    const same = files.find(({ filename }) => filename === file.filename);
    return { file: { ...file, provenance: same?.provenance ?? file.provenance }, listing: files };
  }

  /** Begins to fetch evidence that will be needed. */
  begin(file: DistributionFile): void {
    this.of(file, 'kept').catch(() => {});
  }

  /** @param age `new`: what was kept from before did not do. */
  async of(file: DistributionFile, age: 'kept' | 'new'): Promise<SuppliedEvidence> {
    if (file.provenance === null) return NONE;
    if (age === 'new') return await this.#fetch(file, age);
    const key = `${file.sha256 ?? ''} ${file.provenance}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return await known;
    const fetched = this.#fetch(file, age);
    this.#kept.set(key, fetched);
    return await fetched;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#kept.values()]);
    for (const index of this.#others.values()) await index.close();
  }

  async #fetch(file: DistributionFile, age: 'kept' | 'new'): Promise<SuppliedEvidence> {
    const { index, signal } = this.#doors;
    try {
      const fetched = await index.fetchEvidence(file, { age, signal });
      if (fetched === null) return NONE;
      return { found: { kind: 'document', document: fetched.document }, isKept: fetched.isKept };
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      const kind = error.code === 'provenance.too-large' ? 'refused' : 'unreachable';
      return { found: { kind, error }, isKept: false };
    }
  }

  #indexAt(url: string): PackageIndex {
    const known = this.#others.get(url);
    if (known !== undefined) return known;
    const index = this.#doors.openIndex(url);
    this.#others.set(url, index);
    return index;
  }
}

function asUnreachable(error: unknown): never {
  if (!(error instanceof SafeInstallError)) throw error;
  throw new SafeInstallError({
    code: 'provenance.unreachable',
    message: `the index that the policy names for evidence does not answer: ${error.message}`,
    subject: error.subject,
    facts: error.facts,
    hint: 'Try again; or take its "evidence" out of the policy, and with it the proof of who built these files',
    cause: error,
  });
}
