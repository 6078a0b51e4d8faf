import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import type { ParsedPylock } from '../../packaging/index.ts';

/** Drive letters count everywhere: a lock is written on one system and read on another. */
const isRooted = (path: string): boolean => isAbsolute(path) || /^(?:[a-z]:|[\\/])/i.test(path);

/**
 * The absolute URL of a thing in a lock; its path goes before its URL, as with pip.
 *
 * A lock that comes from the network chooses no file of this machine, and none of another host by its path.
 *
 * @param base URL of the lock.
 * @throws SafeInstallError `lock.source`.
 */
export function locationOf(
  thing: { readonly url: string | null; readonly path: string | null },
  base: string,
  { placeOf }: Pick<ParsedPylock, 'placeOf'>,
): string {
  const { path, url } = thing;
  const isLocal = base.startsWith('file:');
  const located = path === null ? (url ?? '') : isLocal ? localUrl(path, base) : remoteUrl(path, base);
  if (located !== undefined && (isLocal || !located.startsWith('file:'))) return located;
  throw new SafeInstallError({
    code: 'lock.source',
    message: 'a lock from the network may not name a file outside of its own folder',
    subject: placeOf(thing, path === null ? 'url' : 'path'),
    facts: [{ label: 'got', value: path ?? redactUrl(url ?? '') }],
  });
}

function localUrl(path: string, base: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return new URL(escaped(path), base).href;
}

function remoteUrl(path: string, base: string): string | undefined {
  if (isRooted(path)) return undefined;
  const url = new URL(escaped(path), base);
  return url.origin === new URL(base).origin ? url.href : undefined;
}

/** A path as part of a URL; `./` keeps a colon in it from being read as a scheme. */
const escaped = (path: string): string =>
  `./${path
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/')}`;
