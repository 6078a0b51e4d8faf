import { createHash } from 'node:crypto';
import type { Candidate, DistributionFile, Project, ReadMetadata } from '../../artifact/index.ts';
import { redactUrl, SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import { type NormalizedName, parseMetadata, parseSha256 } from '../../packaging/index.ts';
import {
  describeOrigin,
  type EffectivePolicy,
  isSameAddress,
  type NamedPublisher,
} from '../../policy/index.ts';
import type { CandidateSource } from '../../resolver/index.ts';
import { joinListing } from './join-listing.ts';
import type { LockedEntry, LockedPlan } from './locked-plan.ts';

export interface LockedFilesDoors {
  readonly fetchProject: (name: NormalizedName) => Promise<Project>;
  /** METADATA of the whole file, which is fetched for it and kept. */
  readonly readMetadata: (file: DistributionFile) => Promise<Uint8Array>;
}

/** What locks say is to be installed, as the resolver and the judges ask for it: of each project one file and no other. */
export class LockedFiles {
  /** Of a run without any lock. */
  static readonly none = new LockedFiles(
    { entries: new Map(), requirements: [], words: [], publishers: new Map() },
    { indexes: 'not asked', dependencies: 'followed' },
  );
  readonly #plan: LockedPlan;
  readonly #indexes: 'asked' | 'not asked';
  readonly #dependencies: 'followed' | 'left';
  readonly #projects = new Map<NormalizedName, Promise<Project>>();
  readonly #files = new Set<DistributionFile>();
  readonly #metadata = new Map<DistributionFile, Promise<ReadMetadata>>();

  /**
   * @param options.indexes `not asked`: with `--no-index` none is, whatever a lock names.
   * @param options.dependencies `followed`: what a source distribution needs has to be known, and may have to be built.
   */
  constructor(
    plan: LockedPlan,
    options: { readonly indexes: 'asked' | 'not asked'; readonly dependencies: 'followed' | 'left' },
  ) {
    this.#plan = plan;
    this.#indexes = options.indexes;
    this.#dependencies = options.dependencies;
  }

  /** The index that a lock names for a project, which is then asked and no other. */
  indexOf(name: NormalizedName): string | null {
    return this.#indexes === 'asked' ? (this.#plan.entries.get(name)?.index ?? null) : null;
  }

  /** All that {@link indexOf} ever answers. */
  get indexes(): readonly string[] {
    const named = [...this.#plan.entries.keys()].map((name) => this.indexOf(name));
    return [...new Set(named.filter((index) => index !== null))];
  }

  /** What is locked is passed over by nobody: where it may not be taken, it is refused by name. */
  exceptOurs(passesOver: (file: DistributionFile) => boolean): (file: DistributionFile) => boolean {
    return (file) => !this.#files.has(file) && passesOver(file);
  }

  /** The publishers that a lock names for a candidate of its own. */
  publishersFor({ name, file }: Pick<Candidate, 'name' | 'file'>): readonly NamedPublisher[] | null {
    const entry = this.#plan.entries.get(name);
    const isOurs = entry === undefined || entry.sha256 === file.sha256;
    return isOurs ? (this.#plan.publishers.get(name) ?? null) : null;
  }

  /**
   * A policy that says where a project comes from is not overruled by a lock.
   *
   * @throws SafeInstallError `lock.index`.
   */
  checkPins(policy: Pick<EffectivePolicy, 'pinOf'>): void {
    for (const { name, index, placeOf } of this.#plan.entries.values()) {
      const pin = policy.pinOf(name);
      if (pin === null || index === null || isSameAddress(pin.value, index)) continue;
      throw new SafeInstallError({
        code: 'lock.index',
        message: 'the lock names another index for it than the policy',
        subject: name,
        facts: [
          { label: 'expected', value: redactUrl(pin.value), origin: describeOrigin(pin.origin) },
          { label: 'got', value: redactUrl(index), origin: placeOf('index') },
        ],
        hint: 'Write the lock anew with "safe-install lock"',
      });
    }
  }

  /**
   * Fetches what is going to be needed, all at once.
   *
   * @param isNeeded `false` for what is installed already.
   * @throws SafeInstallErrors everything that is wrong with any of it, together.
   */
  async fetchAll(isNeeded: (entry: LockedEntry) => boolean, doors: LockedFilesDoors): Promise<void> {
    const wanted = [...this.#plan.entries.values()].filter(isNeeded);
    const outcomes = await Promise.allSettled(wanted.map(({ name }) => this.#fetch(name, doors)));
    const errors = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    );
    const ours = errors.flatMap((error) =>
      error instanceof SafeInstallErrors ? error.errors : error instanceof SafeInstallError ? [error] : [],
    );
    const foreign = errors.find(
      (error) => !(error instanceof SafeInstallError || error instanceof SafeInstallErrors),
    );
    if (foreign !== undefined) throw foreign;
    if (ours.length > 0) throw new SafeInstallErrors(ours);
  }

  /** A source that answers for locked projects itself. */
  over(source: CandidateSource, doors: LockedFilesDoors): CandidateSource {
    if (this.#plan.entries.size === 0) return source;
    return {
      ...source,
      fetchProject: (name) =>
        this.#plan.entries.has(name) ? this.#project(name, doors) : source.fetchProject(name),
      fetchMetadata: (file, ...rest) => this.#metadata.get(file) ?? source.fetchMetadata(file, ...rest),
    };
  }

  async #fetch(name: NormalizedName, doors: LockedFilesDoors): Promise<void> {
    const { files } = await this.#project(name, doors);
    await Promise.all(files.map((file) => this.#metadata.get(file)));
  }

  #project(name: NormalizedName, doors: LockedFilesDoors): Promise<Project> {
    const known = this.#projects.get(name);
    if (known !== undefined) return known;
    const project = this.#join(name, doors);
    this.#projects.set(name, project);
    return project;
  }

  async #join(name: NormalizedName, doors: LockedFilesDoors): Promise<Project> {
    const entry = this.#plan.entries.get(name);
    const project = await doors.fetchProject(name);
    if (entry === undefined) return project;
    const file = joinListing(entry, project.files, this.indexOf(name) === null ? 'any' : 'enforced');
    this.#files.add(file);
    if (file.kind === 'wheel' || this.#dependencies === 'left') {
      const metadata = readMetadata(entry, file, doors);
      metadata.catch(() => {}); // told to whoever asks for it
      this.#metadata.set(file, metadata);
    }
    return { ...project, files: [file], skipped: [] };
  }
}

/** The file is needed whole, so that there is nothing to be saved by reading its METADATA from elsewhere. */
async function readMetadata(
  entry: LockedEntry,
  file: DistributionFile,
  doors: LockedFilesDoors,
): Promise<ReadMetadata> {
  try {
    const bytes = await doors.readMetadata(file);
    const sha256 = parseSha256(createHash('sha256').update(bytes).digest('hex'));
    if (sha256 === undefined) throw new TypeError('a sha256 has 64 hexadecimal digits');
    return { metadata: parseMetadata(bytes), sha256 };
  } catch (error) {
    throw error instanceof SafeInstallError ? withLine(error, entry) : error;
  }
}

/** What does not fit the lock is told with the line of the lock. */
function withLine(error: SafeInstallError, { name, version, file, placeOf }: LockedEntry): SafeInstallError {
  const key = error.code === 'hash.mismatch' ? 'hashes.sha256' : error.code === 'hash.size' ? 'size' : null;
  const facts = key === null ? [] : [{ label: 'locked', value: file.filename, origin: placeOf(key) }];
  return error.about(`${name} ${version}`, facts);
}
