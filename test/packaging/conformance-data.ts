/** The shapes of the files of the shared data: inputs, and what Python's `packaging` 26.3 answers. */

export interface NameCase {
  readonly name: string;
}

export interface VersionCases {
  readonly valid: readonly { readonly input: string }[];
  readonly invalid: readonly string[];
  /** Ascending; spellings within a group compare equal. */
  readonly order: { readonly groups: readonly (readonly string[])[] };
}

export interface FilterCase {
  readonly specifier: string;
  readonly specifier_prereleases: boolean | null;
  readonly prereleases: boolean | null;
  readonly input: readonly string[];
  readonly output: readonly string[];
}

export interface SpecifierCases {
  readonly contains: readonly (readonly [
    version: string,
    specifier: string,
    prereleases: boolean | null,
    expected: boolean,
    origin: string,
  ])[];
  readonly filter: readonly FilterCase[];
  readonly invalid: readonly { readonly specifier: string }[];
}

interface Environment {
  readonly implementation_name: string;
  readonly implementation_version: string;
  readonly os_name: string;
  readonly platform_machine: string;
  readonly platform_python_implementation: string;
  readonly platform_release: string;
  readonly platform_system: string;
  readonly platform_version: string;
  readonly python_full_version: string;
  readonly python_version: string;
  readonly sys_platform: string;
  readonly extra: string;
}

export interface MarkerCases {
  readonly environments: Readonly<Record<string, Environment>>;
  readonly cases: readonly (
    | { readonly marker: string; readonly valid: false }
    | {
        readonly marker: string;
        readonly valid: true;
        readonly str: string;
        readonly results: Readonly<Record<string, boolean | { readonly error: string }>>;
      }
  )[];
}

export interface RequirementCase {
  readonly input: string;
  readonly valid: boolean;
}

export interface WheelCase {
  readonly filename: string;
  readonly valid: boolean;
  readonly tags: readonly string[];
}

export interface SdistCase {
  readonly filename: string;
  readonly valid: boolean;
}

export interface TagCases {
  readonly environments: Readonly<
    Record<string, { readonly platforms: readonly string[]; readonly tags: readonly string[] }>
  >;
  readonly select: readonly {
    readonly env: string;
    readonly project: string;
    readonly version: string;
    readonly wheels: readonly string[];
    readonly compatible: readonly string[];
    readonly best: string | null;
    readonly best_rank: number | null;
  }[];
}
