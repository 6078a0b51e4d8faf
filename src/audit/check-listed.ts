import { realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { cryptoNameOf } from '../packaging/index.ts';
import { isErrno } from '../platform/index.ts';
import { isCache, sourceOf } from './bytecode.ts';
import { isScriptFile, isTargetScript } from './check-scripts.ts';
import type { Claim, Claims } from './claims.ts';
import type { Findings } from './findings.ts';
import { isSeedNote } from './known-files.ts';
import { below, type Place } from './place.ts';
import type { FileReading, FileRequest } from './read-file.ts';
import type { Tree } from './tree.ts';

/** Time and size of a source, for the bytecode that was made from it. */
export interface SourceFacts {
  readonly modified: number;
  readonly size: number;
}

/** What has been read. */
export interface ListedFiles {
  /** Listed files that were compared. */
  readonly compared: number;
  readonly bytes: number;
  /** Scripts whose bytes are not those of their digest, or that have none: their text decides (see `check-scripts.ts`). */
  readonly doubtfulScripts: ReadonlySet<Claim>;
  /** Sources of Python, by path relative to the place. */
  readonly sources: ReadonlyMap<string, SourceFacts>;
}

/** A path that RECORDs list, before anything there is opened. */
interface ListedPath {
  readonly claims: readonly Claim[];
  /** What stands there that is not to be opened; `null`: a file. */
  readonly instead: 'link' | 'other' | 'missing' | null;
  readonly isScript: boolean;
  /** The path relative to the place, for a source of Python. */
  readonly source: string | null;
  /** What is to be read: one for each claim. */
  readonly requests: readonly FileRequest[];
}

/** All paths that RECORDs list, each with what is to be read; those that lead out of the prefix are told, and left. */
export function listedPaths(
  place: Place,
  tree: Tree,
  claims: Claims,
  findings: Findings,
): readonly ListedPath[] {
  const paths: ListedPath[] = [];
  for (const [path, listed] of claims.inside) {
    const standing = standingOf(path, tree);
    paths.push({
      claims: listed,
      instead: standing === 'file' ? null : standing,
      isScript: isTargetScript(path),
      source: path.endsWith('.py') ? path : null,
      requests: standing === 'file' ? requestsFor(`${place.folder}${sep}${path}`, listed) : [],
    });
  }
  const isWithin = withinPrefix(place);
  for (const [path, listed] of claims.beside) {
    if (isWithin(dirname(path)))
      paths.push({
        claims: listed,
        instead: null,
        isScript: isScriptFile(path),
        source: null,
        requests: requestsFor(path, listed),
      });
    else
      for (const { distribution, entry } of listed)
        findings.add('audit.outside', distribution.label, entry.path);
  }
  return paths;
}

/** A file is read once for each digest that is stated of it. */
const requestsFor = (path: string, claims: readonly Claim[]): readonly FileRequest[] =>
  claims.map(({ entry: { hash, size } }) => ({
    path,
    algorithm: hash === null ? null : cryptoNameOf(hash.algorithm),
    size: hash === null ? null : size,
    isBytecode: false,
  }));

/**
 * Compares every file that a RECORD lists with what RECORD states of it: size and digest.
 *
 * @param readings what came of the requests of all `paths`, in their order.
 */
export function checkListed(
  paths: readonly ListedPath[],
  readings: readonly FileReading[],
  findings: Findings,
): ListedFiles {
  const sources = new Map<string, SourceFacts>();
  const doubtfulScripts = new Set<Claim>();
  let compared = 0;
  let bytes = 0;
  let next = 0;
  for (const { claims, instead, isScript, source, requests } of paths) {
    const own = readings.slice(next, next + requests.length);
    next += requests.length;
    const reading =
      instead === null
        ? compare(claims, own, isScript ? doubtfulScripts : null, findings)
        : { kind: instead };
    if (reading.kind !== 'file') {
      tell(reading, claims, findings);
      continue;
    }
    if (reading.digest !== null) {
      compared += 1;
      bytes += reading.size;
    }
    if (source !== null) sources.set(source, reading);
  }
  return { compared, bytes, doubtfulScripts, sources };
}

/** What stands at a path of the place, by its listing: nothing is opened through a link to a folder. */
function standingOf(path: string, tree: Tree): 'file' | 'link' | 'other' | 'missing' {
  const kind = tree.entries.get(path);
  if (kind !== undefined) return kind;
  if (tree.folders.has(path)) return 'other';
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const above = path.slice(0, slash);
    if (tree.entries.get(above) === 'link') return 'link';
    if (tree.folders.has(above)) return 'missing';
  }
  return 'missing';
}

/** Whether a folder lies within the prefix, links followed; what is beyond is not opened. */
function withinPrefix(place: Place): (folder: string) => boolean {
  const known = new Map<string, boolean>();
  return (folder) => {
    const answer = known.get(folder) ?? isReallyWithin(place.prefix, folder);
    known.set(folder, answer);
    return answer;
  };
}

function isReallyWithin(prefix: string, folder: string): boolean {
  try {
    const real = realpathSync(folder);
    return real === prefix || below(prefix, real) !== undefined;
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return true; // nothing is there to be opened
    if (isErrno(error, 'ELOOP', 'EACCES', 'EPERM', 'ENAMETOOLONG')) return false;
    throw error;
  }
}

/**
 * Tells which claims the bytes of a file do not meet.
 *
 * @param readings one for each claim.
 * @param doubtful gets the claims that are not met, for a script; `null` for any other file.
 */
function compare(
  claims: readonly Claim[],
  readings: readonly FileReading[],
  doubtful: Set<Claim> | null,
  findings: Findings,
): FileReading {
  const unmet: Claim[] = [];
  const met: Claim[] = [];
  let last: FileReading = { kind: 'missing' };
  for (const [at, claim] of claims.entries()) {
    const { hash } = claim.entry;
    last = readings[at] ?? last;
    if (last.kind !== 'file') return last;
    if (hash === null) {
      if (doubtful !== null) doubtful.add(claim);
      else if (!mayLackDigest(claim))
        findings.add('audit.undigested', claim.distribution.label, claim.entry.path);
    } else if (last.digest === hash.digest) met.push(claim);
    else unmet.push(claim);
  }
  for (const claim of unmet) {
    const { distribution, entry } = claim;
    const other = met.find((each) => each.distribution !== distribution);
    if (other !== undefined)
      findings.add('audit.overwritten', distribution.label, entry.path, other.distribution.label);
    else if (doubtful !== null) doubtful.add(claim);
    else findings.add('audit.changed', distribution.label, entry.path);
  }
  return last;
}

/**
 * What may stand in RECORD without a digest: RECORD itself and its signatures; bytecode in a cache folder, which is looked
 * at by itself; and what virtualenv notes of the distributions that it puts into each environment.
 */
function mayLackDigest({ distribution, entry }: Claim): boolean {
  const { info } = distribution;
  const name = entry.path.startsWith(`${info}/`) ? entry.path.slice(info.length + 1) : null;
  if (name !== null && MAY_LACK_DIGEST.has(name)) return true;
  return sourceOf(entry.path) !== undefined || isSeedNote(entry.path);
}

const MAY_LACK_DIGEST: ReadonlySet<string> = new Set([
  'RECORD',
  'RECORD.jws',
  'RECORD.p7s',
  'INSTALLER',
  'REQUESTED',
]);

/** What is wrong where there is no file to compare. */
function tell(
  reading: Exclude<FileReading, { kind: 'file' }>,
  listed: readonly Claim[],
  findings: Findings,
): void {
  for (const { distribution, entry } of listed) {
    const { label } = distribution;
    switch (reading.kind) {
      case 'missing':
        // Python and people remove caches
        if (entry.hash !== null || !isCache(entry.path)) findings.add('audit.missing', label, entry.path);
        break;
      case 'link':
        findings.add('audit.link', label, entry.path);
        break;
      case 'other':
        findings.add('audit.changed', label, entry.path, 'no file, but a folder, a pipe or a device');
        break;
      case 'unreadable':
        findings.add('audit.unreadable', label, entry.path);
        break;
    }
  }
}
