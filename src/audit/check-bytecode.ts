import { sep } from 'node:path';
import { isFresh, isOfPytest, sourceOf } from './bytecode.ts';
import type { SourceFacts } from './check-listed.ts';
import type { Claim, Claims } from './claims.ts';
import type { Findings } from './findings.ts';
import type { Place } from './place.ts';
import type { FileReading, FileRequest } from './read-file.ts';
import type { Tree } from './tree.ts';

/** Bytecode that Python runs in place of a listed source. */
export interface BytecodeFile {
  /** Of both, relative to the place. */
  readonly path: string;
  readonly source: string;
  /** Whose it is. */
  readonly label: string;
}

const hasDigest = (listed: readonly Claim[] | undefined): boolean =>
  listed?.some(({ entry }) => entry.hash !== null) ?? false;

/** The headers of bytecode that are to be read, by path relative to the place: those of a source that is there. */
export function bytecodeRequests(place: Place, tree: Tree, claims: Claims): ReadonlyMap<string, FileRequest> {
  const requests = new Map<string, FileRequest>();
  for (const [path, kind] of tree.entries) {
    if (kind !== 'file' || !path.endsWith('.pyc') || hasDigest(claims.inside.get(path))) continue;
    if (tree.entries.get(sourceOf(path) ?? '') !== 'file') continue;
    const absolute = `${place.folder}${sep}${path}`;
    requests.set(path, { path: absolute, algorithm: null, size: null, isBytecode: true });
  }
  return requests;
}

/**
 * Bytecode in a cache folder is fair where its source is listed, unless Python would run it whatever the source is. That
 * of no source in the listing is a file like any other.
 *
 * @param listed the lines of RECORDs about it.
 * @param readings of {@link bytecodeRequests}, by path.
 * @returns `told` where nothing more is to be said; `unlisted` where it is a file like any other; else what runs.
 */
export function checkBytecode(
  path: string,
  listed: readonly Claim[] | undefined,
  sources: ReadonlyMap<string, SourceFacts>,
  readings: ReadonlyMap<string, FileReading>,
  labelOf: (path: string) => string,
  findings: Findings,
): 'told' | 'unlisted' | BytecodeFile {
  if (hasDigest(listed)) return 'told'; // compared already
  const source = sourceOf(path);
  if (source === undefined) return 'unlisted';
  const label = listed?.[0]?.distribution.label ?? labelOf(path);
  const facts = sources.get(source);
  if (facts === undefined) {
    if (listed === undefined) return 'unlisted';
    findings.add('audit.bytecode', label, path, 'no source that is listed');
    return 'told';
  }
  const reading = readings.get(path) ?? { kind: 'missing' };
  if (reading.kind !== 'file' || reading.bytecode === null) {
    if (reading.kind !== 'missing') findings.add('audit.unreadable', label, path);
    return 'told';
  }
  const { bytecode } = reading;
  if (bytecode.kind === 'unchecked') {
    findings.add('audit.bytecode', label, path, 'a mark that lets it run whatever its source is');
    return 'told';
  }
  if (bytecode.kind === 'invalid' || (bytecode.kind === 'timed' && !isFresh(bytecode, facts))) {
    findings.add('audit.stale-bytecode', label, path);
    return 'told';
  }
  return isOfPytest(path) ? 'told' : { path, source, label };
}
