import type { DistributionFile } from '../artifact/index.ts';
import type { PackageIndex } from '../index/index.ts';
import type { NormalizedName } from '../packaging/index.ts';
import { unlessAborted } from '../platform/index.ts';
import type { CandidateSource } from '../resolver/index.ts';
import type { Acquisition } from './acquisition.ts';
import type { Doors } from './doors.ts';
import type { LockedFilesDoors } from './lock/locked-files.ts';
import type { Supply } from './supply.ts';

/** Files of one project that are begun with before it is certain that one of them is wanted. */
const MOST_GUESSES = 2;

/**
 * Begins with files that will most likely be wanted: the first that the resolver looks at of a project. A project that it
 * goes through version by version is left until it has decided.
 */
export function likelyFiles(
  acquisition: Acquisition,
  expected: () => void,
): (file: DistributionFile) => void {
  const guesses = new Map<NormalizedName, Set<DistributionFile>>();
  return (file) => {
    if (guesses.size === 0) expected();
    const known = guesses.get(file.name) ?? new Set();
    guesses.set(file.name, known);
    if (known.has(file) || known.size === MOST_GUESSES) return;
    known.add(file);
    acquisition.begin(file);
  };
}

/** What the indexes offer; an interrupted run waits for no answer any more. */
export function candidateSource(
  index: PackageIndex,
  begin: (file: DistributionFile) => void,
  { signal }: Doors,
): CandidateSource {
  const fetchMetadata = async (file: DistributionFile) => {
    const metadata = await unlessAborted(signal, index.fetchMetadata(file, signal));
    if (file.kind === 'wheel') begin(file);
    return metadata;
  };
  return {
    fetchProject: (name) => unlessAborted(signal, index.fetchProject(name)),
    fetchMetadata,
  };
}

/** What a lock names is fetched whole and at once; nothing of it is looked for. */
export function lockedFilesDoors(
  { index, acquisition }: Pick<Supply, 'index' | 'acquisition'>,
  begin: (file: DistributionFile) => void,
  { signal }: Doors,
): LockedFilesDoors {
  return {
    fetchProject: (name) => unlessAborted(signal, index.fetchProject(name)),
    readMetadata: (file) => {
      begin(file);
      return unlessAborted(signal, acquisition.readMetadata(file));
    },
  };
}
