import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuiltFrom } from '../../artifact/index.ts';
import type { LockedSource } from '../../packaging/index.ts';

/** A file of this machine is told by its path from the lock, anything else by its URL without credentials. */
export function lockedLocation(
  url: string,
  folder: string,
): { readonly url: string | null; readonly path: string | null } {
  if (!url.startsWith('file:')) return { url: withoutSecrets(url), path: null };
  return { url: null, path: pathFrom(folder, url) };
}

const DISTRIBUTION = /\.(?:whl|tar\.gz|zip)$/i;

/**
 * User and password never stand in a lock. A query may be a signature that is over in an hour; where the path names the
 * file without it, it is left out.
 */
export function withoutSecrets(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.hash = '';
  if (DISTRIBUTION.test(url.pathname)) url.search = '';
  return url.href;
}

/** With `/`, which every system reads; `.` for the folder of the lock itself. */
const pathFrom = (folder: string, url: string): string =>
  relative(folder, fileURLToPath(url)).replaceAll('\\', '/') || '.';

/** A project in a folder is whatever lies there: no digest holds it to anything. */
export const lockedFolder = (
  { url, editable }: BuiltFrom & { readonly kind: 'folder' },
  folder: string,
): LockedSource & { readonly kind: 'directory' } => ({
  kind: 'directory',
  path: pathFrom(folder, url),
  editable,
  subdirectory: null,
});

/** The commit that was built, wherever a branch or a tag leads later. */
export const lockedRepository = (
  { url, vcs, commit, requestedRevision, subdirectory }: BuiltFrom & { readonly kind: 'repository' },
  folder: string,
): LockedSource & { readonly kind: 'vcs' } => ({
  kind: 'vcs',
  type: vcs,
  ...lockedLocation(url, folder),
  requestedRevision,
  commitId: commit,
  subdirectory,
});
