import type { DistributionFile, ReadMetadata } from '../artifact/index.ts';
import { bestRank, type NormalizedName, type Sha256 } from '../packaging/index.ts';
import type { CandidateSource, DirectCandidate, DirectRequest } from './candidate-source.ts';
import { addressKey } from './direct-address.ts';
import type { ResolveOptions } from './options.ts';
import { type ProjectFiles, rankFiles } from './project-files.ts';
import { noAddresses } from './resolve-errors.ts';
import type { RankedTarget } from './target.ts';

/** A question for a file by its address. */
export interface DirectLookup extends Omit<DirectRequest, 'hashes'> {
  /** Digests that the user allows. */
  readonly allowed?: readonly Sha256[];
}

/** An answer that is on its way, and the answer once it is there. */
class Pending<Value> {
  readonly promise: Promise<Value>;
  value: Value | undefined;

  constructor(promise: Promise<Value>) {
    this.promise = promise.then((value) => {
      this.value = value;
      return value;
    });
    // who looks ahead does not wait for the answer; the error is thrown to whoever needs it
    this.promise.catch(() => {});
  }
}

/**
 * Asks the source, each question once, however often and by whomever an answer is needed.
 *
 * An answer that is there already is given without waiting: the solver runs for stretches without leaving the thread.
 */
export class Lookups {
  readonly #source: CandidateSource;
  readonly #target: RankedTarget;
  readonly #options: ResolveOptions;
  readonly #areHashesRequired: boolean;
  readonly #projects = new Map<NormalizedName, Pending<ProjectFiles>>();
  readonly #metadata = new Map<string, Pending<ReadMetadata>>();
  readonly #directs = new Map<string, Pending<DirectCandidate>>();

  constructor(
    source: CandidateSource,
    target: RankedTarget,
    options: ResolveOptions,
    areHashesRequired: boolean,
  ) {
    this.#source = source;
    this.#target = target;
    this.#options = options;
    this.#areHashesRequired = areHashesRequired;
  }

  /** The project's files, if they are known already. */
  knownProject(name: NormalizedName): ProjectFiles | undefined {
    return this.#projects.get(name)?.value;
  }

  /** Whether the source has nothing at all of a project that it was asked about. */
  isUnknown(name: NormalizedName): boolean {
    const files = this.#projects.get(name)?.value;
    return files?.ranked.length === 0 && files.passedOver.length === 0;
  }

  project(name: NormalizedName): Promise<ProjectFiles> {
    let pending = this.#projects.get(name);
    if (pending === undefined) {
      const files = this.#source
        .fetchProject(name)
        .then((project) => rankFiles(project, this.#target, this.#options));
      pending = new Pending(files);
      this.#projects.set(name, pending);
    }
    return pending.promise;
  }

  /** @param allowed digests that the user allows; nobody needs them of a file of which nothing has to be run. */
  metadata(file: DistributionFile, allowed: readonly Sha256[] = []): Promise<ReadMetadata> {
    let pending = this.#metadata.get(file.url);
    if (pending === undefined) {
      const hashes = { allowed, isRequired: this.#areHashesRequired };
      pending = new Pending(this.#source.fetchMetadata(file, hashes));
      this.#metadata.set(file.url, pending);
    }
    return pending.promise;
  }

  /** What was found at an address, if that is known already. */
  knownDirect(key: string): DirectCandidate | undefined {
    return this.#directs.get(key)?.value;
  }

  knowsDirect(url: string): boolean {
    return this.#directs.get(addressKey(url))?.value !== undefined;
  }

  /** Whether what was found at an address can be installed here, as far as its name says. */
  isSupported({ file }: DirectCandidate): boolean {
    return file.kind === 'sdist' || bestRank(file.tags, this.#target.ranks) !== undefined;
  }

  /** @throws SafeInstallError `resolve.address` where the source knows no addresses. */
  direct({ allowed = [], ...request }: DirectLookup): Promise<DirectCandidate> {
    const key = addressKey(request.url);
    let pending = this.#directs.get(key);
    if (pending === undefined) {
      const { fetchDirect } = this.#source;
      if (fetchDirect === undefined) return Promise.reject(noAddresses(request));
      const hashes = { allowed, isRequired: this.#areHashesRequired };
      pending = new Pending(fetchDirect.call(this.#source, { ...request, hashes }));
      this.#directs.set(key, pending);
    }
    return pending.promise;
  }
}
