import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Interpreter, pathsUnder } from '../interpreter/index.ts';
import { isErrno } from '../platform/index.ts';
import { below, type PlaceWish } from './place.ts';

/** Which folders are audited. */
export type AuditScope =
  /** All that this Python imports packages from: with `--system-site-packages`, those of the system too. */
  | { readonly kind: 'environment' }
  /** Those of the environment itself. */
  | { readonly kind: 'local' }
  /** That of this user. */
  | { readonly kind: 'user' }
  /** What `pip --prefix` has made. */
  | { readonly kind: 'prefix'; readonly prefix: string }
  /** Folders by their paths, such as `pip --target` makes; no Python is needed. */
  | { readonly kind: 'folders'; readonly folders: readonly string[] };

type Facts = Pick<
  Interpreter,
  'executable' | 'prefix' | 'basePrefix' | 'paths' | 'userPaths' | 'prefixPaths' | 'sitePackages' | 'userSite'
>;

export const wishesOfFolders = (folders: readonly string[]): readonly PlaceWish[] =>
  folders.map((folder) => ({ folder, prefix: folder, programs: null, isNamed: true }));

/** The folders of a Python that a scope means, and where the files beside them may lie. */
export async function wishesOf(
  interpreter: Facts,
  scope: Exclude<AuditScope, { kind: 'folders' }>,
): Promise<readonly PlaceWish[]> {
  const { userSite, sitePackages, prefix } = interpreter;
  const programs = await programFolders(interpreter);
  if (scope.kind === 'prefix') {
    const { purelib, platlib } = pathsUnder(interpreter, scope.prefix);
    return [purelib, platlib].map((folder) => ({ folder, prefix: scope.prefix, programs }));
  }
  const folders =
    scope.kind === 'user'
      ? [userSite].filter((folder) => folder !== null)
      : sitePackages.filter((folder) => scope.kind === 'environment' || below(prefix, folder) !== undefined);
  return folders.map((folder) => ({ folder, prefix: prefixOf(folder, interpreter), programs }));
}

/** What installers write scripts and data below, for a folder of packages. */
function prefixOf(folder: string, { userSite, userPaths, prefix, basePrefix }: Facts): string {
  if (folder === userSite && userPaths !== null) return userPaths.data;
  return [prefix, basePrefix].find((each) => below(each, folder) !== undefined) ?? folder;
}

/** Where the Pythons lie that a script of this environment may start. */
async function programFolders({ executable, paths, prefix, basePrefix }: Facts): Promise<readonly string[]> {
  const real = await behindLinks(executable);
  return [
    paths.scripts,
    dirname(executable),
    dirname(real),
    ...[prefix, basePrefix].map((each) => paths.scripts.replace(prefix, () => each)),
  ];
}

async function behindLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return path;
    throw error;
  }
}
