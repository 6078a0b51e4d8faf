import type { DistributionFile } from '../artifact/index.ts';
import { createPackageIndex, type IndexPins, type IndexStrategy, type PackageIndex } from '../index/index.ts';
import type { NetworkArguments, SourceConfiguration } from '../installers/index.ts';
import { createHttpClient, type HttpClient } from '../platform/index.ts';
import { type EffectivePolicy, isSameAddress } from '../policy/index.ts';
import { VERSION } from '../version.ts';
import type { Doors } from './doors.ts';
import type { LockedFiles } from './lock/locked-files.ts';

/** The words of the command line, and what the index room calls them. */
const STRATEGIES: Readonly<Record<SourceConfiguration['indexStrategy'], IndexStrategy>> = {
  'refuse-differing': 'refuse',
  'first-index': 'first-index',
  'unsafe-best-match': 'unsafe-best-match',
};

/** The HTTP client that the network options describe. */
export function openHttp(network: NetworkArguments, doors: Doors): HttpClient {
  const { environment, log } = doors;
  return createHttpClient({
    environment: network.proxyFromEnvironment ? environment : withoutProxies(environment),
    log,
    offline: network.offline,
    trustedHosts: network.trustedHosts.map(({ value }) => value),
    userAgent: `safe-install/${VERSION}`,
    ...(network.timeout === null ? {} : { timeout: network.timeout * 1000 }),
    ...(network.retries === null ? {} : { retries: network.retries }),
    ...(network.proxy === null ? {} : { proxy: network.proxy.value }),
    ...(network.cert === null ? {} : { authorities: network.cert.value }),
    ...(network.clientCert === null ? {} : { clientCertificate: network.clientCert.value }),
  });
}

const withoutProxies = (environment: Doors['environment']): Doors['environment'] =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/_proxy$/i.test(name)));

/** Folder for what outlives the run; `null` with `--no-cache-dir`. */
export const cacheFolderOf = ({ cache }: NetworkArguments, doors: Doors): string | null =>
  cache === 'none' ? null : cache === 'default' ? doors.folders.cache : cache.folder;

/** What an index is opened with, beside its configuration. */
export interface IndexOpening {
  readonly pins: IndexPins;
  readonly http: HttpClient;
  readonly readMetadata: (file: DistributionFile, signal?: AbortSignal) => Promise<Uint8Array>;
}

/** The index that the configuration describes, over an open client. */
export function openIndex(
  sources: SourceConfiguration,
  { pins, http, readMetadata }: IndexOpening,
  doors: Doors,
): PackageIndex {
  const { exec, environment, clock, log } = doors;
  return createPackageIndex(
    {
      indexes: sources.indexes.map(({ value }) => value),
      pins,
      findLinks: sources.findLinks.map(({ value }) => value),
      strategy: STRATEGIES[sources.indexStrategy],
      keyringProvider: sources.network.keyringProvider,
      refreshes: (name) => sources.refreshPackages.has(':all:') || sources.refreshPackages.has(name),
    },
    {
      http,
      exec,
      environment,
      clock,
      log,
      cacheFolder: cacheFolderOf(sources.network, doors),
      readMetadataFromWholeFile: readMetadata,
    },
  );
}

/** An index of its own is asked for whatever it is asked. */
export const NO_PINS: IndexPins = { indexes: [], indexOf: () => null };

/**
 * The pins of a policy, and the indexes that locks name where it says nothing. One that is configured as well is asked as it
 * is configured: neither a policy nor a lock holds credentials.
 */
export function pinsOf(
  policy: EffectivePolicy,
  locked: Pick<LockedFiles, 'indexOf' | 'indexes'>,
  { indexes }: Pick<SourceConfiguration, 'indexes'>,
): IndexPins {
  const asConfigured = (url: string): string =>
    indexes.find(({ value }) => isSameAddress(value, url))?.value ?? url;
  const pinned = policy.layers.flatMap((layer) =>
    layer.indexes.flatMap(({ url, packages }) => (packages.length === 0 ? [] : [url])),
  );
  return {
    indexes: [...new Set([...pinned, ...locked.indexes].map(asConfigured))],
    indexOf: (name) => {
      const pin = policy.pinOf(name)?.value ?? locked.indexOf(name);
      return pin === null ? null : asConfigured(pin);
    },
  };
}
