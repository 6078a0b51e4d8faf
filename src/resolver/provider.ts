import { Offers, specifiersOf } from './asking.ts';
import { Choices, type SolverView } from './choices.ts';
import { type Choice, type Clash, type Dependencies, type Provider, positive } from './core/index.ts';
import { applicable, type Edge, edgesOf } from './edges.ts';
import { fetchDirect } from './fetch-direct.ts';
import { LookAhead } from './look-ahead.ts';
import { type Description, readDescription } from './metadata-reader.ts';
import { type ProjectNode, PYTHON, ROOT } from './node.ts';
import { Preference } from './preference.ts';
import type { Run } from './run.ts';
import { indexVersion, type OriginVersion, VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

/** Attempts at one package after which several of its older versions are looked up at a time; then twice as many. */
const FIRST_BATCH_AFTER = 5;

/** Tells the solver about Python packages: pip's preferences, and what the source and the environment have. */
export class PackageProvider implements Provider<VersionsByOrigin, OriginVersion, Why> {
  readonly #run: Run;
  readonly #rootEdges: readonly Edge[];
  readonly #offers: Offers;
  readonly #choices: Choices;
  readonly #lookAhead: LookAhead;
  readonly #preference: Preference;
  readonly #descriptions = new Map<string, Description>();
  readonly #needs = new Map<string, readonly Edge[]>();
  readonly #attempts = new Map<string, number>();
  #newest = '';
  readonly #onPin: (node: ProjectNode, description: Description) => void;

  /**
   * @param rootEdges what the user's requirements come to.
   * @param onPin hears of each version as it is chosen, before it is known whether it can stay.
   */
  constructor(
    run: Run,
    rootEdges: readonly Edge[],
    onPin: (node: ProjectNode, description: Description) => void,
  ) {
    this.#run = run;
    this.#rootEdges = rootEdges;
    this.#onPin = onPin;
    this.#offers = new Offers(run);
    this.#choices = new Choices(run, this.#offers);
    this.#lookAhead = new LookAhead(run, this.#offers);
    this.#preference = new Preference(run.userOrder);
  }

  exactly(version: OriginVersion): VersionsByOrigin {
    return VersionsByOrigin.exactly(version);
  }

  pick(wanted: readonly string[], view: SolverView): string {
    if (wanted.includes(PYTHON)) return PYTHON;
    return this.#preference.pick(wanted, view.pins, (name) => view.requirersOf(name));
  }

  onConflict(names: ReadonlySet<string>): void {
    this.#preference.noteConflict(names);
  }

  onPin(key: string, version: OriginVersion): void {
    const node = this.#run.nodes.find(key);
    const description = node && this.#descriptions.get(`${node.name} ${version.key}`);
    if (node === undefined || description === undefined) return;
    this.#newest = node.name;
    if (node.extras.length === 0) this.#onPin(node, description);
  }

  /** The project that was chosen last, for the progress line. */
  get newest(): string {
    return this.#newest;
  }

  /** What a pinned version needs. */
  needsOf(key: string, version: OriginVersion): readonly Edge[] {
    return this.#needs.get(`${key} ${version.key}`) ?? [];
  }

  /** What the version that was chosen says of itself. */
  descriptionOf(node: ProjectNode, version: OriginVersion): Description {
    const description = this.#descriptions.get(`${node.name} ${version.key}`);
    if (description === undefined) throw new TypeError(`"${node.key}" has not been read`);
    return description;
  }

  check(
    key: string,
    allowed: VersionsByOrigin,
    view: SolverView,
  ): Promise<Clash<VersionsByOrigin, Why> | undefined> | Clash<VersionsByOrigin, Why> | undefined {
    const node = this.#run.nodes.find(key);
    if (node === undefined) return undefined;
    for (const { constraint, versions } of this.#run.constraints.of(node.name).bounds) {
      if (allowed.isSubsetOf(versions)) continue;
      return { terms: [[key, positive(versions.complement())]], why: { kind: 'constraint', constraint } };
    }
    const waiting = this.#choices.ready(node, allowed, view);
    if (waiting !== undefined) return waiting.then(() => this.#deadEnd(node, allowed, view));
    return this.#deadEnd(node, allowed, view);
  }

  #deadEnd(node: ProjectNode, allowed: VersionsByOrigin, view: SolverView) {
    const found = this.#choices.find(node, allowed, view);
    return found.kind === 'none' ? found.clash : undefined;
  }

  async choose(
    key: string,
    allowed: VersionsByOrigin,
    view: SolverView,
    isLast: boolean,
  ): Promise<Choice<VersionsByOrigin, OriginVersion, Why>> {
    const node = this.#run.nodes.find(key);
    if (node === undefined) return { kind: 'version', version: indexVersion(this.#run.target.pythonVersion) };
    await this.#choices.ready(node, allowed, view);
    const found = this.#choices.find(node, allowed, view);
    if (found.kind === 'ruled-out' && !isLast) return { kind: 'later' };
    if (found.kind !== 'chosen') return { kind: 'clash', clash: found.clash };
    this.#choices.remember(node.name, found.chosen);
    this.#fetchBatch(node, allowed, view);
    return { kind: 'version', version: found.chosen.version };
  }

  async dependenciesOf(key: string, version: OriginVersion): Promise<Dependencies<VersionsByOrigin, Why>> {
    if (key === ROOT) return this.#known(this.#rootEdges);
    const node = this.#run.nodes.find(key);
    if (node === undefined) return this.#known([]);
    const reading = await readDescription(
      node,
      this.#choices.chosenFor(node.name, version),
      this.#run,
      (file) => this.#choices.discard(file),
    );
    if (reading.kind === 'unusable') {
      const why: Why = {
        kind: 'unusable',
        name: node.name,
        version: version.version,
        reason: reading.reason,
      };
      return { kind: 'unusable', why };
    }
    const { description } = reading;
    this.#descriptions.set(`${node.name} ${version.key}`, description);
    const edges = await this.#edgesOf(node, version, description);
    this.#needs.set(`${key} ${version.key}`, edges);
    return this.#known(edges);
  }

  #known(dependencies: readonly Edge[]): Dependencies<VersionsByOrigin, Why> {
    for (const { package: key, why } of dependencies) {
      const node = this.#run.nodes.find(key);
      if (node === undefined || why.kind !== 'requirement' || why.requirement.url !== null) continue;
      this.#lookAhead.expect(node, why.requirement.specifier);
    }
    return { kind: 'known', dependencies };
  }

  /** Requires-Python comes first, so that an unfit version fails before anything is looked up for it. */
  async #edgesOf(node: ProjectNode, version: OriginVersion, description: Description): Promise<Edge[]> {
    const { options, nodes, target } = this.#run;
    const edges: Edge[] = [];
    const { requiresPython } = description;
    if (node.extras.length > 0) {
      const why: Why = { kind: 'same-version', name: node.name };
      edges.push({ package: nodes.node(node.name).key, versions: VersionsByOrigin.exactly(version), why });
    } else if (requiresPython !== null && !requiresPython.isEmpty && !options.ignoreRequiresPython) {
      const versions = VersionsByOrigin.within(requiresPython.toRange());
      edges.push({ package: PYTHON, versions, why: { kind: 'requires-python', specifier: requiresPython } });
    }
    if (options.dependencies === 'without') return edges;
    const extras = node.extras.filter((extra) => description.providesExtra.includes(extra));
    const requiredBy = { name: node.name, version: version.version };
    for (const requirement of applicable(description.requiresDist, target.markers, extras)) {
      const needed = await edgesOf(requirement, null, nodes, (request) =>
        fetchDirect({ ...request, requiredBy }, this.#run.lookups),
      );
      edges.push(...needed);
    }
    return edges;
  }

  /** After some attempts at a package, its next versions will probably be needed too. */
  #fetchBatch(node: ProjectNode, allowed: VersionsByOrigin, view: SolverView): void {
    const attempts = (this.#attempts.get(node.name) ?? 0) + 1;
    this.#attempts.set(node.name, attempts);
    const isTurn = attempts >= FIRST_BATCH_AFTER && Number.isInteger(Math.log2(attempts / FIRST_BATCH_AFTER));
    const files = this.#run.lookups.knownProject(node.name);
    if (!isTurn || files === undefined) return;
    const asking = this.#offers.asking(node.name, specifiersOf(view.requirersOf(node.key)));
    const next = this.#offers
      .offered(files, asking)
      .filter(({ version }) => allowed.contains(indexVersion(version)));
    this.#lookAhead.fetch(next.slice(0, attempts));
  }
}
