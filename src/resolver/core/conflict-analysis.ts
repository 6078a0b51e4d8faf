import { type Incompatibility, resolveOn } from './incompatibility.ts';
import type { PartialSolution } from './partial-solution.ts';
import type { VersionKey, VersionSet } from './version-set.ts';

/** What a conflict teaches. */
export type Lesson<Versions, Why> =
  /** The root itself cannot be: there is no solution. */
  | { readonly kind: 'proof'; readonly incompatibility: Incompatibility<Versions, Why> }
  /** Back at `level`, all of the incompatibility is true but its term about `package`: that one must be false. */
  | {
      readonly kind: 'lesson';
      readonly incompatibility: Incompatibility<Versions, Why>;
      readonly package: string;
      readonly level: number;
    };

/**
 * Follows a satisfied incompatibility back through the derivations that made it true, until one of its terms became
 * true later than all the others.
 */
export function analyzeConflict<
  Versions extends VersionSet<Versions, Version>,
  Version extends VersionKey,
  Why,
>(
  conflict: Incompatibility<Versions, Why>,
  partial: PartialSolution<Versions, Version, Why>,
  root: string,
): Lesson<Versions, Why> {
  let incompatibility = conflict;
  let end = Number.POSITIVE_INFINITY;
  for (;;) {
    if (isAboutRootAlone(incompatibility, root)) return { kind: 'proof', incompatibility };
    const satisfier = partial.satisfierOf(incompatibility, end);
    if (satisfier.cause === undefined || satisfier.previousLevel < satisfier.level) {
      return {
        kind: 'lesson',
        incompatibility,
        package: satisfier.package,
        level: satisfier.previousLevel,
      };
    }
    incompatibility = resolveOn(satisfier.package, incompatibility, satisfier.cause);
    end = satisfier.index;
  }
}

function isAboutRootAlone<Versions, Why>({ terms }: Incompatibility<Versions, Why>, root: string): boolean {
  for (const [name, term] of terms) {
    if (name !== root || !term.isPositive) return false;
  }
  return true;
}
