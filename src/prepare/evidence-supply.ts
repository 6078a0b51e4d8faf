import type { DistributionFile } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { EVIDENCE_SUFFIXES, type PackageIndex } from '../index/index.ts';
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
  readonly #besides = new Map<string, Promise<DistributionFile>>();

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
    if (file.origin.kind === 'url') {
      const announced = await this.#withEvidenceBeside(file);
      return { file: announced, listing: [announced] };
    }
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
    const key = keyOf(file);
    const known = this.#kept.get(key);
    if (known !== undefined) return await known;
    const fetched = this.#fetch(file, age);
    this.#kept.set(key, fetched);
    return await fetched;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#kept.values(), ...this.#besides.values()]);
    for (const index of this.#others.values()) await index.close();
  }

  /**
   * A file that is named by its own address, with what lies beside it there. Nobody has announced anything, so that what
   * cannot be had, or is no document (a server may answer every question with a page), is as good as not there.
   */
  #withEvidenceBeside(file: DistributionFile): Promise<DistributionFile> {
    if (file.provenance !== null) return Promise.resolve(file);
    const known = this.#besides.get(file.url);
    if (known !== undefined) return known;
    const found = this.#lookBeside(file);
    this.#besides.set(file.url, found);
    return found;
  }

  async #lookBeside(file: DistributionFile): Promise<DistributionFile> {
    const places = EVIDENCE_SUFFIXES.map((suffix) => ({ ...file, provenance: besideOf(file.url, suffix) }));
    const answers = await Promise.all(places.map((place) => this.#fetch(place, 'kept')));
    const at = answers.findIndex(({ found }) => found.kind === 'document' && isObject(found.document.bytes));
    const [place, answer] = [places[at], answers[at]];
    if (place === undefined || answer === undefined) return file;
    this.#kept.set(keyOf(place), Promise.resolve(answer));
    return place;
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

const keyOf = ({ sha256, provenance }: DistributionFile): string => `${sha256 ?? ''} ${provenance ?? ''}`;

/** The address of what lies beside a file; a query that opens the one may open the other. */
function besideOf(url: string, suffix: string): string {
  const parsed = new URL(url);
  parsed.pathname += suffix;
  return parsed.href;
}

/** Whether a text begins as JSON objects do; whether it is one is looked at later. */
const isObject = (bytes: Uint8Array): boolean =>
  /^\s*\{/.test(Buffer.from(bytes.subarray(0, 256)).toString('latin1'));

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
