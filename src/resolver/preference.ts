import type { Requirer } from './core/index.ts';
import type { OriginVersion, VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

type Requirers = readonly Requirer<VersionsByOrigin, OriginVersion, Why>[];

/** Rounds of conflict that a package waits for before it goes first for good; pip's number. */
const PROMOTED_AFTER = 5;

/** How tightly its requirements bind a package. */
interface Bounds {
  readonly isExplicit: boolean;
  readonly isPinned: boolean;
  readonly isCapped: boolean;
  readonly isFree: boolean;
}

function boundsOf(requirers: Requirers): Bounds {
  let isExplicit = false;
  let isPinned = false;
  let isCapped = false;
  let isFree = true;
  for (const { dependency } of requirers) {
    const { why } = dependency;
    if (why.kind !== 'requirement' || why.requirement.url !== null) {
      isExplicit = true;
      continue;
    }
    for (const { operator, isPrefix } of why.requirement.specifier.specifiers) {
      isFree = false;
      if (operator === '===' || (operator === '==' && !isPrefix)) isPinned = true;
      else if (['<', '<=', '~=', '=='].includes(operator)) isCapped = true;
    }
  }
  return { isExplicit, isPinned, isCapped, isFree };
}

/**
 * Which package to pin next, in pip's order: what took part in the last conflict, what is often in the way, an explicit
 * address, a pinned version, an upper bound, the user's own requirements in their order, any bound, then by name.
 *
 * What is tightly bound goes first, since it rules out most.
 */
export class Preference {
  readonly #userOrder: ReadonlyMap<string, number>;
  readonly #waits = new Map<string, number>();
  #inConflict: ReadonlySet<string> = new Set();

  /** @param userOrder the user's requirements by the key of their package. */
  constructor(userOrder: ReadonlyMap<string, number>) {
    this.#userOrder = userOrder;
  }

  noteConflict(names: ReadonlySet<string>): void {
    this.#inConflict = names;
  }

  pick(
    wanted: readonly string[],
    pins: ReadonlyMap<string, OriginVersion>,
    requirersOf: (name: string) => Requirers,
  ): string {
    const [first] = wanted;
    if (first === undefined) throw new TypeError('nothing to pick from');
    if (wanted.length === 1) return first;
    for (const name of this.#inConflict) {
      if (!pins.has(name)) this.#waits.set(name, (this.#waits.get(name) ?? 0) + 1);
    }
    const inConflict = wanted.filter((name) => this.#inConflict.has(name));
    const promoted = inConflict.length > 0 ? inConflict : wanted.filter((name) => this.#isPromoted(name));
    const candidates = promoted.length > 0 ? promoted : wanted;
    let best: { readonly name: string; readonly order: readonly (number | string)[] } | undefined;
    for (const name of candidates) {
      const order = this.#orderOf(name, requirersOf(name));
      if (best === undefined || isBefore(order, best.order)) best = { name, order };
    }
    return best?.name ?? first;
  }

  #isPromoted(name: string): boolean {
    return (this.#waits.get(name) ?? 0) >= PROMOTED_AFTER;
  }

  #orderOf(name: string, requirers: Requirers): readonly (number | string)[] {
    const { isExplicit, isPinned, isCapped, isFree } = boundsOf(requirers);
    return [
      Number(!this.#isPromoted(name)),
      Number(!isExplicit),
      Number(!isPinned),
      Number(!isCapped),
      this.#userOrder.get(name) ?? Number.POSITIVE_INFINITY,
      Number(isFree),
      name,
    ];
  }
}

function isBefore(left: readonly (number | string)[], right: readonly (number | string)[]): boolean {
  for (const [at, one] of left.entries()) {
    const other = right[at];
    if (other === undefined || one === other) continue;
    return one < other;
  }
  return false;
}
