import { rmdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import { isErrno, kindOfPath, makeFolders, removePath } from '../../platform/index.ts';
import {
  type Checkout,
  checkOut,
  commitOf,
  type Git,
  type GitDoors,
  gitIn,
  projectIn,
  resolveRevision,
} from './git-checkout.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** A checkout that stays where it is used from, once what is made of it is installed. */
export interface StayingCheckout extends Checkout {
  /** Brings back what was there before. */
  undo(): Promise<void>;
}

/**
 * Checks a repository out to stay, as pip does for `-e git+…`. What is there already is used where it is the same
 * repository, and brought to the revision that is asked for; changes of the user's in it are never lost.
 *
 * @param folder absolute; the checkout itself.
 * @throws SafeInstallError `source.repository`.
 */
export async function checkOutToStay(
  address: RepositoryAddress,
  folder: string,
  doors: GitDoors,
): Promise<StayingCheckout> {
  if ((await kindOfPath(folder)) === 'none') return await checkOutAnew(address, folder, doors);
  const git = gitIn(address.url, doors);
  await checkSame(address, folder, git);
  const before = await whereItStands(folder, git);
  const undo = async (): Promise<void> => {
    await git(['checkout', '--quiet', ...before], folder);
  };
  try {
    await git(['fetch', '--quiet', '--tags', 'origin'], folder);
    const wanted = address.revision === null ? 'HEAD' : await resolveRevision(address.revision, folder, git);
    await git(['checkout', '--quiet', '--detach', wanted], folder);
    await git(['submodule', 'update', '--quiet', '--init', '--recursive'], folder);
    const commit = await commitOf(address.url, folder, git);
    return { root: await projectIn(address, folder), commit, undo };
  } catch (error) {
    await undo();
    throw error;
  }
}

async function checkOutAnew(
  address: RepositoryAddress,
  folder: string,
  doors: GitDoors,
): Promise<StayingCheckout> {
  const parent = dirname(folder);
  const isNew = (await kindOfPath(parent)) === 'none';
  makeFolders(parent, 0o777);
  const undo = async (): Promise<void> => {
    await removePath(folder);
    if (isNew) await removeIfEmpty(parent);
  };
  try {
    return { ...(await checkOut(address, parent, doors, basename(folder))), undo };
  } catch (error) {
    await undo();
    throw error;
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
  }
}

/** It has to be a checkout of the same repository, without changes that would be lost. */
async function checkSame({ url }: RepositoryAddress, folder: string, git: Git): Promise<void> {
  const refuse = (message: string, got: string): SafeInstallError =>
    new SafeInstallError({
      code: 'source.repository',
      message,
      subject: folder,
      facts: [
        { label: 'expected', value: redactUrl(url) },
        { label: 'got', value: got },
      ],
      hint: 'Move it away, name another folder with --src, or install the folder itself with -e',
    });
  const top = await git(['rev-parse', '--show-toplevel', '--show-prefix'], folder).catch(notARepository);
  // below the top of another repository the prefix says by which way
  const isTop = top !== null && top.trimEnd().split('\n').length === 1;
  const origin = isTop
    ? await git(['config', '--get', 'remote.origin.url'], folder).catch(notARepository)
    : null;
  if (origin === null)
    throw refuse('there is something else where the repository would be checked out', 'no checkout');
  if (origin.trim() !== url)
    throw refuse('another repository is checked out where this one would be', redactUrl(origin.trim()));
  const changes = await git(['status', '--porcelain', '--untracked-files=no'], folder);
  if (changes.trim() !== '')
    throw refuse('its checkout has changes of yours, which would be lost', 'changes that are not committed');
}

function notARepository(error: unknown): null {
  if (error instanceof SafeInstallError && error.code === 'source.repository') return null;
  throw error;
}

/** Words behind `git checkout` that lead back: the branch, or the commit without one. */
async function whereItStands(folder: string, git: Git): Promise<readonly string[]> {
  const branch = await git(['symbolic-ref', '--quiet', '--short', 'HEAD'], folder).catch(notARepository);
  if (branch !== null) return [branch.trim()];
  return ['--detach', (await git(['rev-parse', '--verify', 'HEAD^{commit}'], folder)).trim()];
}
