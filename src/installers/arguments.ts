import type { NormalizedName } from '../packaging/index.ts';
import type { ProvenanceDemand } from '../policy/index.ts';
import type { Stated } from './occurrence.ts';
import type { OptionCommand } from './option.ts';

/** `:all:`, or names of projects; what pip's comma lists of names come to. */
export type NameChoice = ReadonlySet<NormalizedName | ':all:'>;

/** `--no-binary` and `--only-binary`: at most one of the two holds for a project, the named one before `:all:`. */
interface FormatControl {
  readonly noBinary: NameChoice;
  readonly onlyBinary: NameChoice;
}

/** `--all-releases` (and `--pre`, which is `:all:` of it) and `--only-final`, in the same way. */
interface ReleaseControl {
  readonly allReleases: NameChoice;
  readonly onlyFinal: NameChoice;
  /** Projects for which neither holds, whatever is said of all. */
  readonly usual: ReadonlySet<NormalizedName>;
}

/** `--group [PATH:]GROUP`: a dependency group of a pyproject.toml (PEP 735). */
export interface DependencyGroup {
  readonly path: string;
  readonly group: string;
}

/** What is wanted. Paths are as they were given, relative to the current folder. */
export interface WantedArguments {
  readonly requirements: readonly string[];
  /** Of `--editable`. */
  readonly editables: readonly string[];
  readonly requirementFiles: readonly string[];
  readonly constraintFiles: readonly string[];
  /** Files with PEP 723 metadata; pip takes one at most. */
  readonly scripts: readonly string[];
  readonly groups: readonly DependencyGroup[];
}

/** What counts otherwise than packages state it; uv alone has words for it. */
export interface AdjustmentArguments {
  /** Of `--overrides` and `--excludes`: paths, relative to the current folder, or URLs. */
  readonly overrideFiles: readonly string[];
  readonly excludeFiles: readonly string[];
  /** Requirements that stand in uv's files themselves, such as `override-dependencies`. */
  readonly overrides: readonly Stated<string>[];
  readonly excludes: readonly Stated<string>[];
  readonly constraints: readonly Stated<string>[];
  /** Of `--upgrade-package`: what it says of the version holds as a constraint does. */
  readonly upgrades: readonly Stated<string>[];
}

/** Which files may be chosen. */
export interface SelectionArguments {
  readonly dependencies: 'with' | 'without' | 'only';
  readonly upgrade: 'no' | 'only-if-needed' | 'eager';
  readonly upgradePackages: ReadonlySet<NormalizedName>;
  readonly forceReinstall: boolean;
  readonly reinstallPackages: ReadonlySet<NormalizedName>;
  readonly ignoreInstalled: boolean;
  readonly ignoreRequiresPython: boolean;
  readonly releaseControl: ReleaseControl;
  readonly formatControl: FormatControl;
  readonly preferBinary: boolean;
  /** `required`: every requirement must have one; `when-given`: as soon as one has; `own-only`: each for itself. */
  readonly hashes: 'required' | 'when-given' | 'own-only';
  /** The latest upload time that is taken, of `--uploaded-prior-to`. */
  readonly uploadedBefore: Stated<Date> | null;
  /** The same for single projects; `null`: at any time. */
  readonly uploadedBeforeOf: ReadonlyMap<NormalizedName, Stated<Date> | null>;
  /** A target that is not the interpreter itself. */
  readonly foreignTarget: ForeignTarget | null;
}

/** `--platform`, `--python-version`, `--implementation`, `--abi`; what is not given is the interpreter's own. */
interface ForeignTarget {
  readonly platforms: readonly string[];
  /** One to three numbers. */
  readonly pythonVersion: readonly number[] | null;
  readonly implementation: string | null;
  readonly abis: readonly string[];
}

/** Where files are looked for. */
export interface SourceArguments {
  readonly indexUrl: Stated<string> | null;
  readonly extraIndexUrls: readonly Stated<string>[];
  readonly noIndex: boolean;
  readonly findLinks: readonly Stated<string>[];
  readonly refreshPackages: NameChoice;
  readonly indexStrategy: 'refuse-differing' | 'first-index' | 'unsafe-best-match';
}

/** How they are fetched. Durations in seconds; `null` is "as it comes". */
export interface NetworkArguments {
  readonly offline: boolean;
  readonly trustedHosts: readonly Stated<string>[];
  readonly cert: Stated<string> | null;
  readonly clientCert: Stated<string> | null;
  /** An empty one means that no proxy is used. */
  readonly proxy: Stated<string> | null;
  readonly proxyFromEnvironment: boolean;
  readonly timeout: number | null;
  readonly retries: number | null;
  readonly resumeRetries: number | null;
  readonly keyringProvider: 'auto' | 'disabled' | 'subprocess';
  /** `none`: nothing outlives the run. */
  readonly cache: 'default' | 'none' | { readonly folder: string };
}

/** Where things go. */
export interface TargetArguments {
  readonly python: string | null;
  readonly requireVirtualenv: boolean;
  /** `--target`, `--prefix`, `--root`; absolute once they are used. */
  readonly folder: string | null;
  readonly prefix: string | null;
  readonly root: string | null;
  /** `null`: as the installer decides. */
  readonly user: boolean | null;
  readonly breakSystemPackages: boolean;
  readonly installer: 'pip' | 'uv' | null;
  /** `null`: as the installer does by itself. */
  readonly compile: boolean | null;
  readonly warnConflicts: boolean;
}

/** How source distributions and projects are built. */
export interface BuildArguments {
  readonly constraintFiles: readonly string[];
  readonly isolation: boolean;
  readonly checkDependencies: boolean;
  /** Absolute folder of `--src`, for checkouts that stay; `null`: where pip has them. */
  readonly checkouts: string | null;
  readonly configSettings: readonly (readonly [key: string, value: string])[];
}

export const REPORT_FORMATS = ['json', 'sarif', 'vsa', 'html', 'markdown'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What is said, and what is left undone. */
export interface OutputArguments {
  /** `-v` once: 1; `-q` once: -1. */
  readonly verbosity: number;
  readonly color: 'auto' | 'always' | 'never';
  readonly progress: 'auto' | 'on' | 'off' | 'raw';
  readonly dryRun: boolean;
  /** A path, or `-` for standard output. */
  readonly report: string | null;
  readonly reportFormat: ReportFormat;
  /** Of `download`. */
  readonly destination: string;
}

/** What is said of the policy. */
export interface PolicyArguments {
  /** As it was given, but for `~`. */
  readonly file: Stated<string> | null;
  readonly provenance: Stated<ProvenanceDemand> | null;
  /** Milliseconds. */
  readonly minAge: Stated<number> | null;
  readonly ci: boolean;
  readonly trustRefresh: 'daily' | 'never';
}

/** Everything that `pip install` can be told, and what safe-install adds, as one value. */
export interface InstallArguments {
  readonly command: OptionCommand;
  readonly help: boolean;
  /** pip's variables and the user's files do not count; with uv no variable and no file of uv's does. */
  readonly isolated: boolean;
  /** Which configuration files of uv are read: those that it finds, none, or one by its absolute path. */
  readonly uvFiles: 'found' | 'none' | { readonly path: string };
  readonly wanted: WantedArguments;
  readonly adjustments: AdjustmentArguments;
  readonly selection: SelectionArguments;
  readonly sources: SourceArguments;
  readonly network: NetworkArguments;
  readonly target: TargetArguments;
  readonly build: BuildArguments;
  readonly output: OutputArguments;
  readonly policy: PolicyArguments;
  /** Options for the installer, in pip's spelling, such as `--target=lib`. */
  readonly passOn: readonly string[];
}
