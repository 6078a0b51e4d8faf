import { ArtifactStore } from '../archive/index.ts';
import type { Trust } from '../attestation/index.ts';
import type { PackageIndex } from '../index/index.ts';
import type { SourceConfiguration } from '../installers/index.ts';
import { makeTemporaryFolder, removePath } from '../platform/index.ts';
import { Acquisition } from './acquisition.ts';
import type { Doors } from './doors.ts';
import { EvidenceSupply } from './evidence-supply.ts';
import type { Governance } from './governance.ts';
import { Judge, type JudgeDoors } from './judge.ts';
import type { LockedFiles } from './lock/locked-files.ts';
import { cacheFolderOf, type IndexOpening, NO_PINS, openHttp, openIndex, pinsOf } from './sources.ts';
import { TrustRoots } from './trust-roots.ts';

/** What is open while a run looks for files, fetches and judges them. */
export interface Supply {
  readonly index: PackageIndex;
  readonly acquisition: Acquisition;
  /** The trust roots that were needed so far. */
  readonly roots: { readonly loaded: readonly Trust[] };
  /** Ends what is under way, waits for the cache, and removes what does not outlive the run. */
  readonly close: () => Promise<void>;
}

export interface SupplyOptions {
  readonly sources: SourceConfiguration;
  readonly governance: Governance;
  readonly trustRefresh: 'daily' | 'never';
  /** What locks say is to be installed, and from which index. */
  readonly locked: LockedFiles;
  /** The publishers that a lock or the command line names for a candidate; `null` without one. */
  readonly lockedFor: JudgeDoors['lockedFor'];
}

/**
 * Opens the sources, and the store for what comes from them.
 *
 * @throws SafeInstallError `disk.full`, `disk.read-only`.
 */
export async function openSupply(options: SupplyOptions, doors: Doors): Promise<Supply> {
  const { sources, governance, trustRefresh, locked, lockedFor } = options;
  const { policy } = governance;
  const kept = cacheFolderOf(sources.network, doors);
  const folder = kept ?? (await makeTemporaryFolder());
  const http = openHttp(sources.network, doors);
  const removeFolder = async (): Promise<void> => {
    if (kept === null) await removePath(folder);
  };
  try {
    const roots = new TrustRoots(http, http.offline ? 'never' : trustRefresh, doors);
    const open = {
      http,
      readMetadata: (file) => acquisition.readMetadata(file),
    } satisfies Omit<IndexOpening, 'pins'>;
    const pins = pinsOf(policy, locked, sources);
    const index: PackageIndex = openIndex(sources, { ...open, pins }, doors);
    const evidence = new EvidenceSupply({
      index,
      policy,
      openIndex: (url) => openIndex(onlyFrom(url, sources), { ...open, pins: NO_PINS }, doors),
      signal: doors.signal,
    });
    const acquisition: Acquisition = new Acquisition({
      store: await ArtifactStore.open(folder, doors.clock),
      open: (file, from) => index.openFile(file, from),
      judge: new Judge({ governance, evidence, roots, lockedFor }),
      resumes: sources.network.resumeRetries,
      progress: doors.progress,
      signal: doors.signal,
    });
    const close = async (): Promise<void> => {
      await acquisition.stop();
      if (doors.signal.aborted) await http.close(); // nobody waits for answers any more
      await evidence.close();
      await index.close();
      await http.close();
      await removeFolder();
    };
    return { index, acquisition, roots, close };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

/** An index that a policy names for evidence is asked for listings, and for nothing else that is configured. */
const onlyFrom = (url: string, sources: SourceConfiguration): SourceConfiguration => ({
  ...sources,
  indexes: [{ value: url, origin: 'the policy' }],
  findLinks: [],
});
