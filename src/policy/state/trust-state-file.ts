import { dirname, join } from 'node:path';
import { describePublisher } from '../../attestation/index.ts';
import { SafeInstallError } from '../../errors/index.ts';
import {
  isErrno,
  makePrivateFolder,
  readFileCapped,
  toDiskError,
  writeFileAtomic,
} from '../../platform/index.ts';
import type { FirstSeenDemand } from '../settings.ts';
import { publisherToJson } from './publisher-json.ts';
import { type RememberedPublisher, type Sighting, TrustState } from './trust-state.ts';
import { formatTrustState, MAX_TRUST_STATE_BYTES, parseTrustState } from './trust-state-json.ts';

/** Milliseconds after which a lock whose holder has stopped renewing it is free: killed processes leave theirs behind. */
const STALE = 10_000;

/** How often, 100 ms apart, to ask again while another run holds the lock; a run holds it for milliseconds. */
const PATIENCE = 100;

/** The file in the user's state folder. */
export const trustStatePath = (stateFolder: string): string => join(stateFolder, 'trust-state.json');

/**
 * @returns an empty state where there is no file yet.
 * @throws SafeInstallError `trust-state.malformed` or `disk.too-large`, told about the file.
 */
export async function readTrustState(path: string): Promise<TrustState> {
  const bytes = await readFileCapped(path, MAX_TRUST_STATE_BYTES);
  if (bytes === undefined) return TrustState.empty;
  try {
    return parseTrustState(bytes);
  } catch (error) {
    throw error instanceof SafeInstallError ? error.about(path) : error;
  }
}

/**
 * Remembers what an install has seen, where the policy says that it be remembered: with `accept` and `refuse` (and so with
 * `--ci`) nothing is ever written.
 *
 * @param base the state that the judgement went by. What another run has remembered since is kept.
 * @throws SafeInstallError `provenance.changed` when the other run has seen another publisher of the same project;
 *   `trust-state.locked`, `trust-state.malformed`, `disk.*`.
 */
export async function rememberSightings(
  path: string,
  base: TrustState,
  sightings: readonly Sighting[],
  { firstSeen, patience = PATIENCE }: { readonly firstSeen: FirstSeenDemand; readonly patience?: number },
): Promise<void> {
  if (firstSeen !== 'remember' || base.knows(sightings)) return;
  await underLock(path, patience, async (checkHeld) => {
    const current = await readTrustState(path);
    const text = formatTrustState(current.with(sightings.map((each) => reconciled(each, base, current))));
    checkHeld();
    await writeFileAtomic(path, text);
  });
}

/** A sighting that may stand beside what others have seen since `base`. */
function reconciled(sighting: Sighting, base: TrustState, current: TrustState): Sighting {
  const { name, publisher } = sighting;
  if (publisher === null) return sighting;
  const before = new Set(base.projectOf(name)?.publishers.map(keyOf));
  const since = (current.projectOf(name)?.publishers ?? []).filter((each) => !before.has(keyOf(each)));
  if (since.some((each) => keyOf(each) === keyOf(publisher))) return { ...sighting, publisher: null };
  const [other] = since;
  if (other === undefined) return sighting;
  throw new SafeInstallError({
    code: 'provenance.changed',
    message: 'another run has just seen another publisher of the same project',
    subject: name,
    facts: [
      { label: 'expected', value: describePublisher(other.publisher), origin: 'the other run' },
      { label: 'got', value: describePublisher(publisher.publisher), origin: 'the certificate' },
    ],
  });
}

const keyOf = ({ publisher, repositoryId, ownerId, trustRoot }: RememberedPublisher): string =>
  JSON.stringify([publisherToJson(publisher), repositoryId, ownerId, trustRoot]);

/** Runs `action` while no other process does so. It is given a check that the lock is still held. */
async function underLock(
  path: string,
  patience: number,
  action: (checkHeld: () => void) => Promise<void>,
): Promise<void> {
  const { lock } = await import('proper-lockfile');
  await makePrivateFolder(dirname(path));
  let lost: Error | undefined;
  const release = await lock(path, {
    realpath: false, // the file may not be there yet
    stale: STALE,
    retries: { retries: patience, factor: 1, minTimeout: 100, maxTimeout: 100 },
    onCompromised: (error) => {
      lost = error;
    },
  }).catch((error: unknown) => {
    throw isErrno(error, 'ELOCKED') ? lockedError(path, error) : toDiskError(error, path);
  });
  try {
    await action(() => {
      if (lost !== undefined) throw lockedError(path, lost);
    });
  } finally {
    await release().catch((error: unknown) => {
      // Whoever took the lock over has it now: it is not ours to release.
      if (!isErrno(error, 'ERELEASED')) throw toDiskError(error, path);
    });
  }
}

const lockedError = (path: string, cause: unknown): SafeInstallError =>
  new SafeInstallError({
    code: 'trust-state.locked',
    message: 'another run holds the lock of the file in which publishers are remembered',
    subject: path,
    hint: 'Try again when it has ended',
    cause,
  });
