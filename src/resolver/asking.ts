import type { NormalizedName, SpecifierSet } from '../packaging/index.ts';
import { type Asking, type OfferedVersion, offeredVersions } from './choose-candidate.ts';
import type { Requirer } from './core/index.ts';
import { allowsPrereleases } from './options.ts';
import type { ProjectFiles } from './project-files.ts';
import { hashConflict } from './resolve-errors.ts';
import type { Run } from './run.ts';
import type { OriginVersion, VersionsByOrigin } from './versions-by-origin.ts';
import type { Why } from './why.ts';

/** The specifiers of those requirements that name no address. */
export const specifiersOf = (
  requirers: readonly Requirer<VersionsByOrigin, OriginVersion, Why>[],
): SpecifierSet[] =>
  requirers.flatMap(({ dependency: { why } }) =>
    why.kind === 'requirement' && !why.requirement.specifier.isEmpty ? [why.requirement.specifier] : [],
  );

/**
 * What is asked of projects, and what they offer then, worked out once for each set of specifiers.
 *
 * The same few specifiers meet again and again while versions are tried; parsed and sorted lists are kept by the numbers
 * that their texts get here.
 */
export class Offers {
  readonly #run: Run;
  readonly #numberOfText = new Map<string, number>();
  readonly #numbers = new WeakMap<SpecifierSet, number>();
  readonly #askings = new Map<string, Asking>();
  readonly #offers = new WeakMap<Asking, readonly OfferedVersion[]>();

  constructor(run: Run) {
    this.#run = run;
  }

  /**
   * What is asked of a project by those who have these specifiers, and by the constraints on it.
   *
   * @throws SafeInstallError `resolve.hash-conflict`
   */
  asking(name: NormalizedName, specifiers: readonly SpecifierSet[]): Asking {
    const { constraints, hashes, options } = this.#run;
    const byNumber = new Map(specifiers.map((each) => [this.#numberOf(each), each] as const));
    const key = `${name} ${[...byNumber.keys()].sort((left, right) => left - right).join(',')}`;
    let asking = this.#askings.get(key);
    if (asking === undefined) {
      const allowed = hashes.get(name);
      if (allowed?.length === 0) throw hashConflict(name);
      asking = {
        specifier: [...byNumber.values()].reduce(
          (common, each) => common.and(each),
          constraints.of(name).specifier,
        ),
        hashes: allowed ?? [],
        prereleases: allowsPrereleases(name, options.releaseControl),
        preferBinary: options.preferBinary,
        preferred: options.preferred.get(name) ?? null,
      };
      this.#askings.set(key, asking);
    }
    return asking;
  }

  /** The versions that are offered then, the best first. */
  offered({ ranked }: ProjectFiles, asking: Asking): readonly OfferedVersion[] {
    let offers = this.#offers.get(asking);
    if (offers === undefined) {
      offers = offeredVersions(ranked, asking);
      this.#offers.set(asking, offers);
    }
    return offers;
  }

  #numberOf(specifier: SpecifierSet): number {
    const known = this.#numbers.get(specifier);
    if (known !== undefined) return known;
    const text = specifier.toString();
    const number = this.#numberOfText.get(text) ?? this.#numberOfText.size;
    this.#numberOfText.set(text, number);
    this.#numbers.set(specifier, number);
    return number;
  }
}
