import { join } from 'node:path';
import { HEADER_BYTES, isFresh, isOfPytest, parseBytecodeHeader, sourceOf } from './bytecode.ts';
import type { SourceFacts } from './check-listed.ts';
import type { Claim } from './claims.ts';
import type { Findings } from './findings.ts';
import type { Place } from './place.ts';
import { readHead } from './read-file.ts';

/** Bytecode that Python runs in place of a listed source. */
export interface BytecodeFile {
  /** Of both, relative to the place. */
  readonly path: string;
  readonly source: string;
  /** Whose it is. */
  readonly label: string;
}

/**
 * Bytecode in a cache folder is fair where its source is listed, unless Python would run it whatever the source is. That
 * of no source in the listing is a file like any other.
 *
 * @param listed the lines of RECORDs about it.
 * @returns `told` where nothing more is to be said; `unlisted` where it is a file like any other; else what runs.
 */
export function checkBytecode(
  place: Place,
  path: string,
  listed: readonly Claim[] | undefined,
  sources: ReadonlyMap<string, SourceFacts>,
  labelOf: (path: string) => string,
  findings: Findings,
): 'told' | 'unlisted' | BytecodeFile {
  if (listed?.some(({ entry }) => entry.hash !== null)) return 'told'; // compared already
  const source = sourceOf(path);
  if (source === undefined) return 'unlisted';
  const label = listed?.[0]?.distribution.label ?? labelOf(path);
  const facts = sources.get(source);
  if (facts === undefined) {
    if (listed === undefined) return 'unlisted';
    findings.add('audit.bytecode', label, path, 'no source that is listed');
    return 'told';
  }
  const read = readHead(join(place.folder, path), HEADER_BYTES);
  if (read.kind !== 'head') {
    if (read.kind !== 'missing') findings.add('audit.unreadable', label, path);
    return 'told';
  }
  const bytecode = parseBytecodeHeader(read.head);
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
