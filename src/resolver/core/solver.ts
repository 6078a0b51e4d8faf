import { analyzeConflict, type Lesson } from './conflict-analysis.ts';
import { givenIncompatibility, type Incompatibility } from './incompatibility.ts';
import { Knowledge } from './knowledge.ts';
import { PartialSolution } from './partial-solution.ts';
import { Propagation } from './propagation.ts';
import type { Clash, Dependency, Provider, Requirer, View } from './provider.ts';
import { Requirers } from './requirers.ts';
import { positive } from './term.ts';
import type { VersionKey, VersionSet } from './version-set.ts';

/** Times that one pin may be lost to one and the same other pin before pins become firm: more than a real set needs. */
const MAX_SAME_LOSSES = 3;

/** How a search ended; `pins` are in the order in which they were made and may hold packages that nothing needs. */
export type Outcome<Versions, Version, Why> =
  | { readonly kind: 'solved'; readonly pins: ReadonlyMap<string, Version>; readonly rounds: number }
  /** The incompatibility says that the root itself cannot be; its causes are the proof. */
  | { readonly kind: 'failed'; readonly proof: Incompatibility<Versions, Why>; readonly rounds: number }
  | { readonly kind: 'exhausted'; readonly rounds: number };

export interface SolverLimits {
  /** Versions that are chosen and conflicts that are met, together. */
  readonly maxRounds: number;
  /** Asked once a round; `true` ends the search. */
  readonly isOver?: () => boolean;
}

type Pin<Version> = readonly [name: string, version: Version];

/**
 * PubGrub: conflict-driven search for one version of each package that is needed.
 *
 * Two things differ from the published algorithm, so that the answer is the one that pip gives where several would do.
 * A pin that another package's need rules out is lost and chosen anew, where PubGrub would pass over that other
 * package's version. And after a conflict the pins that have nothing to do with it are made again as they were. Both
 * only choose another order of decisions; what is learned from a conflict is the same, and so is the proof of a
 * failure. Where pins keep losing to each other, they become firm, and the search is PubGrub as published, which ends.
 *
 * @see https://github.com/dart-lang/pub/blob/master/doc/solver.md
 */
export class Solver<Versions extends VersionSet<Versions, Version>, Version extends VersionKey, Why>
  implements View<Versions, Version, Why>
{
  readonly #provider: Provider<Versions, Version, Why>;
  readonly #exactly: (version: Version) => Versions;
  readonly #limits: SolverLimits;
  readonly #knowledge = new Knowledge<Versions, Version, Why>();
  readonly #partial: PartialSolution<Versions, Version, Why>;
  readonly #propagation: Propagation<Versions, Version, Why>;
  readonly #dependencies = new Map<string, readonly Dependency<Versions, Why>[]>();
  readonly #requirers = new Requirers<Versions, Version, Why>();
  readonly #losses = new Map<string, number>();
  /** Pins to make again, in this order, before anything is chosen. */
  #plan: readonly Pin<Version>[] = [];
  /** The package whose last version was rejected: its next one is tried before anything else is pinned. */
  #retried: string | undefined;
  /** Who took part in rejecting versions of it. */
  #rejecting = new Set<string>();
  #rounds = 0;

  constructor(provider: Provider<Versions, Version, Why>, limits: SolverLimits) {
    this.#provider = provider;
    this.#limits = limits;
    this.#exactly = (version) => provider.exactly(version);
    this.#partial = new PartialSolution(this.#exactly);
    this.#propagation = new Propagation(this.#knowledge, this.#partial);
  }

  get pins(): ReadonlyMap<string, Version> {
    return this.#partial.pins;
  }

  requirersOf(name: string): readonly Requirer<Versions, Version, Why>[] {
    return this.#requirers.of(name);
  }

  /** Searches for versions of all that `root`, a package with one version, needs. */
  async solve(root: string, version: Version): Promise<Outcome<Versions, Version, Why>> {
    let conflict = await this.#tryVersion(root, version);
    for (;;) {
      conflict ??= (await this.#checkNarrowed()) ?? this.#loseRuledOutPins();
      if (this.#rounds >= this.#limits.maxRounds || this.#limits.isOver?.() === true)
        return { kind: 'exhausted', rounds: this.#rounds };
      if (conflict !== undefined) {
        this.#rounds += 1;
        const lesson = analyzeConflict(conflict, this.#partial, root);
        if (lesson.kind === 'proof')
          return { kind: 'failed', proof: lesson.incompatibility, rounds: this.#rounds };
        this.#rememberWhoTookPart(conflict);
        conflict = this.#goBack(lesson, conflict);
      } else if (this.#plan.length > 0) {
        conflict = this.#repeatPin();
      } else if (this.#partial.wanted.length > 0) {
        this.#rounds += 1;
        conflict = await this.#choosePin();
      } else {
        return { kind: 'solved', pins: this.#partial.pins, rounds: this.#rounds };
      }
    }
  }

  #pin(name: string, version: Version): Incompatibility<Versions, Why> | undefined {
    this.#partial.pin(name, version);
    this.#requirers.push(name, version, this.#dependenciesOf(name, version));
    return this.#propagation.propagate(name);
  }

  /** Undoes all pins but the first `level`; the pins undone, oldest first. */
  #unpin(level: number): Pin<Version>[] {
    const undone = this.#partial.backtrack(level);
    for (const [name, version] of undone.toReversed())
      this.#requirers.pop(this.#dependenciesOf(name, version));
    this.#propagation.forgetWhatWasUndone();
    return undone;
  }

  /** Undoes what the conflict came from, and plans to make the other pins again. */
  #goBack(
    { incompatibility, package: name, level }: Lesson<Versions, Why> & { readonly kind: 'lesson' },
    conflict: Incompatibility<Versions, Why>,
  ): Incompatibility<Versions, Why> | undefined {
    const undone = this.#unpin(level);
    this.#plan = undone.slice(0, -1);
    this.#retried = undone.at(-1)?.[0];
    if (incompatibility !== conflict) this.#knowledge.add(incompatibility);
    return this.#propagation.deriveFrom(incompatibility, name);
  }

  #repeatPin(): Incompatibility<Versions, Why> | undefined {
    const [next, ...rest] = this.#plan;
    this.#plan = rest;
    if (next === undefined) return undefined;
    const [name, version] = next;
    if (this.#partial.permits(name, version)) return this.#pin(name, version);
    // this pin had its part in the conflict, and what came after it may have been chosen because of it
    this.#plan = [];
    this.#retried = undefined;
    this.#provider.onConflict?.(this.#rejecting);
    this.#rejecting = new Set();
    return undefined;
  }

  async #choosePin(): Promise<Incompatibility<Versions, Why> | undefined> {
    let candidates = this.#partial.wanted;
    if (this.#retried !== undefined && this.#partial.isWanted(this.#retried)) candidates = [this.#retried];
    for (;;) {
      const name = this.#provider.pick(candidates, this);
      candidates = candidates.filter((each) => each !== name);
      const allowed = this.#partial.allowed(name);
      if (allowed === undefined) throw new TypeError(`no version of "${name}" is needed`);
      const choice = await this.#provider.choose(name, allowed, this, candidates.length === 0);
      if (choice.kind === 'clash') return this.#learnClash(choice.clash);
      if (choice.kind === 'version') return this.#tryVersion(name, choice.version);
    }
  }

  async #tryVersion(name: string, version: Version): Promise<Incompatibility<Versions, Why> | undefined> {
    const key = dependenciesKey(name, version);
    if (!this.#dependencies.has(key)) {
      const answer = await this.#provider.dependenciesOf(name, version);
      if (answer.kind === 'unusable') {
        this.#retried = name;
        return this.#learnClash({ terms: [[name, positive(this.#exactly(version))]], why: answer.why });
      }
      this.#dependencies.set(key, answer.dependencies);
      for (const dependency of answer.dependencies)
        this.#knowledge.addDependency(name, version, this.#exactly(version), dependency);
    }
    const conflict = this.#pin(name, version) ?? (await this.#checkNarrowed());
    if (conflict === undefined) {
      this.#provider.onPin?.(name, version);
      this.#retried = undefined;
      this.#rejecting = new Set();
    }
    return conflict;
  }

  /** Lets the provider look at packages whose versions have become fewer, so that a dead end shows at once. */
  async #checkNarrowed(): Promise<Incompatibility<Versions, Why> | undefined> {
    const { narrowed } = this.#propagation;
    for (const name of narrowed) {
      narrowed.delete(name);
      const allowed = this.#partial.allowed(name);
      const pin = this.#partial.pins.get(name);
      if (allowed === undefined || (pin !== undefined && allowed.contains(pin))) continue;
      const answer = this.#provider.check(name, allowed, this);
      const clash = answer instanceof Promise ? await answer : answer;
      if (clash === undefined) continue;
      const conflict = this.#learnClash(clash);
      if (conflict !== undefined) return conflict;
    }
    return undefined;
  }

  /** Adds what the provider found, and what follows; the conflict, if it is one. */
  #learnClash({ terms, why }: Clash<Versions, Why>): Incompatibility<Versions, Why> | undefined {
    const incompatibility = givenIncompatibility(terms, why);
    this.#knowledge.add(incompatibility);
    const relation = this.#partial.relation(incompatibility);
    if (relation.kind === 'satisfied') return incompatibility;
    if (relation.kind === 'open') return undefined;
    return this.#propagation.deriveFrom(incompatibility, relation.package);
  }

  /**
   * Undoes pins that have been ruled out since, and plans to make those that came after them again.
   *
   * @returns a conflict where a pin ruled itself out.
   */
  #loseRuledOutPins(): Incompatibility<Versions, Why> | undefined {
    const { lost } = this.#propagation;
    const newest = [...this.#partial.pins].at(-1);
    if (lost.size === 0 || newest === undefined) return undefined;
    const [winner, winnerVersion] = newest;
    const ruledOutBy = lost.get(winner);
    if (ruledOutBy !== undefined) return ruledOutBy;
    let level = this.#partial.level;
    for (const name of lost.keys()) {
      level = Math.min(level, this.#partial.levelOf(name) - 1);
      const loss = [name, this.#partial.pins.get(name)?.key, winner, winnerVersion.key].join('\n');
      const count = (this.#losses.get(loss) ?? 0) + 1;
      this.#losses.set(loss, count);
      if (count > MAX_SAME_LOSSES) this.#partial.pinsAreFirm = true;
    }
    const losers = new Set(lost.keys());
    if (this.#partial.pinsAreFirm) level = 1;
    const undone = this.#unpin(level);
    this.#plan = this.#partial.pinsAreFirm ? [] : undone.filter(([name]) => !losers.has(name));
    this.#retried = undefined;
    return undefined;
  }

  /** For the provider's next choices: the packages in the conflict, and those that need them. */
  #rememberWhoTookPart({ terms }: Incompatibility<Versions, Why>): void {
    for (const name of terms.keys()) {
      this.#rejecting.add(name);
      for (const requirer of this.#requirers.of(name)) this.#rejecting.add(requirer.package);
    }
  }

  #dependenciesOf(name: string, version: Version): readonly Dependency<Versions, Why>[] {
    return this.#dependencies.get(dependenciesKey(name, version)) ?? [];
  }
}

const dependenciesKey = (name: string, version: VersionKey): string => `${name}\n${version.key}`;
