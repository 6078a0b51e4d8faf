import { type Interpreter, pathsUnder } from '../interpreter/index.ts';

/** Where an installer puts the files of a wheel; absolute paths. */
export interface InstallPaths {
  readonly purelib: string;
  readonly platlib: string;
  readonly scripts: string;
  readonly data: string;
  /** Headers go to a folder below it that is named like the distribution. */
  readonly include: string;
}

/** What of an interpreter the installers need; `interpreter/` knows more. */
export interface TargetPython {
  /** Absolute path of the program. */
  readonly executable: string;
  /** `sys.prefix` and `sys.base_prefix`. */
  readonly prefix: string;
  readonly basePrefix: string;
  readonly paths: InstallPaths;
  /** For `--user`; `null` where there is no such folder. */
  readonly userPaths: InstallPaths | null;
  /** For `--prefix`. */
  prefixPaths(prefix: string): InstallPaths;
  readonly isVirtual: boolean;
  /** Folder of the standard library; absolute. */
  readonly standardLibrary: string;
  /** Folders that modules are imported from; absolute. */
  readonly sitePackages: readonly string[];
}

/** What the installers need of an interpreter. */
export function targetPythonOf(interpreter: Interpreter): TargetPython {
  const { executable, prefix, basePrefix, paths, userPaths, isVirtual, standardLibrary, sitePackages } =
    interpreter;
  return {
    executable,
    prefix,
    basePrefix,
    paths,
    userPaths,
    isVirtual,
    standardLibrary,
    sitePackages,
    prefixPaths: (under) => pathsUnder(interpreter, under),
  };
}
