import { givenIncompatibility, type Incompatibility } from './incompatibility.ts';
import type { Dependency } from './provider.ts';
import { negative, positive } from './term.ts';
import type { VersionKey, VersionSet } from './version-set.ts';

interface MergedDependency<Versions, Why> {
  parents: Versions;
  readonly versions: Versions;
  incompatibility: Incompatibility<Versions, Why>;
}

/** All incompatibilities that are known, found by the packages that they speak about. */
export class Knowledge<Versions extends VersionSet<Versions, Version>, Version extends VersionKey, Why> {
  readonly #byPackage = new Map<string, Incompatibility<Versions, Why>[]>();
  readonly #dependencies = new Map<string, MergedDependency<Versions, Why>[]>();

  /** Newest last. */
  about(name: string): readonly Incompatibility<Versions, Why>[] {
    return this.#byPackage.get(name) ?? [];
  }

  add(incompatibility: Incompatibility<Versions, Why>): void {
    for (const name of incompatibility.terms.keys()) {
      const list = this.#byPackage.get(name);
      if (list === undefined) this.#byPackage.set(name, [incompatibility]);
      else list.push(incompatibility);
    }
  }

  /**
   * Adds that a version (alone in `parent`) of `name` has a dependency.
   *
   * Versions with the same dependency share one incompatibility, so that what rules out one of them rules out all, and
   * so that a conflict can be told of all at once.
   */
  addDependency(
    name: string,
    version: Version,
    parent: Versions,
    dependency: Dependency<Versions, Why>,
  ): void {
    if (dependency.package === name && dependency.versions.contains(version)) return;
    const key = `${name}\n${dependency.package}`;
    const known = this.#dependencies.get(key) ?? [];
    this.#dependencies.set(key, known);
    const same = known.find((each) => each.versions.equals(dependency.versions));
    const parents = same === undefined ? parent : same.parents.union(parent);
    const incompatibility = dependencyIncompatibility(name, parents, dependency);
    if (same === undefined) {
      known.push({ parents, versions: dependency.versions, incompatibility });
    } else {
      this.#remove(same.incompatibility);
      same.parents = parents;
      same.incompatibility = incompatibility;
    }
    this.add(incompatibility);
  }

  #remove(incompatibility: Incompatibility<Versions, Why>): void {
    for (const name of incompatibility.terms.keys()) {
      const list = this.#byPackage.get(name) ?? [];
      const at = list.lastIndexOf(incompatibility);
      if (at >= 0) list.splice(at, 1);
    }
  }
}

const dependencyIncompatibility = <Versions extends VersionSet<Versions, never>, Why>(
  name: string,
  parents: Versions,
  dependency: Dependency<Versions, Why>,
): Incompatibility<Versions, Why> =>
  givenIncompatibility(
    dependency.versions.isEmpty || dependency.package === name
      ? [[name, positive(parents)]]
      : [
          [name, positive(parents)],
          [dependency.package, negative(dependency.versions)],
        ],
    dependency.why,
  );
