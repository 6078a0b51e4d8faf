import type { Dependency, Requirer } from './provider.ts';

/** Who needs what, of the versions that are pinned; a stack, since pins are undone in reverse order. */
export class Requirers<Versions, Version, Why> {
  readonly #byPackage = new Map<string, Requirer<Versions, Version, Why>[]>();

  of(name: string): readonly Requirer<Versions, Version, Why>[] {
    return this.#byPackage.get(name) ?? [];
  }

  push(name: string, version: Version, dependencies: readonly Dependency<Versions, Why>[]): void {
    for (const dependency of dependencies) {
      const requirer = { package: name, version, dependency };
      const list = this.#byPackage.get(dependency.package);
      if (list === undefined) this.#byPackage.set(dependency.package, [requirer]);
      else list.push(requirer);
    }
  }

  pop(dependencies: readonly Dependency<Versions, Why>[]): void {
    for (const dependency of dependencies) this.#byPackage.get(dependency.package)?.pop();
  }
}
