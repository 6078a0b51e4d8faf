import type { Incompatibility } from './incompatibility.ts';
import { excludes, implies, intersectTerms, positive, type Term } from './term.ts';
import type { VersionKey, VersionSet } from './version-set.ts';

/** One step of the search: a version pinned, or a term that had to be true. */
interface Entry<Versions, Version, Why> {
  readonly package: string;
  readonly index: number;
  /** How many versions were pinned when it was made, itself included. */
  readonly level: number;
  readonly term: Term<Versions>;
  readonly step:
    | { readonly kind: 'pin'; readonly version: Version }
    | {
        readonly kind: 'derivation';
        readonly cause: Incompatibility<Versions, Why>;
        /** All derivations about the package so far, this one included. */
        readonly derived: Term<Versions>;
      };
}

interface PackageState<Versions, Version, Why> {
  readonly entries: Entry<Versions, Version, Why>[];
  derived: Term<Versions> | undefined;
  pin: Version | undefined;
}

/** How much of an incompatibility is true: all of it, all but the term about one package, or less. */
export type Relation =
  | { readonly kind: 'satisfied' }
  | { readonly kind: 'almost'; readonly package: string }
  | { readonly kind: 'open' };

/** What made an incompatibility true, and how far back it had been almost so. */
export interface Satisfier<Versions, Why> {
  readonly package: string;
  readonly level: number;
  /** Place in the order of all steps. */
  readonly index: number;
  readonly cause: Incompatibility<Versions, Why> | undefined;
  readonly previousLevel: number;
}

/** Lowest level that is gone back to: the pin of the root stays. */
const ROOT_LEVEL = 1;

const OPEN: Relation = { kind: 'open' };
const SATISFIED: Relation = { kind: 'satisfied' };

/**
 * What has been pinned and derived so far, in order.
 *
 * Of a pinned package the derivations are kept apart from the pin, since the two are not equally strong: a pin says
 * what its version needs, but (unless `pinsAreFirm`) it does not keep others from asking for another version. Then the
 * pin is lost rather than the other package passed over, which is how pip chooses among several solutions.
 */
export class PartialSolution<
  Versions extends VersionSet<Versions, Version>,
  Version extends VersionKey,
  Why,
> {
  readonly #exactly: (version: Version) => Versions;
  readonly #entries: Entry<Versions, Version, Why>[] = [];
  readonly #states = new Map<string, PackageState<Versions, Version, Why>>();
  readonly #pins = new Map<string, Version>();
  #wanted = new Set<string>();
  pinsAreFirm = false;

  constructor(exactly: (version: Version) => Versions) {
    this.#exactly = exactly;
  }

  /** How many versions are pinned, the root included. */
  get level(): number {
    return this.#pins.size;
  }

  /** In the order in which they were pinned. */
  get pins(): ReadonlyMap<string, Version> {
    return this.#pins;
  }

  /** Packages of which a version is needed and none is pinned. */
  get wanted(): readonly string[] {
    return [...this.#wanted];
  }

  isWanted(name: string): boolean {
    return this.#wanted.has(name);
  }

  /** The versions that are left for a package of which one is needed; `undefined` when none is needed. */
  allowed(name: string): Versions | undefined {
    const derived = this.#states.get(name)?.derived;
    return derived?.isPositive === true ? derived.set : undefined;
  }

  /** Whether nothing that was derived rules the version out. */
  permits(name: string, version: Version): boolean {
    const derived = this.#states.get(name)?.derived;
    return derived === undefined || derived.set.contains(version) === derived.isPositive;
  }

  #state(name: string): PackageState<Versions, Version, Why> {
    let state = this.#states.get(name);
    if (state === undefined) {
      state = { entries: [], derived: undefined, pin: undefined };
      this.#states.set(name, state);
    }
    return state;
  }

  pin(name: string, version: Version): void {
    const state = this.#state(name);
    state.pin = version;
    this.#pins.set(name, version);
    this.#push(state, {
      package: name,
      index: this.#entries.length,
      level: this.level,
      term: positive(this.#exactly(version)),
      step: { kind: 'pin', version },
    });
  }

  derive(name: string, term: Term<Versions>, cause: Incompatibility<Versions, Why>): void {
    const state = this.#state(name);
    const derived = state.derived === undefined ? term : intersectTerms(state.derived, term);
    state.derived = derived;
    this.#push(state, {
      package: name,
      index: this.#entries.length,
      level: this.level,
      term,
      step: { kind: 'derivation', cause, derived },
    });
  }

  #push(state: PackageState<Versions, Version, Why>, entry: Entry<Versions, Version, Why>): void {
    this.#entries.push(entry);
    state.entries.push(entry);
    this.#updateWanted(entry.package, state);
  }

  #updateWanted(name: string, state: PackageState<Versions, Version, Why>): void {
    if (state.pin === undefined && state.derived?.isPositive === true) this.#wanted.add(name);
    else this.#wanted.delete(name);
  }

  /** Undoes all that came after the first `level` pins and what followed from them; the pins undone, oldest first. */
  backtrack(level: number): (readonly [string, Version])[] {
    const undone: (readonly [string, Version])[] = [];
    for (let entry = this.#entries.at(-1); entry !== undefined && entry.level > level; ) {
      this.#entries.pop();
      const state = this.#state(entry.package);
      state.entries.pop();
      if (entry.step.kind === 'pin') {
        undone.push([entry.package, entry.step.version]);
        state.pin = undefined;
        this.#pins.delete(entry.package);
      } else state.derived = lastDerived(state.entries);
      this.#updateWanted(entry.package, state);
      entry = this.#entries.at(-1);
    }
    return undone.reverse();
  }

  /** Level at which a package was pinned. */
  levelOf(name: string): number {
    const pin = this.#states.get(name)?.entries.find((entry) => entry.step.kind === 'pin');
    return pin?.level ?? Number.POSITIVE_INFINITY;
  }

  relation({ terms }: Incompatibility<Versions, Why>): Relation {
    let open: string | undefined;
    for (const [name, term] of terms) {
      const truth = this.#truth(this.#states.get(name), term);
      if (truth === true) continue;
      if (truth === false || open !== undefined) return OPEN;
      open = name;
    }
    return open === undefined ? SATISFIED : { kind: 'almost', package: open };
  }

  /** Whether the term is true; `undefined` while that is not known. */
  #truth(state: PackageState<Versions, Version, Why> | undefined, term: Term<Versions>): boolean | undefined {
    if (state === undefined) return undefined;
    const { derived, pin } = state;
    if (derived !== undefined) {
      if (implies(derived, term)) return true;
      if (excludes(derived, term)) return false;
    }
    if (pin === undefined) return undefined;
    const isTrue = term.set.contains(pin) === term.isPositive;
    if (this.pinsAreFirm) return isTrue;
    return term.isPositive && isTrue ? true : undefined;
  }

  /**
   * The step that made the last term of an incompatibility true, and the level at which all the others were.
   *
   * The incompatibility must have been true after some step before the one at `end`.
   */
  satisfierOf(
    incompatibility: Incompatibility<Versions, Why>,
    end = Number.POSITIVE_INFINITY,
  ): Satisfier<Versions, Why> {
    let last: Entry<Versions, Version, Why> | undefined;
    let lastTerm: Term<Versions> | undefined;
    let previousLevel = ROOT_LEVEL;
    for (const [name, term] of incompatibility.terms) {
      const entry = this.#firstSatisfying(name, term, end);
      if (last === undefined || entry.index > last.index) {
        previousLevel = Math.max(previousLevel, last?.level ?? ROOT_LEVEL);
        last = entry;
        lastTerm = term;
      } else previousLevel = Math.max(previousLevel, entry.level);
    }
    if (last === undefined || lastTerm === undefined)
      throw new TypeError('an incompatibility without terms has no satisfier');
    return {
      package: last.package,
      level: last.level,
      index: last.index,
      cause: last.step.kind === 'derivation' ? last.step.cause : undefined,
      previousLevel: Math.max(previousLevel, this.#neededBefore(last, lastTerm)),
    };
  }

  #firstSatisfying(name: string, term: Term<Versions>, end: number): Entry<Versions, Version, Why> {
    const { entries } = this.#state(name);
    let pin: Entry<Versions, Version, Why> | undefined;
    for (const entry of entries) {
      if (entry.index >= end) break;
      if (entry.step.kind === 'derivation') {
        if (implies(entry.step.derived, term)) return entry;
      } else if (term.set.contains(entry.step.version) === term.isPositive) {
        if (term.isPositive || this.pinsAreFirm) return entry;
        pin = entry;
      }
    }
    // a pin that ruled itself out is the one that counts as firm before pins are (see Solver)
    if (pin === undefined) throw new TypeError(`nothing satisfies the term about "${name}"`);
    return pin;
  }

  /** The level at which as much was known of the package as `entry` needs beside itself to make `term` true. */
  #neededBefore(entry: Entry<Versions, Version, Why>, term: Term<Versions>): number {
    if (implies(entry.term, term)) return ROOT_LEVEL;
    for (const { step, level } of this.#state(entry.package).entries) {
      if (step.kind === 'derivation' && implies(intersectTerms(step.derived, entry.term), term)) return level;
    }
    return entry.level;
  }
}

function lastDerived<Versions, Version, Why>(
  entries: readonly Entry<Versions, Version, Why>[],
): Term<Versions> | undefined {
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const step = entries[at]?.step;
    if (step?.kind === 'derivation') return step.derived;
  }
  return undefined;
}
