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
  readonly forceReinstall: boolean;
  readonly ignoreInstalled: boolean;
  readonly ignoreRequiresPython: boolean;
  /** `--all-releases` (and `--pre`) and `--only-final`; a project's name goes before `:all:`. */
  readonly releaseControl: { readonly allReleases: NameChoice; readonly onlyFinal: NameChoice };
  /** `--no-binary` and `--only-binary`; a project's name goes before `:all:`. */
  readonly formatControl: { readonly noBinary: NameChoice; readonly onlyBinary: NameChoice };
  readonly preferBinary: boolean;
  /** `required`: every file must have an allowed hash; `when-given`: as soon as one has; `own-only`: each for itself. */
  readonly hashes: 'required' | 'when-given' | 'own-only';
  /** The latest upload time that is taken of files of an index. */
  readonly uploadedBefore: { readonly value: Date } | null;
  /** Versions that go before all others of their projects, where they may be taken. */
  readonly preferred: ReadonlyMap<NormalizedName, Version>;
  /** Whether a file of an index is younger than whoever asks for an age wants it. */
  readonly isTooYoung: (file: DistributionFile) => boolean;
}

/** `pip install NAME…` without any option. */
export const DEFAULT_OPTIONS: ResolveOptions = {
  dependencies: 'with',
  upgrade: 'no',
  forceReinstall: false,
  ignoreInstalled: false,
  ignoreRequiresPython: false,
  releaseControl: { allReleases: new Set(), onlyFinal: new Set() },
  formatControl: { noBinary: new Set(), onlyBinary: new Set() },
  preferBinary: false,
  hashes: 'when-given',
  uploadedBefore: null,
  preferred: new Map(),
  isTooYoung: () => false,
};

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
  { allReleases, onlyFinal }: ResolveOptions['releaseControl'],
): boolean | undefined {
  const list = chosenList(name, allReleases, onlyFinal);
  return list === undefined ? undefined : list === 'first';
}
