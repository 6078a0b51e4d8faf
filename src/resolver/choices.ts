import type { DistributionFile } from '../artifact/index.ts';
import type { NormalizedName } from '../packaging/index.ts';
import { type Offers, specifiersOf } from './asking.ts';
import type { DirectCandidate } from './candidate-source.ts';
import type { Asking } from './choose-candidate.ts';
import { type Offer, offersWithInstalled } from './choose-installed.ts';
import { type Clash, positive, type View } from './core/index.ts';
import type { ProjectNode } from './node.ts';
import { allowsPrereleases, isReinstalled } from './options.ts';
import type { RankedFile } from './project-files.ts';
import { isUpgraded, type Run } from './run.ts';
import { directVersion, indexVersion, type OriginVersion, VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

export type SolverView = View<VersionsByOrigin, OriginVersion, Why>;

/** A version that was chosen, with what it can be taken from: best file first. */
export interface Chosen {
  readonly version: OriginVersion;
  readonly from:
    | { readonly kind: 'installed' }
    | { readonly kind: 'files'; readonly files: readonly RankedFile[] }
    | { readonly kind: 'direct'; readonly candidate: DirectCandidate };
}

export type Found =
  | { readonly kind: 'chosen'; readonly chosen: Chosen }
  /** Whatever else is pinned, with those who ask for it now there is none. */
  | { readonly kind: 'none'; readonly clash: Clash<VersionsByOrigin, Why> }
  /** There would be some, but what is pinned so far rules them out. */
  | { readonly kind: 'ruled-out'; readonly clash: Clash<VersionsByOrigin, Why> };

/** Finds the best version of a package among those that are allowed. */
export class Choices {
  readonly #run: Run;
  readonly #offers: Offers;
  readonly #chosen = new Map<string, Chosen>();
  readonly #discarded = new Set<DistributionFile>();

  constructor(run: Run, offers: Offers) {
    this.#run = run;
    this.#offers = offers;
  }

  /** What a version was chosen from; each version is chosen before anything else is asked of it. */
  chosenFor(name: NormalizedName, version: OriginVersion): Chosen {
    const chosen = this.#chosen.get(`${name} ${version.key}`);
    if (chosen === undefined) throw new TypeError(`"${name}" has not been chosen`);
    return chosen;
  }

  remember(name: NormalizedName, chosen: Chosen): void {
    const key = `${name} ${chosen.version.key}`;
    if (!this.#chosen.has(key)) this.#chosen.set(key, chosen);
  }

  /** A file whose metadata is of another version or project is as good as absent. */
  discard(file: DistributionFile): void {
    this.#discarded.add(file);
  }

  /** Waits for what {@link find} needs; `undefined` when all of it is there. */
  ready(node: ProjectNode, allowed: VersionsByOrigin, view: SolverView): Promise<unknown> | undefined {
    const { lookups, constraints } = this.#run;
    const rest = allowed.intersect(this.#allowedToProject(node, view));
    if (rest.ofIndex.isEmpty) {
      const unknown = constraints.of(node.name).addresses.filter((url) => !lookups.knowsDirect(url));
      if (unknown.length === 0) return undefined;
      return Promise.all(unknown.map((url) => lookups.direct({ url, name: node.name, requiredBy: null })));
    }
    if (lookups.knownProject(node.name) !== undefined) return undefined;
    return this.#keepsInstalled(node, rest, view) ? undefined : lookups.project(node.name);
  }

  /** To be called when {@link ready} has nothing to wait for. */
  find(node: ProjectNode, allowed: VersionsByOrigin, view: SolverView): Found {
    const same = this.#sameAsWithExtras(node, allowed, view);
    if (same !== undefined) return { kind: 'chosen', chosen: same };
    const rest = allowed.intersect(this.#allowedToProject(node, view));
    if (rest.ofIndex.isEmpty) {
      const direct = this.#findDirect(node, rest);
      return direct === undefined ? this.#nothing(node, allowed, view) : { kind: 'chosen', chosen: direct };
    }
    for (const offer of this.#offersFor(node, view)) {
      const version = indexVersion(offer.version);
      if (!rest.contains(version)) continue;
      if (offer.kind === 'installed') return { kind: 'chosen', chosen: { version, from: offer } };
      const files = offer.files.filter(({ file }) => !this.#discarded.has(file));
      if (files.length > 0) return { kind: 'chosen', chosen: { version, from: { kind: 'files', files } } };
    }
    return this.#nothing(node, allowed, view);
  }

  /** What those who need a project leave of it for the same project with extras, which has to be the same version. */
  #allowedToProject({ name, extras }: ProjectNode, view: SolverView): VersionsByOrigin {
    if (extras.length === 0) return VersionsByOrigin.all;
    return view
      .requirersOf(this.#run.nodes.node(name).key)
      .reduce((common, { dependency }) => common.intersect(dependency.versions), VersionsByOrigin.all);
  }

  /** A package without extras takes the version, and the file, of the same package with extras. */
  #sameAsWithExtras(node: ProjectNode, allowed: VersionsByOrigin, view: SolverView): Chosen | undefined {
    for (const { dependency, version } of view.requirersOf(node.key)) {
      if (dependency.why.kind === 'same-version' && allowed.contains(version))
        return this.#chosen.get(`${node.name} ${version.key}`);
    }
    return undefined;
  }

  #findDirect({ name }: ProjectNode, allowed: VersionsByOrigin): Chosen | undefined {
    for (const origin of allowed.ofAddress.keys()) {
      const candidate = this.#run.lookups.knownDirect(origin);
      if (candidate === undefined || candidate.file.name !== name) continue;
      const version = directVersion(candidate.file.version, origin);
      if (allowed.contains(version) && this.#run.lookups.isSupported(candidate))
        return { version, from: { kind: 'direct', candidate } };
    }
    return undefined;
  }

  #requirersOf(node: ProjectNode, view: SolverView) {
    const own = view.requirersOf(node.key);
    return node.extras.length === 0
      ? own
      : [...own, ...view.requirersOf(this.#run.nodes.node(node.name).key)];
  }

  #installedThatFits({ name }: ProjectNode, asking: Asking) {
    if (isReinstalled(name, this.#run.options)) return undefined;
    const installed = this.#run.installed.get(name);
    const fits =
      installed !== undefined && asking.specifier.contains(installed.version, { prereleases: true });
    return fits ? installed : undefined;
  }

  /** Whether the installed version is taken without a look at the index. */
  #keepsInstalled(node: ProjectNode, allowed: VersionsByOrigin, view: SolverView): boolean {
    if (isUpgraded(this.#run, node)) return false;
    const asking = this.#offers.asking(node.name, specifiersOf(this.#requirersOf(node, view)));
    const installed = this.#installedThatFits(node, asking);
    return installed !== undefined && allowed.contains(indexVersion(installed.version));
  }

  #offersFor(node: ProjectNode, view: SolverView): Iterable<Offer> {
    const asking = this.#offers.asking(node.name, specifiersOf(this.#requirersOf(node, view)));
    const files = this.#run.lookups.knownProject(node.name);
    const offered = files === undefined ? [] : this.#offers.offered(files, asking);
    const installed = this.#installedThatFits(node, asking);
    return offersWithInstalled(offered, installed?.version, isUpgraded(this.#run, node));
  }

  /** Why nothing was found: there is nothing; nothing that the project itself may be; or nothing that is asked for. */
  #nothing(node: ProjectNode, allowed: VersionsByOrigin, view: SolverView): Found {
    const { name, key } = node;
    const forProject = this.#allowedToProject(node, view);
    const inAllowed = this.#filesIn(name, allowed);
    const possible = inAllowed.filter(({ version }) => forProject.contains(indexVersion(version)));
    if (inAllowed.length === 0 && (node.extras.length === 0 || allowed.isSubsetOf(forProject))) {
      const lack = this.#run.lookups.isUnknown(name) ? 'unknown' : 'no-version';
      const why: Why = { kind: 'lack', name, lack };
      return { kind: 'none', clash: { terms: [[key, positive(allowed)]], why } };
    }
    if (possible.length === 0) {
      const project = this.#run.nodes.node(name).key;
      const terms = [[key, positive(allowed)] as const, [project, positive(forProject)] as const];
      return { kind: 'none', clash: { terms, why: { kind: 'same-version', name } } };
    }
    const parents = new Map(this.#requirersOf(node, view).map((each) => [each.package, each.version]));
    const what = possible.every(({ file }) => file.yanked !== false) ? 'yanked' : 'prerelease';
    const clash: Clash<VersionsByOrigin, Why> = {
      terms: [
        [key, positive(allowed)],
        ...[...parents].map(
          ([parent, version]) => [parent, positive(VersionsByOrigin.exactly(version))] as const,
        ),
      ],
      why: { kind: 'unasked', name, what },
    };
    const [offer] = this.#offersFor(node, view);
    return { kind: offer === undefined ? 'none' : 'ruled-out', clash };
  }

  /** Files of the index that could be taken if somebody asked for them in the right way. */
  #filesIn(name: NormalizedName, allowed: VersionsByOrigin): RankedFile[] {
    const files = this.#run.lookups.knownProject(name);
    const finalsOnly = allowsPrereleases(name, this.#run.options.releaseControl) === false;
    return (files?.ranked ?? []).filter(
      ({ file, version }) =>
        allowed.contains(indexVersion(version)) &&
        !this.#discarded.has(file) &&
        !(finalsOnly && version.isPrerelease),
    );
  }
}
