import type { NormalizedName } from '../packaging/index.ts';

/** The package that needs what the user asks for. No project can have its name. */
export const ROOT = '(you)';

/** Python itself, which `Requires-Python` asks for. */
export const PYTHON = '(python)';

/**
 * A project, or a project with some of its extras: a package of its own, since the extras have dependencies of their
 * own. It needs exactly the same version of the project itself.
 */
export interface ProjectNode {
  readonly key: string;
  readonly name: NormalizedName;
  /** Sorted. */
  readonly extras: readonly NormalizedName[];
}

/** Finds nodes by their keys: `acme`, `acme[cli,test]`. */
export class Nodes {
  readonly #byKey = new Map<string, ProjectNode>();

  node(name: NormalizedName, extras: readonly NormalizedName[] = []): ProjectNode {
    const key = extras.length === 0 ? name : `${name}[${extras.join(',')}]`;
    let node = this.#byKey.get(key);
    if (node === undefined) {
      node = { key, name, extras };
      this.#byKey.set(key, node);
    }
    return node;
  }

  /** `undefined` for the root and for Python. */
  find(key: string): ProjectNode | undefined {
    return this.#byKey.get(key);
  }
}
