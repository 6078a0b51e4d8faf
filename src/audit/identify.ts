import { basename, join } from 'node:path';
import type { DistributionFile, Project, WheelFile } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { isScriptOf } from '../installers/index.ts';
import {
  MAX_WHEEL_FILE_BYTES,
  parseTag,
  parseWheelFile,
  type RecordEntry,
  type WheelFileFacts,
} from '../packaging/index.ts';
import { entryPointOf, isScriptFile, isTargetScript, readEntryPoints } from './check-scripts.ts';
import type { AuditedDistribution } from './distribution.ts';
import type { Installation } from './installations.ts';
import { locate } from './place.ts';
import { readSmall } from './read-file.ts';
import { differencesOf, installedDigest } from './wheel-record.ts';

/** Which file of the index a distribution was installed from, as far as that can be proven. */
export type Identity =
  | {
      readonly kind: 'known';
      readonly file: DistributionFile;
      /** `installation`: safe-install has remembered it; `record`: RECORD is that of the wheel. */
      readonly by: 'installation' | 'record';
    }
  /** It claims to be that file, and is not. */
  | { readonly kind: 'differs'; readonly filename: string; readonly paths: readonly string[] }
  /** @param why a clause. */
  | { readonly kind: 'unknown'; readonly why: string };

/** Wheels of one release that are looked into; more of them have the same tags only where somebody plays with us. */
const MOST_WHEELS = 4;

/** Bytes of an installed script that came with a wheel. */
const LARGEST_SCRIPT = 16 * 1024 * 1024;

/** RECORD of a wheel; `undefined` where it cannot be read. */
export type RecordOf = (file: WheelFile) => Promise<readonly RecordEntry[] | undefined>;

/** Finds the file that a distribution was installed from among those that the index lists. */
export async function identify(
  distribution: AuditedDistribution,
  project: Project,
  installation: Installation | undefined,
  recordOf: RecordOf,
): Promise<Identity> {
  const { record, info, version } = distribution;
  if (record === null || version === null) return unknown('it has no RECORD');
  const release = project.files.filter((file) => file.version.equals(version));
  const remembered = installation?.version === String(version) ? installation : undefined;
  if (remembered !== undefined && installedDigest(record, info) === remembered.files) {
    const file = release.find(({ sha256 }) => sha256 === remembered.sha256);
    if (file !== undefined) return { kind: 'known', file, by: 'installation' };
    return unknown(`the index does not list "${remembered.filename}" any more, which it was installed from`);
  }
  if (release.length === 0) return unknown('the index has no such release');
  const compared = await compareWithWheels(distribution, record, release, recordOf);
  if (compared.kind !== 'unknown' || remembered === undefined) return compared;
  return { kind: 'differs', filename: remembered.filename, paths: [`${info}/RECORD`] };
}

const unknown = (why: string): Identity => ({ kind: 'unknown', why });

async function compareWithWheels(
  distribution: AuditedDistribution,
  record: readonly RecordEntry[],
  release: readonly DistributionFile[],
  recordOf: RecordOf,
): Promise<Identity> {
  const wheels = release.filter((file) => file.kind === 'wheel');
  if (wheels.length === 0) return unknown('the index has no wheel of this release: it was built here');
  const wheelFile = `${distribution.info}/WHEEL`;
  const digestOfWheelFile = (entries: readonly RecordEntry[]): string | undefined =>
    entries.find(({ path }) => path === wheelFile)?.hash?.digest;
  let claimed: Identity | undefined;
  for (const file of likelyFirst(wheels, factsOf(distribution)).slice(0, MOST_WHEELS)) {
    const entries = await recordOf(file);
    if (entries === undefined) continue;
    const paths = differencesFrom(distribution, record, entries);
    if (paths.length === 0) return { kind: 'known', file, by: 'record' };
    const own = digestOfWheelFile(record);
    if (own !== undefined && own === digestOfWheelFile(entries))
      claimed ??= { kind: 'differs', filename: file.filename, paths };
  }
  return claimed ?? unknown('no wheel of the index has these files');
}

/** Where what is installed differs from a wheel, by the RECORDs of both. */
export const differencesFrom = (
  distribution: AuditedDistribution,
  record: readonly RecordEntry[],
  wheel: readonly RecordEntry[],
): readonly string[] => differencesOf({ record, info: distribution.info }, wheel, scriptTest(distribution));

function factsOf({ place, info }: AuditedDistribution): WheelFileFacts | undefined {
  const bytes = readSmall(join(place.folder, info, 'WHEEL'), MAX_WHEEL_FILE_BYTES);
  try {
    return bytes === undefined ? undefined : parseWheelFile(bytes);
  } catch (error) {
    if (error instanceof SafeInstallError) return undefined;
    throw error;
  }
}

/** The wheels whose tags are those of WHEEL come first: most often it is one. */
function likelyFirst(wheels: readonly WheelFile[], facts: WheelFileFacts | undefined): readonly WheelFile[] {
  const tags = new Set((facts?.tags ?? []).flatMap(expanded));
  const isLikely = (file: WheelFile): boolean =>
    file.tags.length === tags.size && file.tags.every((tag) => tags.has(tag));
  return [...wheels.filter(isLikely), ...wheels.filter((file) => !isLikely(file))];
}

function expanded(text: string): readonly string[] {
  try {
    return parseTag(text);
  } catch (error) {
    if (error instanceof SafeInstallError) return [];
    throw error;
  }
}

/** Scripts of entry points are compared by themselves; those of the wheel have another first line. */
function scriptTest(
  distribution: AuditedDistribution,
): (installed: RecordEntry, original: RecordEntry | undefined) => boolean {
  const { place } = distribution;
  const entryPoints = readEntryPoints(place, distribution);
  return ({ path }, original) => {
    const location = locate(place, path);
    const isScript = location.kind === 'inside' ? isTargetScript(location.path) : isScriptFile(location.path);
    if (location.kind === 'outside' || !isScript) return false;
    if (entryPointOf(basename(location.path), entryPoints) !== undefined) return true;
    if (original === undefined) return false;
    const absolute = location.kind === 'inside' ? join(place.folder, location.path) : location.path;
    const bytes = readSmall(absolute, LARGEST_SCRIPT);
    return bytes !== undefined && isScriptOf(bytes, original);
  };
}
