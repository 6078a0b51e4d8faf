import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Candidate, DistributionFile, ReadMetadata } from '../../artifact/index.ts';
import {
  type BuildSettings,
  type BuildSource,
  ProjectBuild,
  type StatedMetadata,
} from '../../build/index.ts';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import { type NormalizedName, parseSha256 } from '../../packaging/index.ts';
import type { EffectivePolicy } from '../../policy/index.ts';
import type { CandidateSource, DirectCandidate, DirectRequest, HashDemand } from '../../resolver/index.ts';
import { type BuildOrigin, type VerifiedArtifact, verifyBuilt } from '../../verify/index.ts';
import type { Acquisition } from '../acquisition.ts';
import { fetchDirect } from '../direct.ts';
import type { Doors } from '../doors.ts';
import { inOneLine } from '../governance.ts';
import { type RequirementRules, resolveBuildRequirements, toBuild } from './build-requirements.ts';
import type { BuildWishes, WishedFile } from './build-wishes.ts';
import { checkMayBeLocal } from './local-project.ts';
import { checkNameOf, fileOfProject, isProjectAt, openProject, type Project } from './projects.ts';

export interface BuildsOptions {
  /** Of the index and its files; knows no addresses and no builds. */
  readonly source: CandidateSource;
  readonly rules: RequirementRules;
  readonly acquisition: Pick<Acquisition, 'fetch' | 'verifyAll' | 'verifyAhead'>;
  readonly wishes: BuildWishes;
  readonly policy: EffectivePolicy;
  /** `refuse`: what is wanted are files, and a project in a folder is none. */
  readonly projects: 'build' | 'refuse';
}

/** What is to be built for whom: the projects that wait for it, the first of them first; by name, or by URL without one. */
type Chain = readonly string[];

/** Who asks for what has no name of its own in the chain: the user, for himself or for the build of a project of his, or a package. */
type Asker = 'user' | 'package';

/** Something that is being built, or was. */
interface Begun {
  readonly build: ProjectBuild;
  /** The source, verified; `null` for a project of the user's. */
  readonly verified: VerifiedArtifact | null;
  /** `null` for a source distribution. */
  readonly project: Project | null;
}

/**
 * All builds of a run: what has to be built to know what it needs, what is installed from a source, and what builds need
 * themselves. Nothing is run of a source distribution that has not passed every check that a file to be installed passes.
 */
export class Builds {
  readonly #options: BuildsOptions;
  readonly #doors: Doors;
  /** By URL. */
  readonly #begun = new Map<string, Promise<Begun>>();
  readonly #built = new Map<string, Promise<VerifiedArtifact>>();
  readonly #projects = new Set<NormalizedName>();
  readonly #requirements = new Set<VerifiedArtifact>();
  /** One at a time, as with pip: each of them may keep all processors busy. Those that it needs itself are not counted. */
  readonly #turn = pLimit(1);

  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: BuildsOptions, doors: Doors) {
    this.#options = options;
    this.#doors = { ...doors, signal: AbortSignal.any([doors.signal, this.#stop.signal]) };
  }

  /** What was verified for builds, and installed into their environments. */
  get requirements(): readonly VerifiedArtifact[] {
    return [...this.#requirements];
  }

  /** A source that builds where there is no other way to know what something needs, and that knows projects in folders. */
  get source(): CandidateSource {
    return this.#sourceFor([], 'user');
  }

  /** Candidates of files, each with the metadata of the file itself: to be held against the file. */
  async filesOf(candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
    const files: Candidate[] = [];
    for (const candidate of candidates) {
      if (isProject(candidate.file)) continue;
      const begun = await this.#begun.get(candidate.file.url);
      const own = begun?.verified?.candidate.metadata;
      files.push(own === undefined ? candidate : { ...candidate, metadata: own });
    }
    return files;
  }

  /**
   * Builds what is to be installed from its source.
   *
   * @param verified of those candidates that are files.
   * @param what `projects` leaves source distributions as they are.
   * @returns in the order of the candidates.
   * @throws SafeInstallError `build.*`; the first that fails.
   */
  async buildAll(
    candidates: readonly Candidate[],
    verified: readonly VerifiedArtifact[],
    what: 'all' | 'projects',
  ): Promise<readonly VerifiedArtifact[]> {
    const wheels = await this.#buildAll(candidates, verified, what, []);
    if (what === 'all') {
      for (const begun of await Promise.allSettled(this.#begun.values()))
        if (begun.status === 'fulfilled') begun.value.project?.keep();
    }
    return wheels;
  }

  /** Where pip has the repositories that are used in place; uv knows none. */
  get #checkouts(): string | null {
    const { target } = this.#options.rules;
    const { isVirtual, prefix } = target.interpreter;
    if (target.installer.kind === 'uv') return null;
    return target.arguments.build.checkouts ?? join(isVirtual ? prefix : this.#doors.currentFolder, 'src');
  }

  /** Ends what is still under way and no longer wanted, and removes what was made; the wheels among it. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#underWay);
    const begun = await Promise.allSettled(this.#begun.values());
    for (const outcome of begun) {
      if (outcome.status === 'rejected') continue;
      await outcome.value.build.close();
      await outcome.value.project?.close();
    }
  }

  #sourceFor(chain: Chain, asker: Asker): CandidateSource {
    const { source, rules, acquisition } = this.#options;
    const { trustedHosts } = rules.target.arguments.network;
    const fetchMetadata = async (file: DistributionFile, hashes: HashDemand): Promise<ReadMetadata> => {
      try {
        return await source.fetchMetadata(file, hashes);
      } catch (error) {
        const needsBuild = error instanceof SafeInstallError && error.code === 'sdist.needs-build';
        if (!needsBuild || rules.target.arguments.selection.foreignTarget !== null) throw error;
      }
      return await this.#inTurn(chain, async () => {
        const { build } = await this.#beginSdist(file, hashes, chain);
        return toReadMetadata(await build.metadata());
      });
    };
    return {
      ...source,
      fetchMetadata,
      fetchDirect: async (request) => {
        const { url, requiredBy } = request;
        const mayAsk = requiredBy === null ? asker === 'user' : this.#projects.has(requiredBy.name);
        if (await isProjectAt(url))
          return await this.#inTurn(chain, () => this.#project(request, mayAsk, chain));
        return await fetchDirect(request, {
          mayAsk,
          trustedHosts: trustedHosts.map(({ value }) => value),
          fetchMetadata,
          fetchWhole: (file, allowed) => acquisition.fetch(file, allowed),
        });
      },
    };
  }

  #inTurn<Result>(chain: Chain, work: () => Promise<Result>): Promise<Result> {
    if (chain.length > 0) return work();
    const turn = this.#turn(() => {
      this.#doors.signal.throwIfAborted();
      return work();
    });
    this.#underWay.add(turn);
    return turn;
  }

  async #buildAll(
    candidates: readonly Candidate[],
    verified: readonly VerifiedArtifact[],
    what: 'all' | 'projects',
    chain: Chain,
  ): Promise<readonly VerifiedArtifact[]> {
    const byFile = new Map(verified.map((each) => [each.candidate.file, each]));
    const results: VerifiedArtifact[] = [];
    for (const candidate of candidates) {
      const own = byFile.get(candidate.file);
      if (own !== undefined && (own.report.kind === 'wheel' || what === 'projects')) results.push(own);
      else results.push(await this.#wheelOf(candidate, own ?? null, chain));
    }
    return results;
  }

  #wheelOf(candidate: Candidate, verified: VerifiedArtifact | null, chain: Chain): Promise<VerifiedArtifact> {
    this.#checkNoCycle(candidate.name, chain);
    const known = this.#built.get(candidate.file.url);
    if (known !== undefined) return known;
    const built = this.#inTurn(chain, () => this.#build(candidate, verified, chain));
    this.#built.set(candidate.file.url, built);
    return built;
  }

  async #build(
    candidate: Candidate,
    verified: VerifiedArtifact | null,
    chain: Chain,
  ): Promise<VerifiedArtifact> {
    const { file, name, metadata } = candidate;
    const begun = await (this.#begun.get(file.url) ??
      this.#begin(file.url, async () => ({
        verified,
        project: null,
        build: await this.#open(sourceOf(verified), name, file, chain),
      })));
    const wheel = await begun.build.wheel(file, metadata.metadata);
    return verifyBuilt({
      candidate,
      artifact: wheel.artifact,
      report: wheel.report,
      origin: originOf(begun, verified),
    });
  }

  #begin(url: string, open: () => Promise<Begun>): Promise<Begun> {
    const begun = open();
    this.#begun.set(url, begun);
    return begun;
  }

  /** @throws what the checks of a file throw, before anything of it runs. */
  #beginSdist(file: DistributionFile, hashes: HashDemand, chain: Chain): Promise<Begun> {
    this.#checkNoCycle(file.name, chain);
    return (
      this.#begun.get(file.url) ??
      this.#begin(file.url, async () => {
        const verified = await this.#options.acquisition.verifyAhead(file, hashes);
        const build = await this.#open(sourceOf(verified), file.name, file, chain);
        return { verified, project: null, build };
      })
    );
  }

  async #project(request: DirectRequest, mayAsk: boolean, chain: Chain): Promise<DirectCandidate> {
    const { policy, wishes, projects } = this.#options;
    const url = request.url.split('#', 1)[0] ?? '';
    this.#checkNoCycle(url, chain);
    if (request.name !== null) this.#checkNoCycle(request.name, chain);
    const begun = await (this.#begun.get(request.url) ??
      this.#begin(request.url, async () => {
        const isEditable = wishes.isEditable(request.url);
        const terms = { policy, mayAsk, isEditable, checkouts: this.#checkouts, projects };
        const project = await openProject(request, terms, this.#doors);
        const wished = { name: request.name, url };
        try {
          const build = await this.#open(project.source, request.name, wished, chain);
          return { verified: null, project, build };
        } catch (error) {
          await project.close();
          throw error;
        }
      }));
    const stated = await begun.build.metadata();
    const kind = begun.project?.from.kind ?? 'folder';
    const file = fileOfProject(request.url, kind, stated.metadata);
    checkMayBeLocal(file, policy);
    checkNameOf(request.url, file.name);
    this.#projects.add(file.name);
    return { file, metadata: toReadMetadata(stated) };
  }

  #open(
    buildSource: BuildSource,
    name: NormalizedName | null,
    wished: WishedFile,
    chain: Chain,
  ): Promise<ProjectBuild> {
    const config = chain.length === 0 ? this.#options.wishes.configSettingsFor(wished) : [];
    const waiting = [...chain, name ?? wished.url];
    const asker = buildSource.kind === 'folder' ? 'user' : 'package';
    return ProjectBuild.open(buildSource, config, this.#settings(waiting, asker), this.#doors);
  }

  #settings(chain: Chain, asker: Asker): BuildSettings {
    const { rules, acquisition } = this.#options;
    const { build, output } = rules.target.arguments;
    return {
      interpreter: rules.target.interpreter,
      installer: rules.target.installer,
      isolation: build.isolation ? 'isolated' : 'shared',
      checkDependencies: build.checkDependencies,
      isShown: output.verbosity > 0,
      gate: async (requirements, context) => {
        try {
          const source = this.#sourceFor(chain, asker);
          const { candidates } = await resolveBuildRequirements(
            requirements,
            context,
            source,
            rules,
            this.#doors,
          );
          const verified = await acquisition.verifyAll(await this.filesOf(candidates));
          const wheels = await this.#buildAll(candidates, verified, 'all', chain);
          this.#note(wheels, context.subject);
          return wheels;
        } catch (error) {
          throw toBuild(error, context.subject);
        }
      },
    };
  }

  /** What was verified for a build is told with `-v`; what has to be told of any file always. */
  #note(wheels: readonly VerifiedArtifact[], subject: string): void {
    const { log } = this.#doors;
    const names = wheels.map(({ candidate }) => `${candidate.name} ${candidate.version}`);
    if (names.length > 0) log.info(`for the build of ${subject}: ${names.join(', ')}`);
    for (const wheel of wheels) {
      if (this.#requirements.has(wheel)) continue;
      this.#requirements.add(wheel);
      for (const warning of wheel.judgement.decision.warnings)
        log.warn(inOneLine(warning.about(wheel.candidate.file.filename)));
    }
  }

  #checkNoCycle(name: string, chain: Chain): void {
    if (!chain.includes(name)) return;
    throw new SafeInstallError({
      code: 'build.cycle',
      message: 'to build it, it would have to be built first',
      subject: redactUrl(name),
      facts: [
        {
          label: 'needed for',
          value: [...chain.slice(chain.indexOf(name)), name].map(redactUrl).join(' <- '),
        },
      ],
      hint: 'Let a wheel of one of them be taken: leave "--no-binary" out for it',
    });
  }
}

const isProject = ({ origin }: DistributionFile): boolean =>
  origin.kind === 'folder' || origin.kind === 'repository';

/** What vouches for a wheel: the source that was verified, or nobody. */
function originOf({ project }: Begun, verified: VerifiedArtifact | null): BuildOrigin {
  if (verified !== null) return { kind: 'sdist', verified };
  if (project === null) throw new TypeError('a project is opened before it is built');
  const allowedBy = project.from.kind === 'folder' ? 'local project' : 'named by its address';
  return { kind: 'local', from: project.from, allowedBy };
}

function sourceOf(verified: VerifiedArtifact | null): BuildSource {
  if (verified === null) throw new TypeError('a project in a folder is begun when it is asked for');
  return { kind: 'sdist', artifact: verified.artifact };
}

function toReadMetadata({ metadata, bytes }: StatedMetadata): ReadMetadata {
  const sha256 = parseSha256(createHash('sha256').update(bytes).digest('hex'));
  if (sha256 === undefined) throw new TypeError('a sha256 has 64 hexadecimal digits');
  return { metadata, sha256 };
}
