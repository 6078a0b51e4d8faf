import { ArtifactStore } from '../archive/index.ts';
import type { PackageIndex } from '../index/index.ts';
import type { SourceConfiguration } from '../installers/index.ts';
import { makeTemporaryFolder, removePath } from '../platform/index.ts';
import { Acquisition } from './acquisition.ts';
import type { Doors } from './doors.ts';
import { cacheFolderOf, openHttp, openIndex } from './sources.ts';

/** What is open while a run looks for files and fetches them. */
export interface Supply {
  readonly index: PackageIndex;
  readonly acquisition: Acquisition;
  /** Ends what is under way, waits for the cache, and removes what does not outlive the run. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the sources, and the store for what comes from them.
 *
 * @throws SafeInstallError `disk.full`, `disk.read-only`.
 */
export async function openSupply(sources: SourceConfiguration, doors: Doors): Promise<Supply> {
  const kept = cacheFolderOf(sources.network, doors);
  const folder = kept ?? (await makeTemporaryFolder());
  const http = openHttp(sources.network, doors);
  const removeFolder = async (): Promise<void> => {
    if (kept === null) await removePath(folder);
  };
  try {
    const acquisition: Acquisition = new Acquisition({
      store: await ArtifactStore.open(folder, doors.clock),
      open: (file, from) => index.openFile(file, from),
      progress: doors.progress,
      signal: doors.signal,
    });
    const index = openIndex(sources, http, doors, (file) => acquisition.readMetadata(file));
    const close = async (): Promise<void> => {
      await acquisition.stop();
      if (doors.signal.aborted) await http.close(); // nobody waits for answers any more
      await index.close();
      await http.close();
      await removeFolder();
    };
    return { index, acquisition, close };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
