import type { DistributionFile } from '../artifact/index.ts';
import type { NormalizedName, Version } from '../packaging/index.ts';

/** `:all:`, or names of projects. */
export type NameChoice = ReadonlySet<NormalizedName | ':all:'>;

/** What of the many possible answers is wanted; each is an option of `pip install`. */
export interface ResolveOptions {
  /** `without` is `--no-deps`, `only` is `--only-deps`. */
  readonly dependencies: 'with' | 'without' | 'only';
  /** `--upgrade` with its strategy. */
  readonly upgrade: 'no' | 'only-if-needed' | 'eager';
  /** Projects that are upgraded wherever they are needed, whatever `upgrade` says. */
  readonly upgradePackages: ReadonlySet<NormalizedName>;
  readonly forceReinstall: boolean;
  /** Projects that are installed again if they are needed. */
  readonly reinstallPackages: ReadonlySet<NormalizedName>;
  readonly ignoreInstalled: boolean;
  readonly ignoreRequiresPython: boolean;
  /** `--all-releases` (and `--pre`) and `--only-final`; a project's name goes before `:all:`. */
  readonly releaseControl: {
    readonly allReleases: NameChoice;
    readonly onlyFinal: NameChoice;
    /** Projects for which neither holds. */
    readonly usual?: ReadonlySet<NormalizedName>;
  };
  /** `--no-binary` and `--only-binary`; a project's name goes before `:all:`. */
  readonly formatControl: { readonly noBinary: NameChoice; readonly onlyBinary: NameChoice };
  readonly preferBinary: boolean;
  /** `required`: every file must have an allowed hash; `when-given`: as soon as one has; `own-only`: each for itself. */
  readonly hashes: 'required' | 'when-given' | 'own-only';
  /** The latest upload time that is taken of files of an index. */
  readonly uploadedBefore: { readonly value: Date } | null;
  /** The same for single projects, in its place; `null`: at any time. */
  readonly uploadedBeforeOf: ReadonlyMap<NormalizedName, { readonly value: Date } | null>;
  /** Versions that go before all others of their projects, where they may be taken. */
  readonly preferred: ReadonlyMap<NormalizedName, Version>;
  /** Whether a file of an index is younger than whoever asks for an age wants it. */
  readonly isTooYoung: (file: DistributionFile) => boolean;
}

/** `pip install NAME…` without any option. */
export const DEFAULT_OPTIONS: ResolveOptions = {
  dependencies: 'with',
  upgrade: 'no',
  upgradePackages: new Set(),
  forceReinstall: false,
  reinstallPackages: new Set(),
  ignoreInstalled: false,
  ignoreRequiresPython: false,
  releaseControl: { allReleases: new Set(), onlyFinal: new Set() },
  formatControl: { noBinary: new Set(), onlyBinary: new Set() },
  preferBinary: false,
  hashes: 'when-given',
  uploadedBefore: null,
  uploadedBeforeOf: new Map(),
  preferred: new Map(),
  isTooYoung: () => false,
};

/** Whether what is installed of a project is passed over, and put in place anew. */
export const isReinstalled = (
  name: NormalizedName,
  { forceReinstall, reinstallPackages }: Pick<ResolveOptions, 'forceReinstall' | 'reinstallPackages'>,
): boolean => forceReinstall || reinstallPackages.has(name);

/** Which of two lists that exclude each other holds for a project. */
function chosenList(
  name: NormalizedName,
  first: NameChoice,
  second: NameChoice,
): 'first' | 'second' | undefined {
  if (first.has(name)) return 'first';
  if (second.has(name)) return 'second';
  if (first.has(':all:')) return 'first';
  return second.has(':all:') ? 'second' : undefined;
}

/** The kinds of files that may be taken for a project. */
export function allowedFormats(
  name: NormalizedName,
  { noBinary, onlyBinary }: ResolveOptions['formatControl'],
): 'any' | 'wheel' | 'sdist' {
  const list = chosenList(name, onlyBinary, noBinary);
  return list === undefined ? 'any' : list === 'first' ? 'wheel' : 'sdist';
}

/** Whether pre-releases of a project are taken; `undefined`: as its requirements and its releases say. */
export function allowsPrereleases(
  name: NormalizedName,
  { allReleases, onlyFinal, usual }: ResolveOptions['releaseControl'],
): boolean | undefined {
  if (usual?.has(name) === true) return undefined;
  const list = chosenList(name, allReleases, onlyFinal);
  return list === undefined ? undefined : list === 'first';
}
