import type { NormalizedName } from '../packaging/index.ts';
import { Offers, specifiersOf } from './asking.ts';
import { Choices, type SolverView } from './choices.ts';
import { type Choice, type Clash, type Dependencies, type Provider, positive } from './core/index.ts';
import type { Edge } from './edges.ts';
import { LookAhead } from './look-ahead.ts';
import { type Description, type Reading, readDescription } from './metadata-reader.ts';
import { type ProjectNode, PYTHON, ROOT } from './node.ts';
import { Preference } from './preference.ts';
import { toldOf } from './resolve-errors.ts';
import type { Run } from './run.ts';
import { edgesOfVersion } from './version-edges.ts';
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
  /** Keys of the packages that asked for a project when it was last chosen. */
  readonly #askers = new Map<NormalizedName, readonly string[]>();
  readonly #readings = new Map<string, Promise<Reading>>();
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
    this.#run.log.debug(`trying ${key} ${found.chosen.version.version}`);
    this.#choices.remember(node.name, found.chosen);
    this.#askers.set(
      node.name,
      view.requirersOf(key).map((each) => each.package),
    );
    this.#fetchBatch(node, allowed, view);
    return { kind: 'version', version: found.chosen.version };
  }

  async dependenciesOf(key: string, version: OriginVersion): Promise<Dependencies<VersionsByOrigin, Why>> {
    if (key === ROOT) return this.#known(this.#rootEdges);
    const node = this.#run.nodes.find(key);
    if (node === undefined) return this.#known([]);
    const reading = await this.#read(node, version);
    if (reading.kind === 'unusable') return this.#unusable(node, version, reading.reason);
    const edges = await edgesOfVersion(node, version, reading.description, this.#run);
    if (edges === undefined)
      return this.#unusable(node, version, 'a marker of its requirements has no answer');
    this.#descriptions.set(`${node.name} ${version.key}`, reading.description);
    this.#needs.set(`${key} ${version.key}`, edges);
    return this.#known(edges);
  }

  /** Once for a version, whatever extras it is chosen with. */
  #read(node: ProjectNode, version: OriginVersion): Promise<Reading> {
    const key = `${node.name} ${version.key}`;
    let reading = this.#readings.get(key);
    if (reading === undefined) {
      const chosen = this.#choices.chosenFor(node.name, version);
      reading = readDescription(node, chosen, this.#run, (file) => this.#choices.discard(file)).catch(
        (error: unknown) => {
          throw toldOf(error, `${node.name} ${version.version}`, this.#askers.get(node.name) ?? []);
        },
      );
      this.#readings.set(key, reading);
    }
    return reading;
  }

  #unusable(
    { name }: ProjectNode,
    { version }: OriginVersion,
    reason: string,
  ): Dependencies<VersionsByOrigin, Why> {
    this.#run.log.warn(`${name} ${version} is passed over: ${reason}`);
    return { kind: 'unusable', why: { kind: 'unusable', name, version, reason } };
  }

  #known(dependencies: readonly Edge[]): Dependencies<VersionsByOrigin, Why> {
    for (const { package: key, why } of dependencies) {
      const node = this.#run.nodes.find(key);
      if (node === undefined || why.kind !== 'requirement' || why.requirement.url !== null) continue;
      this.#lookAhead.expect(node, why.requirement.specifier);
    }
    return { kind: 'known', dependencies };
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
