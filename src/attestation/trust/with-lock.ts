import { dirname } from 'node:path';
import { isErrno, makePrivateFolder } from '../../platform/index.ts';

/** Milliseconds after which a lock whose holder has stopped renewing it is free: killed processes leave theirs behind. */
const STALE = 10_000;

/**
 * Runs `action` while no other process does so for the same path.
 *
 * @param patience how many times, 100 ms apart, to ask again while another process holds it.
 * @returns `undefined` when the other process outlasted the patience, or the folder does not take a lock: what the action
 * writes is atomic, so that the lock spares work and guards nothing.
 */
export async function withLock<Result>(
  path: string,
  patience: number,
  action: () => Promise<Result>,
): Promise<Result | undefined> {
  const { lock } = await import('proper-lockfile');
  await makePrivateFolder(dirname(path));
  let release: () => Promise<void>;
  try {
    release = await lock(path, {
      realpath: false,
      stale: STALE,
      retries: { retries: patience, minTimeout: 100, maxTimeout: 100 },
      onCompromised: () => {},
    });
  } catch (error) {
    if (isErrno(error, 'ELOCKED', 'EACCES', 'EPERM', 'EROFS')) return undefined;
    throw error;
  }
  try {
    return await action();
  } finally {
    await release().catch((error: unknown) => {
      if (!isErrno(error, 'ERELEASED', 'ENOTACQUIRED', 'ENOENT')) throw error;
    });
  }
}
