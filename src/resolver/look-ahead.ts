import type { CoreMetadata, NormalizedName, SpecifierSet } from '../packaging/index.ts';
import type { Offers } from './asking.ts';
import type { OfferedVersion } from './choose-candidate.ts';
import { applicable } from './edges.ts';
import type { ProjectNode } from './node.ts';
import { isReinstalled } from './options.ts';
import type { ProjectFiles } from './project-files.ts';
import { isUpgraded, type Run } from './run.ts';

/** Versions of one package whose metadata is asked for ahead of need; the first guess is nearly always right. */
const MAX_GUESSES = 3;

/** Requirements on one package that are looked at; when so many have been met, the solver is trying versions in turn. */
const MAX_SPECIFIERS = 24;

/**
 * Asks for what will probably be needed before the solver does: the listing of every package that comes into sight, the
 * metadata of its best version, and so on for what that needs.
 *
 * So the wait for a whole set is that of its longest chain, not that of all its packages one after the other. Answers
 * change nothing but the time; errors are left to whoever needs the answer.
 */
export class LookAhead {
  readonly #run: Run;
  readonly #offers: Offers;
  /** URLs of files by the key of their package. */
  readonly #guesses = new Map<string, Set<string>>();
  readonly #specifiers = new Map<NormalizedName, Set<SpecifierSet>>();

  constructor(run: Run, offers: Offers) {
    this.#run = run;
    this.#offers = offers;
  }

  /** A package has come into sight, with what is asked of it. */
  expect(node: ProjectNode, specifier: SpecifierSet): void {
    const { name } = node;
    const specifiers = this.#specifiers.get(name) ?? new Set();
    this.#specifiers.set(name, specifiers);
    if (this.#guessesOf(node).size >= MAX_GUESSES || specifiers.size >= MAX_SPECIFIERS) return;
    if (!specifier.isEmpty) specifiers.add(specifier);
    if (this.#isInstalled(node, specifier) || this.#run.constraints.of(name).addresses.length > 0) return;
    const files = this.#run.lookups.knownProject(name);
    if (files !== undefined) this.#guess(node, files);
    else {
      this.#run.lookups
        .project(name)
        .then((listed) => this.#guess(node, listed))
        .catch((error: unknown) => this.#leave(node, error));
    }
  }

  #guessesOf({ key }: ProjectNode): Set<string> {
    let guesses = this.#guesses.get(key);
    if (guesses === undefined) {
      guesses = new Set();
      this.#guesses.set(key, guesses);
    }
    return guesses;
  }

  /** Asks for the metadata of these versions, the best file of each. */
  fetch(versions: readonly OfferedVersion[]): void {
    for (const { files } of versions) {
      const file = files[0]?.file;
      if (file?.kind === 'wheel') this.#run.lookups.metadata(file).catch(() => {});
    }
  }

  #isInstalled(node: ProjectNode, specifier: SpecifierSet): boolean {
    const installed = this.#run.installed.get(node.name);
    const isAnew = isReinstalled(node.name, this.#run.options) || isUpgraded(this.#run, node);
    if (installed === undefined || isAnew) return false;
    return specifier.contains(installed.version, { prereleases: true });
  }

  #guess(node: ProjectNode, files: ProjectFiles): void {
    const guesses = this.#guessesOf(node);
    if (guesses.size >= MAX_GUESSES) return;
    const asking = this.#offers.asking(node.name, [...(this.#specifiers.get(node.name) ?? [])]);
    // what a source distribution needs takes its whole download to know: only when it is chosen
    const file = this.#offers.offered(files, asking)[0]?.files[0]?.file;
    if (file?.kind !== 'wheel' || guesses.has(file.url)) return;
    guesses.add(file.url);
    this.#run.lookups
      .metadata(file)
      .then(({ metadata }) => this.#expectAll(node, metadata))
      .catch((error: unknown) => this.#leave(node, error));
  }

  /** Whoever needs the answer asks again, and gets the error. */
  #leave({ key }: ProjectNode, error: unknown): void {
    this.#run.log.debug(
      `looking ahead for ${key}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }

  #expectAll(node: ProjectNode, metadata: CoreMetadata): void {
    if (this.#run.options.dependencies === 'without') return;
    const extras = node.extras.filter((extra) => metadata.providesExtra.includes(extra));
    const { adjustments, target } = this.#run;
    for (const needed of applicable(
      adjustments.apply(metadata.requiresDist, extras),
      target.markers,
      extras,
    )) {
      if (needed.url !== null) continue;
      this.expect(this.#run.nodes.node(needed.normalizedName, needed.extras), needed.specifier);
    }
  }
}
