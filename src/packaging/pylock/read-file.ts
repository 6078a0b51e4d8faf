import { parseSha256, type Sha256 } from '../digest.ts';
import { parseSdistFilename, parseWheelFilename } from '../filename.ts';
import type { NormalizedName } from '../names.ts';
import type { Version } from '../version.ts';
import type { LockTable } from './lock-table.ts';
import type { LockedArchive, LockedFile, LockedWheel } from './pylock.ts';

/** The project, and where it is known the version, that a file has to be of. */
export interface Release {
  readonly name: NormalizedName;
  readonly version: Version | null;
}

const FACTS = ['url', 'path', 'size', 'upload-time', 'hashes'] as const;

/** One entry of `wheels`. */
export function readWheel(table: LockTable, release: Release): LockedWheel {
  table.warnOfOthers('a wheel', ['name', ...FACTS]);
  const file = readFile(table);
  const { version, build, tags } = checked(table, file.filename, release, parseWheelFilename);
  return table.made({ ...file, version, build, tags });
}

/** The table `sdist`. */
export function readSdist(table: LockTable, release: Release): LockedFile {
  table.warnOfOthers('an sdist', ['name', ...FACTS]);
  const file = readFile(table);
  const { version } = checked(table, file.filename, release, (name) =>
    parseSdistFilename(name, release.name),
  );
  return table.made({ ...file, version });
}

/** The table `archive`. */
export function readArchive(table: LockTable): LockedArchive {
  table.warnOfOthers('an archive', [...FACTS, 'subdirectory']);
  return table.made({ kind: 'archive', ...readFacts(table), subdirectory: table.text('subdirectory') });
}

/** A path or a URL, one of which there has to be. */
export function readLocation(table: LockTable): {
  readonly url: string | null;
  readonly path: string | null;
} {
  const url = table.text('url');
  const path = table.text('path');
  if (url === null && path === null)
    table.refuse({ code: 'lock.missing-key', message: 'there is neither a "url" nor a "path"' });
  if (url !== null && !URL.canParse(url))
    table.refuse({ code: 'lock.value', message: '"url" takes an absolute URL' }, 'url');
  return { url, path };
}

function readFacts(table: LockTable) {
  return {
    ...readLocation(table),
    size: table.size('size'),
    uploadTime: table.moment('upload-time'),
    sha256: readSha256(table),
  };
}

function readFile(table: LockTable): Omit<LockedFile, 'version'> {
  const facts = readFacts(table);
  return { filename: readFilename(table, facts), ...facts };
}

/** A digest of any kind is enough for PEP 751; the sha256 is the one that everything here is compared by. */
function readSha256(table: LockTable): Sha256 | null {
  const hashes = table.table('hashes');
  if (hashes === null) return table.refuse({ code: 'lock.missing-key', message: 'there is no "hashes"' });
  const digests = new Map(Object.entries(hashes.otherTexts('')));
  if (digests.size === 0) hashes.refuse({ code: 'lock.value', message: '"hashes" is empty' });
  const stated = digests.get('sha256');
  if (stated === undefined) return null;
  return (
    parseSha256(stated) ??
    hashes.refuse({ code: 'lock.value', message: '"sha256" takes 64 hexadecimal digits' }, 'sha256')
  );
}

const DISTRIBUTION = /\.(?:whl|tar\.gz|zip)$/i;

/**
 * The name of a file is the last part of its path or URL, or it is stated. Where both are there and the URL's is that of a
 * distribution as well, they have to agree: whoever reads the one should not get the other.
 */
function readFilename(
  table: LockTable,
  { url, path }: { readonly url: string | null; readonly path: string | null },
): string {
  const stated = table.text('name');
  if (stated !== null && !isSegment(stated))
    table.refuse({ code: 'lock.value', message: '"name" takes the name of a file' }, 'name');
  for (const [key, last] of [
    ['path', path === null ? null : lastOfPath(path)],
    ['url', url === null ? null : lastOfUrl(url)],
  ] as const) {
    if (last === null || stated === null || last === stated || !DISTRIBUTION.test(last)) continue;
    table.refuse(
      {
        code: 'lock.filename',
        message: `the file is called "${stated}", and its ${key} is that of "${last}"`,
      },
      key,
    );
  }
  return stated ?? (path === null ? lastOfUrl(url ?? '') : lastOfPath(path));
}

const isSegment = (text: string): boolean => !/[\\/]/.test(text);

const lastOfPath = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

function lastOfUrl(url: string): string {
  const { pathname } = new URL(url);
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return last;
  }
}

/** What a filename says, which has to be what the package is. */
function checked<Parsed extends { readonly name: NormalizedName; readonly version: Version }>(
  table: LockTable,
  filename: string,
  { name, version }: Release,
  parse: (filename: string) => Parsed,
): Parsed {
  const key = table.has('name') ? 'name' : table.has('path') ? 'path' : 'url';
  const parsed = table.attempt(() => parse(filename), key);
  if (parsed.name !== name)
    table.refuse(
      { code: 'lock.filename', message: `"${filename}" is a file of ${parsed.name}, not of ${name}` },
      key,
    );
  if (version !== null && !parsed.version.equals(version))
    table.refuse(
      { code: 'lock.filename', message: `"${filename}" is of version ${parsed.version}, not of ${version}` },
      key,
    );
  return parsed;
}
