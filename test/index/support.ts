import { rm } from 'node:fs/promises';
import type { IndexSettings } from '../../e2e/support/index-pages.ts';
import { type LocalIndex, startLocalIndex } from '../../e2e/support/local-index.ts';
import type { DistributionFile } from '../../src/artifact/index.ts';
import {
  createPackageIndex,
  type IndexConfig,
  type IndexDoors,
  type PackageIndex,
} from '../../src/index/index.ts';
import { type NormalizedName, parseName } from '../../src/packaging/index.ts';
import { type HttpOptions, type Log, makeTemporaryFolder, silentLog } from '../../src/platform/index.ts';
import { afterTest, testClient } from '../platform/http/server.ts';

export const name = (text: string): NormalizedName => parseName(text);

/** A temporary folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await makeTemporaryFolder('safe-install-test-');
  afterTest(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An index on the loopback that ends with the test. */
export async function localIndex(settings: Partial<IndexSettings> = {}): Promise<LocalIndex> {
  const index = await startLocalIndex(settings);
  afterTest(() => index.close());
  return index;
}

/** A log that keeps what it is told. */
export function keepingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (message: string) => {
    lines.push(message);
  };
  return { lines, debug: keep, info: keep, warn: keep };
}

interface TestOptions {
  readonly config?: Partial<IndexConfig>;
  readonly doors?: Partial<IndexDoors>;
  readonly http?: Partial<HttpOptions>;
}

export interface TestIndex extends PackageIndex {
  /** Files whose metadata was asked of the hook for whole files. */
  readonly whole: DistributionFile[];
}

const minimalMetadata = (file: DistributionFile): Promise<Uint8Array> =>
  Promise.resolve(
    Buffer.from(`Metadata-Version: 2.2\nName: ${file.name}\nVersion: ${file.version}\nSummary: whole\n`),
  );

/** A package index over the given index URLs, with a hook that answers with a fixed METADATA unless told otherwise. */
export function packageIndex(indexes: readonly string[], options: TestOptions = {}): TestIndex {
  const whole: DistributionFile[] = [];
  const index = createPackageIndex(
    {
      indexes,
      pins: { indexOf: () => null, indexes: [] },
      findLinks: [],
      strategy: 'refuse',
      keyringProvider: 'disabled',
      ...options.config,
    },
    {
      http: testClient({ retries: 1, ...options.http }),
      exec: () => Promise.reject(new Error('no program is run here')),
      environment: { NETRC: '/nonexistent' },
      clock: { now: () => new Date('2026-01-01T00:00:00Z') },
      log: silentLog,
      cacheFolder: null,
      ...options.doors,
      readMetadataFromWholeFile: (file, signal) => {
        whole.push(file);
        const read = options.doors?.readMetadataFromWholeFile ?? minimalMetadata;
        return read(file, signal);
      },
    },
  );
  return Object.assign(index, { whole });
}
