import { readFileSync } from 'node:fs';
import { join, normalize, resolve } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import type { InstalledDistribution } from '../interpreter/index.ts';
import { type NormalizedName, parseRecord, type RecordEntry } from '../packaging/index.ts';
import { isErrno } from '../platform/index.ts';
import { digestFile } from './file-digest.ts';
import { type PlannedPath, pathKey } from './planned-paths.ts';

/** One path that two distributions have different bytes for. */
export interface PlanConflict {
  readonly path: string;
  /** Of the plan; with one that stays in the environment, if `installed` is not `null`. */
  readonly owners: readonly NormalizedName[];
  readonly installed: NormalizedName | null;
}

/** What of an installed distribution is needed here. */
export type InstalledOwner = Pick<InstalledDistribution, 'name' | 'location' | 'distInfo'>;

const sameBytes = (left: RecordEntry | null, right: RecordEntry | null): boolean =>
  left?.hash != null &&
  right?.hash != null &&
  left.hash.algorithm === right.hash.algorithm &&
  left.hash.digest === right.hash.digest;

/** Paths that two distributions of the plan write different bytes to. */
export function conflictsWithin(
  planned: readonly PlannedPath[],
  platform: NodeJS.Platform,
): readonly PlanConflict[] {
  const first = new Map<string, PlannedPath>();
  const conflicts = new Map<string, { path: string; owners: Set<NormalizedName> }>();
  for (const each of planned) {
    const key = pathKey(each.path, platform);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, each);
      continue;
    }
    if (other.owner === each.owner || sameBytes(other.entry, each.entry)) continue;
    const known = conflicts.get(key) ?? { path: each.path, owners: new Set([other.owner]) };
    known.owners.add(each.owner);
    conflicts.set(key, known);
  }
  return [...conflicts.values()].map(({ path, owners }) => ({ path, owners: [...owners], installed: null }));
}

/**
 * Paths that a distribution of the plan would write other bytes to than a distribution has there that stays.
 *
 * @param staying what is installed and is not replaced by the plan.
 */
export function conflictsWithInstalled(
  planned: readonly PlannedPath[],
  staying: readonly InstalledOwner[],
  platform: NodeJS.Platform,
): readonly PlanConflict[] {
  if (staying.length === 0) return [];
  const owners = new Map<string, NormalizedName>();
  for (const { name, path } of staying.flatMap(pathsOf)) owners.set(pathKey(path, platform), name);
  return planned.flatMap(({ path, entry, owner }) => {
    const installed = owners.get(pathKey(path, platform));
    if (installed === undefined || installed === owner || isThere(path, entry)) return [];
    return [{ path, owners: [owner], installed }];
  });
}

/** The files of an installed distribution, by its RECORD; none where that cannot be read, as with distutils' installs. */
function pathsOf({
  name,
  location,
  distInfo,
}: InstalledOwner): readonly { name: NormalizedName; path: string }[] {
  try {
    const entries = parseRecord(readFileSync(join(distInfo, 'RECORD')), { scope: 'installed' });
    return entries.map(({ path }) => ({ name, path: resolve(location, normalize(path)) }));
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES') || error instanceof SafeInstallError) return [];
    throw error;
  }
}

/** Whether a file holds the bytes that would be written to it; one that is not there is in nobody's way. */
function isThere(path: string, entry: RecordEntry | null): boolean {
  try {
    const expected = entry?.hash ?? null;
    return digestFile(path, expected?.algorithm ?? 'sha256').digest === expected?.digest;
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return true;
    if (isErrno(error, 'EISDIR', 'EACCES', 'EPERM', 'ELOOP')) return false;
    throw error;
  }
}
