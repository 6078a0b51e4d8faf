import { realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno, kindOfPath } from '../platform/index.ts';

/** A folder that distributions are installed into, with what belongs to it. */
export interface Place {
  /** Absolute, behind links: every path that is compared starts from here. */
  readonly folder: string;
  /** As it was named; RECORD may state absolute paths by it. */
  readonly named: string;
  /** What an installer writes outside of the folder (scripts, data) lies below here; behind links. */
  readonly prefix: string;
  /** Folders in which the Pythons lie that a script may start; `null` where any may. */
  readonly programs: ReadonlySet<string> | null;
}

/** What is known of a folder before anybody has looked at it. */
export interface PlaceWish {
  readonly folder: string;
  readonly prefix: string;
  readonly programs: readonly string[] | null;
  /** Somebody has named this very folder: it has to be there. */
  readonly isNamed?: true;
}

async function behindLinks(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return undefined;
    throw error;
  }
}

/**
 * Finds the folders, each once: `lib64` is often a link to `lib`. Those that do not exist are left out, as nothing is
 * installed there.
 */
export async function findPlaces(wishes: readonly PlaceWish[]): Promise<readonly Place[]> {
  const places = new Map<string, Place>();
  for (const { folder: named, prefix: namedPrefix, programs } of wishes) {
    const folder = (await kindOfPath(named)) === 'folder' ? await behindLinks(named) : undefined;
    if (folder === undefined || places.has(folder)) continue;
    const prefix = (await behindLinks(namedPrefix)) ?? folder;
    const real = await Promise.all((programs ?? []).map(behindLinks));
    const known = [...(programs ?? []), ...real].filter((path) => path !== undefined);
    places.set(folder, { folder, named, prefix, programs: programs === null ? null : new Set(known) });
  }
  return [...places.values()];
}

/** @throws SafeInstallError `audit.no-place` where there is none of them, or one is missing that was named. */
export async function checkPlaces(places: readonly Place[], wishes: readonly PlaceWish[]): Promise<void> {
  const missing: string[] = [];
  for (const { folder, isNamed } of wishes)
    if (isNamed === true && (await kindOfPath(folder)) !== 'folder') missing.push(folder);
  if (places.length > 0 && missing.length === 0) return;
  const looked = missing.length > 0 ? missing : wishes.map(({ folder }) => folder);
  throw new SafeInstallError({
    code: 'audit.no-place',
    message: 'there is no folder of packages',
    facts: looked.map((value) => ({ label: 'looked in', value })),
    hint: 'Name an environment with --python PATH, or the folder of packages with --path DIR',
  });
}

/** Where a path of a RECORD leads. */
export type Location =
  /** In the folder; `path` is relative to it, with forward slashes. */
  | { readonly kind: 'inside'; readonly path: string }
  /** Elsewhere below the prefix; absolute. */
  | { readonly kind: 'prefix'; readonly path: string }
  | { readonly kind: 'outside'; readonly path: string };

/** Path of `path` below `folder`, with forward slashes; `undefined` where it is not below. */
export function below(folder: string, path: string): string | undefined {
  const between = relative(folder, path);
  if (
    between === '' ||
    between === '..' ||
    between.startsWith(`..${sep}`) ||
    resolve(folder, between) !== path
  )
    return undefined;
  // on Windows another drive is not below, and `relative` gives the whole path
  return resolve(between) === between ? undefined : between.split(sep).join('/');
}

/** pip's `--target` moves what it has installed by sysconfig's "home" scheme, and leaves RECORD as it was. */
const HOME_LIBRARY = ['lib', 'python'] as const;

/** What makes a path one that has to be resolved: an empty part, `.`, `..`, a backslash or a drive. */
const NOT_PLAIN = /(?:^|\/)\.{0,2}(?:\/|$)|\\|^[A-Za-z]:/;

/** Takes a path of a RECORD for what it names, without a look at the disk. */
export function locate(place: Place, path: string): Location {
  if (!NOT_PLAIN.test(path)) return { kind: 'inside', path }; // nearly all, and ten thousand of them
  const absolute = moved(place, resolve(place.folder, path));
  const inside = below(place.folder, absolute);
  if (inside !== undefined) return { kind: 'inside', path: inside };
  if (below(place.prefix, absolute) !== undefined) return { kind: 'prefix', path: absolute };
  const asTarget = below(place.folder, resolve(join(place.folder, ...HOME_LIBRARY), path));
  if (place.folder === place.prefix && asTarget !== undefined) return { kind: 'inside', path: asTarget };
  return { kind: 'outside', path: absolute };
}

/** An absolute path by the name of the folder becomes one by its real name. */
function moved({ folder, named }: Place, absolute: string): string {
  const inside = named === folder ? undefined : below(named, absolute);
  return inside === undefined ? absolute : join(folder, inside);
}
