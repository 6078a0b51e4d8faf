import { SafeInstallError } from '../../errors/index.ts';
import { type Clock, type HttpClient, readFileCapped } from '../../platform/index.ts';
import { loadEmbeddedRoot } from './embedded-root.ts';
import { TrustRoot } from './trust-root.ts';
import {
  type FailedAttempt,
  forgetFailedAttempt,
  readFailedAttempt,
  readTrustState,
  statePath,
  type TrustState,
  writeFailedAttempt,
  writeTrustState,
} from './trust-state.ts';
import { expiryOf, type TufMetadata } from './tuf-metadata.ts';
import { refreshThroughTuf } from './tuf-refresh.ts';
import { withLock } from './with-lock.ts';

/** Where a trust root comes from. */
export type TrustSource =
  | { readonly kind: 'public-good' }
  | { readonly kind: 'file'; readonly path: string; readonly name?: string }
  | {
      readonly kind: 'tuf';
      /** URL of the repository. */
      readonly mirror: string;
      /** Path of the `root.json` that trust in it begins with. */
      readonly root: string;
      /** What it is called in a policy; its address without one. */
      readonly name?: string;
    };

/** When the repository is asked: never, when a day has passed, or in any case. */
export type RefreshMode = 'never' | 'daily' | 'now';

export interface TrustDoors {
  readonly http: Pick<HttpClient, 'fetchBytes'>;
  readonly clock: Clock;
  /** The user's folder for state. */
  readonly stateFolder: string;
}

/** A trust root, how old it is, and what kept it from being newer. */
export interface Trust {
  readonly root: TrustRoot;
  readonly origin: 'embedded' | 'tuf' | 'file';
  /** When its repository was last asked with success; `null` for a file, and for the root that came with this program. */
  readonly refreshedAt: Date | null;
  /** When its repository says that it stops counting; `null` for a file, which says nothing about it. */
  readonly expires: Date | null;
  /** Why a refresh that was due has not happened; to be shown with the age. */
  readonly problem: SafeInstallError | null;
}

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Milliseconds that a refresh may take; it stands between a person and an install. */
const REFRESH_LIMIT = 5_000;

/** Milliseconds for one that the user has asked for, or without which nothing can be verified. */
const PATIENT_LIMIT = 30_000;

/** Bytes of a trusted root or TUF root that the user names. */
const LARGEST_FILE = 1024 * 1024;

/** What is at hand before any refresh. */
interface Held {
  readonly origin: 'embedded' | 'tuf';
  readonly metadata: TufMetadata;
  /** `null` for a mirror that has never been asked. */
  readonly trustedRoot: string | null;
  readonly refreshedAt: Date | null;
}

/**
 * The trust root of a source, refreshed when that is due. An outage uses the last good one and says so in `problem`; one
 * past its expiry is not used: an attacker who only has to keep a network from its repository could else keep a withdrawn
 * key alive for good.
 *
 * @throws SafeInstallError `trust.malformed`, `trust.expired`; `trust.unreachable` or `trust.tuf` when nothing is at hand.
 */
export async function loadTrust(source: TrustSource, mode: RefreshMode, doors: TrustDoors): Promise<Trust> {
  if (source.kind === 'file') {
    const root = TrustRoot.parse(await readNamed(source.path), source.name ?? source.path);
    return { root, origin: 'file', refreshedAt: null, expires: null, problem: null };
  }
  const { name, mirror, start } = await beginningOf(source);
  const path = statePath(doors.stateFolder, mirror, start.metadata.root);
  const held = toHeld(await readTrustState(path, mirror)) ?? start;
  const now = doors.clock.now();
  if (!isDue(held, mode, now)) return checkAge(toTrust(held, name, null), now);

  const recent = await recentFailure(path, held, mode, now);
  const outcome =
    recent === undefined ? await refresh({ mirror, path, held, mode, doors }) : { held, problem: recent };
  return checkAge(toTrust(outcome.held, name, outcome.problem), now);
}

/**
 * The last attempt to refresh the root of a source, if it has failed: what keeps the root at hand from being newer.
 *
 * @throws SafeInstallError `trust.malformed` where the file that trust begins with is not there.
 */
export async function lastFailedRefresh(
  source: TrustSource,
  { stateFolder }: Pick<TrustDoors, 'stateFolder'>,
): Promise<FailedAttempt | null> {
  if (source.kind === 'file') return null;
  const { mirror, start } = await beginningOf(source);
  return (await readFailedAttempt(statePath(stateFolder, mirror, start.metadata.root))) ?? null;
}

/** Where trust in a repository begins: with what came with this program, or with the file that the user names. */
async function beginningOf(source: Exclude<TrustSource, { kind: 'file' }>): Promise<{
  readonly name: string;
  readonly mirror: string;
  readonly start: Held;
}> {
  if (source.kind === 'public-good') {
    const { mirror, tufRoot, trustedRoot } = await loadEmbeddedRoot();
    return {
      name: 'public-good',
      mirror,
      start: { ...UNREFRESHED, metadata: { root: tufRoot }, trustedRoot },
    };
  }
  const metadata = { root: await readNamed(source.root) };
  return {
    name: source.name ?? source.mirror,
    mirror: source.mirror,
    start: { ...UNREFRESHED, metadata, trustedRoot: null },
  };
}

const UNREFRESHED = { origin: 'embedded', refreshedAt: null } as const;

function isDue(held: Held, mode: RefreshMode, now: Date): boolean {
  if (mode === 'never') return false;
  if (mode === 'now' || held.trustedRoot === null || held.refreshedAt === null) return true;
  const age = now.getTime() - held.refreshedAt.getTime();
  return age >= DAY || age < 0; // a state from the future was written by a clock that was wrong
}

/** A failure of the last hour: behind a firewall that swallows packets each further attempt would cost seconds. */
async function recentFailure(
  path: string,
  held: Held,
  mode: RefreshMode,
  now: Date,
): Promise<SafeInstallError | undefined> {
  if (mode === 'now' || held.trustedRoot === null) return undefined;
  const failed = await readFailedAttempt(path);
  const age = failed === undefined ? HOUR : now.getTime() - failed.at.getTime();
  if (failed === undefined || age >= HOUR || age < 0) return undefined;
  return new SafeInstallError({ code: 'trust.unreachable', message: failed.message });
}

interface Refresh {
  readonly mirror: string;
  readonly path: string;
  readonly held: Held;
  readonly mode: RefreshMode;
  readonly doors: TrustDoors;
}

/** Refreshes under a lock, unless another process has done so in the meantime. */
async function refresh({ mirror, path, held, mode, doors }: Refresh): Promise<{
  readonly held: Held;
  readonly problem: SafeInstallError | null;
}> {
  const patient = mode === 'now' || held.trustedRoot === null;
  const limit = patient ? PATIENT_LIMIT : REFRESH_LIMIT;
  try {
    const fresh = await withLock(path, patient ? limit / 100 : 0, async () => {
      const current = toHeld(await readTrustState(path, mirror)) ?? held;
      if (isNewer(current, held)) return current;
      const { http, clock } = doors;
      const refreshed = await refreshThroughTuf({ mirror, metadata: current.metadata, http, limit });
      TrustRoot.parse(refreshed.trustedRoot, mirror); // what cannot be read must not replace what can
      const state: TrustState = { mirror, refreshedAt: clock.now(), ...refreshed };
      await writeTrustState(path, state);
      await forgetFailedAttempt(path);
      return toHeld(state);
    });
    return { held: fresh ?? held, problem: null };
  } catch (error) {
    if (!(error instanceof SafeInstallError) || held.trustedRoot === null) throw error;
    await writeFailedAttempt(path, { at: doors.clock.now(), message: error.message });
    return { held, problem: error };
  }
}

/** Whether somebody else has refreshed since `held` was read. */
const isNewer = (current: Held, held: Held): boolean =>
  (current.refreshedAt?.getTime() ?? 0) > (held.refreshedAt?.getTime() ?? 0);

const toHeld = (state: TrustState | undefined): Held | undefined =>
  state === undefined ? undefined : { origin: 'tuf', ...state };

function toTrust(held: Held, name: string, problem: SafeInstallError | null): Trust {
  const { trustedRoot, origin, refreshedAt, metadata } = held;
  if (trustedRoot === null)
    throw new SafeInstallError({
      code: 'trust.unreachable',
      message: 'its repository has never been asked',
      subject: name,
    });
  const root = TrustRoot.parse(trustedRoot, name);
  return { root, origin, refreshedAt, expires: expiryOf(metadata.root), problem };
}

function checkAge(trust: Trust, now: Date): Trust {
  if (trust.expires === null || now <= trust.expires) return trust;
  throw new SafeInstallError({
    code: 'trust.expired',
    message: `the trust root expired on ${trust.expires.toISOString().slice(0, 10)}`,
    subject: trust.root.name,
    hint: 'Run "safe-install trust update" with a network, or name a trust root with --trusted-root',
    cause: trust.problem ?? undefined,
  });
}

async function readNamed(path: string): Promise<string> {
  const bytes = await readFileCapped(path, LARGEST_FILE);
  if (bytes !== undefined) return bytes.toString('utf8');
  throw new SafeInstallError({ code: 'trust.malformed', message: 'there is no such file', subject: path });
}
