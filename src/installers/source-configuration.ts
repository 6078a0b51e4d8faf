import type { Environment } from '../platform/index.ts';
import type { InstallArguments, NetworkArguments, SourceArguments } from './arguments.ts';
import type { Stated } from './occurrence.ts';

/** Where files come from and how they are fetched: what the real installer would use, with the place that says so. */
export interface SourceConfiguration {
  /**
   * Indexes in the order in which uv's `first-index` asks them: the extra ones, then the main one, so that a private index
   * outweighs a public one. Empty with `--no-index`. URLs may carry credentials.
   */
  readonly indexes: readonly Stated<string>[];
  /** Paths or URLs. */
  readonly findLinks: readonly Stated<string>[];
  readonly indexStrategy: SourceArguments['indexStrategy'];
  readonly refreshPackages: SourceArguments['refreshPackages'];
  /** `cert` holds the variable's file too, where no option names one. */
  readonly network: NetworkArguments;
}

/** Variables that name the authorities to trust, as the libraries of the two installers read them; the first one counts. */
const CERTIFICATE_VARIABLES = {
  pip: ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'SSL_CERT_FILE'],
  uv: ['SSL_CERT_FILE'],
} as const;

/** Whether the installer has to be asked for the index that it uses by itself. */
export const needsDefaultIndex = ({ sources }: InstallArguments): boolean =>
  !sources.noIndex && sources.indexUrl === null;

/** Puts together what was read. `defaultIndex` is asked for where {@link needsDefaultIndex} says so. */
export function toSourceConfiguration(
  { sources, network }: InstallArguments,
  installer: 'pip' | 'uv',
  environment: Environment,
  defaultIndex: Stated<string> | null,
): SourceConfiguration {
  const main = sources.indexUrl ?? defaultIndex;
  return {
    indexes: sources.noIndex ? [] : distinct([...sources.extraIndexUrls, ...(main === null ? [] : [main])]),
    findLinks: sources.findLinks,
    indexStrategy: sources.indexStrategy,
    refreshPackages: sources.refreshPackages,
    network: { ...network, cert: network.cert ?? certificateFromEnvironment(installer, environment) },
  };
}

/** One index that is named twice is one index; its strongest place is kept. */
function distinct(indexes: readonly Stated<string>[]): readonly Stated<string>[] {
  const key = (url: string): string => (url.endsWith('/') ? url.slice(0, -1) : url);
  const seen = new Set<string>();
  return indexes.filter(({ value }) => {
    const isNew = !seen.has(key(value));
    seen.add(key(value));
    return isNew;
  });
}

function certificateFromEnvironment(
  installer: 'pip' | 'uv',
  environment: Environment,
): Stated<string> | null {
  for (const variable of CERTIFICATE_VARIABLES[installer]) {
    const value = environment[variable];
    if (value !== undefined && value !== '') return { value, origin: variable };
  }
  return null;
}
