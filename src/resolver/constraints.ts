import {
  type MarkerEnvironment,
  type NormalizedName,
  type Sha256,
  SpecifierSet,
} from '../packaging/index.ts';
import { addressKey } from './direct-address.ts';
import { badConstraint } from './resolve-errors.ts';
import type { UserConstraint } from './user-requirement.ts';
import { VersionsByOrigin } from './versions-by-origin.ts';

/** One constraint and the versions that it leaves. */
interface Bound {
  readonly constraint: UserConstraint;
  readonly versions: VersionsByOrigin;
}

interface ProjectConstraints {
  readonly bounds: readonly Bound[];
  readonly specifier: SpecifierSet;
  readonly addresses: readonly string[];
}

const NONE: ProjectConstraints = { bounds: [], specifier: SpecifierSet.any, addresses: [] };

/**
 * What the constraints files say of each project. They ask for nothing: an address in one is looked at only when
 * somebody needs the project.
 */
export class Constraints {
  readonly #byName = new Map<NormalizedName, ProjectConstraints>();

  /** @throws SafeInstallError `resolve.constraint` for a constraint with extras. */
  constructor(constraints: readonly UserConstraint[], markers: MarkerEnvironment) {
    for (const constraint of constraints) {
      const { requirement } = constraint;
      if (requirement.extras.length > 0) throw badConstraint(constraint);
      if (requirement.marker?.evaluate(markers) === false) continue;
      const { bounds, specifier, addresses } = this.of(requirement.normalizedName);
      const versions =
        requirement.url === null
          ? VersionsByOrigin.within(requirement.specifier.toRange())
          : VersionsByOrigin.from(addressKey(requirement.url));
      this.#byName.set(requirement.normalizedName, {
        bounds: [...bounds, { constraint, versions }],
        specifier: specifier.and(requirement.specifier),
        addresses: requirement.url === null ? addresses : [...addresses, requirement.url],
      });
    }
  }

  of(name: NormalizedName): ProjectConstraints {
    return this.#byName.get(name) ?? NONE;
  }
}

/**
 * The digests that everybody who states some allows together; `undefined` when nobody states any.
 *
 * Empty when they exclude each other: then no file at all is allowed.
 */
export function commonHashes(stated: readonly (readonly Sha256[])[]): readonly Sha256[] | undefined {
  const lists = stated.filter((hashes) => hashes.length > 0);
  const [first, ...rest] = lists;
  return first?.filter((hash) => rest.every((hashes) => hashes.includes(hash)));
}
