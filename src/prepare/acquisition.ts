import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import {
  type ArchiveChecker,
  type ArtifactStore,
  type CheckedArchive,
  createArchiveChecker,
  downloadArtifact,
  nameRulesFor,
  type OpenFile,
  readSdistMetadata,
  readWheelMetadata,
} from '../archive/index.ts';
import type { Candidate, DistributionFile, DownloadedArtifact } from '../artifact/index.ts';
import { SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import { parseMetadata, type Sha256 } from '../packaging/index.ts';
import type { Progress } from '../platform/index.ts';
import type { HashDemand } from '../resolver/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import type { Judge } from './judge.ts';
import { PlanRefusal } from './plan-refusal.ts';

/** Downloads at once: enough to hide the round trips, few enough to be a polite client. */
const MOST_DOWNLOADS = 12;

/** Names that this system's file systems cannot keep apart, or do not take at all. */
const NAME_RULES = nameRulesFor(process.platform);

export interface AcquisitionDoors {
  readonly store: ArtifactStore;
  readonly open: OpenFile;
  readonly judge: Judge;
  /** How often the rest of a file is asked for; `null`: as usual. */
  readonly resumes: number | null;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What is known of a file before anybody has said what its candidate is allowed to be. */
interface Examined {
  readonly artifact: DownloadedArtifact;
  readonly report: CheckedArchive;
}

/**
 * Fetches and reads files, each once, and begins with them while the resolver still works: what it has decided on is
 * most likely what will be installed. A file that was fetched in vain stays in the store and harms nobody.
 */
export class Acquisition {
  readonly #doors: AcquisitionDoors;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #downloading = pLimit(MOST_DOWNLOADS);
  /** What the resolver waits for does not stand behind what will only be needed in the end. */
  readonly #urgent = pLimit(MOST_DOWNLOADS);
  readonly #checker: ArchiveChecker;
  readonly #downloads = new Map<DistributionFile, Promise<DownloadedArtifact>>();
  readonly #readings = new Map<DistributionFile, Promise<Examined>>();
  #downloaded = 0;
  #checked = 0;
  #bytes = 0;

  constructor(doors: AcquisitionDoors) {
    this.#doors = doors;
    this.#checker = createArchiveChecker({ readings: doors.store.readings });
    this.#signal = AbortSignal.any([doors.signal, this.#stop.signal]);
    setMaxListeners(0, this.#signal); // one for each file under way, and there are hundreds
  }

  /** Begins with a file that will probably be needed; a failure is told when it is. */
  begin(file: DistributionFile): void {
    this.#doors.judge.begin(file);
    this.#examine(file, []).catch(() => {});
  }

  /**
   * Fetches a file that everything else waits for.
   *
   * @throws SafeInstallError `hash.*`, and what the source throws.
   */
  async fetch(file: DistributionFile, allowedHashes: readonly Sha256[]): Promise<DownloadedArtifact> {
    return await this.#download(file, allowedHashes, this.#urgent);
  }

  /** METADATA of a wheel, or PKG-INFO of an sdist, from the whole file, which is kept for later. */
  async readMetadata(file: DistributionFile): Promise<Uint8Array> {
    const { path } = await this.#download(file, [], this.#urgent);
    return file.kind === 'wheel' ? await readWheelMetadata(path) : await readSdistMetadata(path);
  }

  /**
   * Fetches, reads and judges every candidate.
   *
   * @throws SafeInstallErrors everything that is wrong with any of them, together: the reader sees it all at once.
   */
  async verifyAll(candidates: readonly Candidate[]): Promise<readonly VerifiedArtifact[]> {
    const outcomes = await Promise.allSettled(candidates.map((candidate) => this.#verify(candidate)));
    this.#doors.signal.throwIfAborted();
    const verified: VerifiedArtifact[] = [];
    const errors: SafeInstallError[] = [];
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') verified.push(outcome.value);
      else if (outcome.reason instanceof SafeInstallError) errors.push(outcome.reason);
      else if (outcome.reason instanceof SafeInstallErrors) errors.push(...outcome.reason.errors);
      else throw outcome.reason;
    }
    const refused = candidates.length - verified.length;
    errors.push(...(await this.#doors.judge.faultsOfPolicy(verified)));
    if (errors.length === 0) return verified;
    // A trust root that cannot be had is one error, however many files need it.
    throw new PlanRefusal([...new Set(errors)], verified, refused);
  }

  /**
   * Fetches, reads and judges one source distribution before it is known whether it will be installed: it has to be run to
   * know what it needs.
   *
   * @throws SafeInstallError (or SafeInstallErrors) as for a file that would be installed; `resolve.hash-required`.
   */
  async verifyAhead(file: DistributionFile, { allowed, isRequired }: HashDemand): Promise<VerifiedArtifact> {
    const { name, version } = file;
    if (isRequired && allowed.length === 0) {
      throw new SafeInstallError({
        code: 'resolve.hash-required',
        message: `${name} ${version} has no --hash, and hashes are demanded of all`,
        subject: file.filename,
        hint: 'List it with its version and hash; "safe-install resolve" prints such lines',
      });
    }
    const { report } = await this.#examine(file, allowed);
    return await this.#verify({
      name,
      version,
      file,
      extras: [],
      metadata: { metadata: parseMetadata(report.metadataBytes), sha256: report.metadataSha256 },
      allowedHashes: allowed,
      requestedBy: [],
      requiredBy: [],
    });
  }

  /** Ends what is still under way and no longer wanted, and waits until nothing of it is left. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled([...this.#downloads.values(), ...this.#readings.values()]);
    await this.#checker.close();
  }

  async #verify(candidate: Candidate): Promise<VerifiedArtifact> {
    const { artifact, report } = await this.#examine(candidate.file, candidate.allowedHashes);
    return await this.#doors.judge.judge({ candidate, artifact, report });
  }

  async #examine(file: DistributionFile, allowedHashes: readonly Sha256[]): Promise<Examined> {
    const known = this.#readings.get(file);
    if (known !== undefined && !(await lacksDigest(known, allowedHashes))) return known;
    const reading = this.#download(file, allowedHashes).then(async (artifact) => {
      const report = await this.#checker.check(artifact, {
        ...NAME_RULES,
        waived: this.#doors.judge.waivedChecks(artifact),
        signal: this.#signal,
      });
      this.#checked += 1;
      this.#doors.progress.update('checking', { done: this.#checked });
      return { artifact, report };
    });
    this.#readings.set(file, reading);
    return reading;
  }

  async #download(
    file: DistributionFile,
    allowedHashes: readonly Sha256[],
    queue = this.#downloading,
  ): Promise<DownloadedArtifact> {
    const known = this.#downloads.get(file);
    if (known !== undefined && !(await lacksDigest(known, allowedHashes))) return known;
    const { store, open, resumes } = this.#doors;
    const download = queue(async () => {
      this.#signal.throwIfAborted();
      const artifact = await downloadArtifact(file, {
        store,
        open,
        allowedHashes,
        ...(resumes === null ? {} : { resumes }),
        signal: this.#signal,
        onBytes: (count) => {
          this.#bytes += count;
          this.#tell();
        },
      });
      this.#downloaded += 1;
      this.#tell();
      return artifact;
    });
    this.#downloads.set(file, download);
    return download;
  }

  #tell(): void {
    const { progress } = this.#doors;
    progress.update('downloading', {
      done: this.#downloaded,
      total: this.#downloads.size,
      bytes: this.#bytes,
    });
  }
}

/** Whether a file was begun with before the digest was known that the user has given for it. */
async function lacksDigest(begun: Promise<unknown>, allowedHashes: readonly Sha256[]): Promise<boolean> {
  if (allowedHashes.length === 0) return false;
  try {
    await begun;
    return false;
  } catch (error) {
    return error instanceof SafeInstallError && error.code === 'hash.missing';
  }
}
