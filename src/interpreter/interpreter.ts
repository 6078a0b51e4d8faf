import type { MarkerEnvironment, Tag, TagFacts, Version } from '../packaging/index.ts';
import type { InstallPaths } from './probe-answer.ts';
import { PREFIX_PLACEHOLDER } from './probe-source.ts';

/** A pip that an interpreter can import. */
export interface InstalledPip {
  /** The folder `pip`. */
  readonly location: string;
  /** As the package spells it; `null` where that cannot be read. */
  readonly version: string | null;
}

/** The Python that is installed into. */
export interface Interpreter {
  /** Absolute path of the program itself, behind the launchers that version managers put on the search path. */
  readonly executable: string;
  readonly version: Version;
  /** `sys.implementation.name`, such as `cpython`. */
  readonly implementation: string;
  readonly markers: MarkerEnvironment;
  /** Best first. */
  readonly tags: readonly Tag[];
  /** What the tags were computed from. */
  readonly tagFacts: TagFacts;
  /** Where pip would install to. */
  readonly paths: InstallPaths;
  /** Where `pip --user` would; `null` where there is no such place. */
  readonly userPaths: InstallPaths | null;
  /** With a placeholder: see {@link pathsUnder}. */
  readonly prefixPaths: InstallPaths;
  readonly prefix: string;
  readonly basePrefix: string;
  /** Whether it is that of a virtual environment. */
  readonly isVirtual: boolean;
  /** Folder of the standard library. */
  readonly standardLibrary: string;
  /** What the vendor says to people who install into it (PEP 668); `null` where they may. */
  readonly externallyManaged: string | null;
  /**
   * The module search path in its order, with the folders that do not exist yet. What `.pth` files add to it is not in
   * here: `listInstalled` reads them.
   */
  readonly searchPath: readonly string[];
  /** Those of the search path that distributions are installed into, the user's own among them where it is in use. */
  readonly sitePackages: readonly string[];
  /** The folder of this user, whether it is in use or not. */
  readonly userSite: string | null;
  readonly pip: InstalledPip | null;
}

/** Where pip would install to with `--prefix`. */
export function pathsUnder(interpreter: Pick<Interpreter, 'prefixPaths'>, prefix: string): InstallPaths {
  const under = (path: string): string => path.replaceAll(PREFIX_PLACEHOLDER, () => prefix);
  const { purelib, platlib, scripts, data, include } = interpreter.prefixPaths;
  return {
    purelib: under(purelib),
    platlib: under(platlib),
    scripts: under(scripts),
    data: under(data),
    include: under(include),
  };
}
