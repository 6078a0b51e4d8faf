import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cryptoNameOf } from '../packaging/index.ts';
import { isErrno } from '../platform/index.ts';
import { Breather } from './breather.ts';
import { isCache, sourceOf } from './bytecode.ts';
import { isScriptFile, isTargetScript } from './check-scripts.ts';
import type { Claim, Claims } from './claims.ts';
import type { Findings } from './findings.ts';
import { isSeedNote } from './known-files.ts';
import { below, type Place } from './place.ts';
import { type FileReading, readDigest } from './read-file.ts';
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

/** Compares every file that a RECORD lists with what RECORD states of it: size and digest. */
export async function checkListed(
  place: Place,
  tree: Tree,
  claims: Claims,
  findings: Findings,
  signal: AbortSignal,
): Promise<ListedFiles> {
  const breather = new Breather(signal);
  const sources = new Map<string, SourceFacts>();
  const doubtfulScripts = new Set<Claim>();
  const doubt = (isScript: boolean) => (isScript ? doubtfulScripts : null);
  let compared = 0;
  let bytes = 0;
  const count = (reading: FileReading): void => {
    if (reading.kind !== 'file' || reading.digest === null) return;
    compared += 1;
    bytes += reading.size;
  };
  for (const [path, listed] of claims.inside) {
    await breather.breathe();
    const standing = standingOf(path, tree);
    const reading =
      standing === 'file'
        ? compare(join(place.folder, path), listed, doubt(isTargetScript(path)), findings)
        : { kind: standing };
    tell(reading, listed, findings);
    count(reading);
    if (reading.kind === 'file' && path.endsWith('.py')) sources.set(path, reading);
  }
  const isWithin = withinPrefix(place);
  for (const [path, listed] of claims.beside) {
    await breather.breathe();
    if (!isWithin(dirname(path))) {
      for (const { distribution, entry } of listed)
        findings.add('audit.outside', distribution.label, entry.path);
      continue;
    }
    const reading = compare(path, listed, doubt(isScriptFile(path)), findings);
    tell(reading, listed, findings);
    count(reading);
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
 * Reads a file once for each kind of digest that is stated of it, and tells which claims its bytes do not meet.
 *
 * @param doubtful gets the claims that are not met, for a script; `null` for any other file.
 */
function compare(
  path: string,
  listed: readonly Claim[],
  doubtful: Set<Claim> | null,
  findings: Findings,
): FileReading {
  const unmet: Claim[] = [];
  const met: Claim[] = [];
  let last: FileReading | undefined;
  for (const claim of listed) {
    const { hash, size } = claim.entry;
    last = readDigest(path, hash === null ? null : cryptoNameOf(hash.algorithm), hash === null ? null : size);
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
  return last ?? { kind: 'missing' };
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
function tell(reading: FileReading, listed: readonly Claim[], findings: Findings): void {
  if (reading.kind === 'file') return;
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
