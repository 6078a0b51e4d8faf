import type { Incompatibility } from './incompatibility.ts';
import type { Knowledge } from './knowledge.ts';
import type { PartialSolution } from './partial-solution.ts';
import { negate } from './term.ts';
import type { VersionKey, VersionSet } from './version-set.ts';

/** Derives all that follows from what is pinned and known. */
export class Propagation<Versions extends VersionSet<Versions, Version>, Version extends VersionKey, Why> {
  readonly #knowledge: Knowledge<Versions, Version, Why>;
  readonly #partial: PartialSolution<Versions, Version, Why>;
  readonly #narrowed = new Set<string>();
  readonly #lost = new Map<string, Incompatibility<Versions, Why>>();

  constructor(
    knowledge: Knowledge<Versions, Version, Why>,
    partial: PartialSolution<Versions, Version, Why>,
  ) {
    this.#knowledge = knowledge;
    this.#partial = partial;
  }

  /** Packages about which something was derived since they were last taken from here. */
  get narrowed(): Set<string> {
    return this.#narrowed;
  }

  /** Pinned packages whose version a derivation rules out, each with what it was derived from. */
  get lost(): Map<string, Incompatibility<Versions, Why>> {
    return this.#lost;
  }

  /** To call when the partial solution has gone back: lost pins that are undone, or allowed again, are lost no more. */
  forgetWhatWasUndone(): void {
    for (const name of this.#lost.keys()) {
      const pin = this.#partial.pins.get(name);
      if (pin === undefined || this.#partial.permits(name, pin)) this.#lost.delete(name);
    }
  }

  /** Derives what `incompatibility`, true but for its term about `name`, says; then {@link propagate}. */
  deriveFrom(
    incompatibility: Incompatibility<Versions, Why>,
    name: string,
  ): Incompatibility<Versions, Why> | undefined {
    this.#derive(incompatibility, name);
    return this.propagate(name);
  }

  /**
   * Derives all that follows from what has changed about `name`.
   *
   * @returns an incompatibility that has come true, the conflict, if there is one.
   */
  propagate(name: string): Incompatibility<Versions, Why> | undefined {
    const queue = new Set([name]);
    for (const changed of queue) {
      queue.delete(changed);
      const known = this.#knowledge.about(changed);
      for (let at = known.length - 1; at >= 0; at -= 1) {
        const incompatibility = known[at];
        if (incompatibility === undefined) continue;
        const relation = this.#partial.relation(incompatibility);
        if (relation.kind === 'satisfied') return incompatibility;
        if (relation.kind === 'open') continue;
        this.#derive(incompatibility, relation.package);
        queue.add(relation.package);
      }
    }
    return undefined;
  }

  #derive(incompatibility: Incompatibility<Versions, Why>, name: string): void {
    const term = incompatibility.terms.get(name);
    if (term === undefined) throw new TypeError(`the incompatibility says nothing about "${name}"`);
    this.#partial.derive(name, negate(term), incompatibility);
    this.#narrowed.add(name);
    const pin = this.#partial.pins.get(name);
    if (pin !== undefined && !this.#partial.permits(name, pin) && !this.#lost.has(name))
      this.#lost.set(name, incompatibility);
  }
}
