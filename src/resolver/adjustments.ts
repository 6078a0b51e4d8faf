import type { MarkerEnvironment, NormalizedName, Requirement } from '../packaging/index.ts';
import type { UserConstraint } from './user-requirement.ts';

/**
 * Requirements that count for others than they are written: those of an overridden project are replaced by its
 * overrides, wherever they stand, and those of an excluded one are left out.
 *
 * As in uv, an override takes the place of specifier, extras and marker alike; only the extra stays through which a
 * requirement is optional, since it would be asked for by everybody otherwise.
 *
 * @see https://docs.astral.sh/uv/concepts/resolution/#dependency-overrides
 */
export class Adjustments {
  /** Those whose markers hold here; empty where none of a project's does. */
  readonly #overrides = new Map<NormalizedName, UserConstraint[]>();
  readonly #byRequirement = new Map<Requirement, UserConstraint>();
  readonly #excludes: ReadonlySet<NormalizedName>;

  constructor(
    overrides: readonly UserConstraint[],
    excludes: ReadonlySet<NormalizedName>,
    markers: MarkerEnvironment,
  ) {
    this.#excludes = excludes;
    for (const override of overrides) {
      const { requirement } = override;
      const known = this.#overrides.get(requirement.normalizedName) ?? [];
      this.#overrides.set(requirement.normalizedName, known);
      if (requirement.marker?.evaluate(markers) === false) continue;
      known.push(override);
      this.#byRequirement.set(requirement, override);
    }
  }

  /** Every override that holds here. */
  get overrides(): readonly UserConstraint[] {
    return [...this.#byRequirement.values()];
  }

  /** What counts in place of a requirement on this project; `undefined`: the requirement itself. */
  insteadOf(name: NormalizedName): readonly UserConstraint[] | undefined {
    return this.#excludes.has(name) ? [] : this.#overrides.get(name);
  }

  /** The override that a requirement comes from. */
  originOf(requirement: Requirement): UserConstraint | undefined {
    return this.#byRequirement.get(requirement);
  }

  /**
   * What counts of the requirements that a version states.
   *
   * @param extras those that are asked for.
   */
  apply(requirements: readonly Requirement[], extras: readonly NormalizedName[]): readonly Requirement[] {
    if (this.#overrides.size === 0 && this.#excludes.size === 0) return requirements;
    const counting = new Set<Requirement>();
    for (const requirement of requirements) {
      const instead = this.insteadOf(requirement.normalizedName);
      const extra = requirement.marker?.requiredExtra ?? null;
      if (instead === undefined) counting.add(requirement);
      else if (extra === null || extras.includes(extra))
        for (const override of instead) counting.add(override.requirement);
    }
    return [...counting];
  }
}
