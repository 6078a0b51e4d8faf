/** What a test says of a distribution; METADATA and PKG-INFO are written from it. */
export interface MetadataOptions {
  /** As the project spells it, such as `Acme.Tools`. */
  readonly name: string;
  /** `1.0` without it. */
  readonly version?: string;
  /** Requirements as PEP 508 text. */
  readonly requires?: readonly string[];
  /** Extras with the requirements that each adds. */
  readonly extras?: Readonly<Record<string, readonly string[]>>;
  readonly requiresPython?: string;
  /** `2.1` without it. */
  readonly metadataVersion?: string;
  /** Further header lines, such as `Project-URL: Source, https://code.example/acme`. */
  readonly headers?: readonly string[];
  /** The long description. */
  readonly description?: string;
}

/** `acme; os_name == "nt"` of the extra `cli` is `acme ; (os_name == "nt") and extra == "cli"`. */
function withExtra(requirement: string, extra: string): string {
  const at = requirement.indexOf(';');
  if (at < 0) return `${requirement} ; extra == "${extra}"`;
  return `${requirement.slice(0, at).trim()} ; (${requirement.slice(at + 1).trim()}) and extra == "${extra}"`;
}

/** METADATA (or PKG-INFO) text of a distribution, as a build backend would write it. */
export function makeMetadata(options: MetadataOptions): string {
  const extras = Object.entries(options.extras ?? {});
  const lines = [
    `Metadata-Version: ${options.metadataVersion ?? '2.1'}`,
    `Name: ${options.name}`,
    `Version: ${options.version ?? '1.0'}`,
    `Summary: ${options.name}, made by a test`,
    ...(options.requiresPython === undefined ? [] : [`Requires-Python: ${options.requiresPython}`]),
    ...(options.headers ?? []),
    ...(options.requires ?? []).map((requirement) => `Requires-Dist: ${requirement}`),
    ...extras.flatMap(([extra, requirements]) => [
      `Provides-Extra: ${extra}`,
      ...requirements.map((requirement) => `Requires-Dist: ${withExtra(requirement, extra)}`),
    ]),
  ];
  return `${lines.join('\n')}\n${options.description === undefined ? '' : `\n${options.description}\n`}`;
}

/** The name as filenames and `.dist-info` folders carry it: lower case, runs of `-_.` as one `_`. */
export const escapedName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '_');
