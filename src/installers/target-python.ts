/** What of an interpreter the installers need; `interpreter/` knows more. */
export interface TargetPython {
  /** Absolute path of the program. */
  readonly executable: string;
  /** `sys.prefix` and `sys.base_prefix`. */
  readonly prefix: string;
  readonly basePrefix: string;
  /** Of sysconfig's preferred scheme; absolute. */
  readonly paths: {
    readonly purelib: string;
    readonly platlib: string;
    readonly scripts: string;
    readonly data: string;
    readonly include: string;
  };
  readonly isVirtual: boolean;
  /** Folders that modules are imported from; absolute. */
  readonly sitePackages: readonly string[];
}
