import { join, relative, sep } from 'node:path';
import type { ArchiveReport } from '../artifact/index.ts';
import type { NormalizedName, RecordEntry } from '../packaging/index.ts';
import type { InstallPaths } from './target-python.ts';

/** What an installer makes of a file: copies it, rewrites its first line, or writes another one in its place. */
type Treatment = 'copied' | 'script' | 'wrapper';

/** A file of a wheel, and where an installer puts it. */
export interface PlacedFile {
  readonly entry: RecordEntry;
  /** Absolute. */
  readonly path: string;
  readonly treatment: Treatment;
}

/** The folders of one distribution: where its root goes is written in its WHEEL file, which only installers read. */
export interface DistributionPaths extends InstallPaths {
  /** `purelib` or `platlib`. */
  readonly library: string;
  /** The folder for headers of this distribution. */
  readonly headers: string;
}

/** The folders that the root of a wheel may go to, without repetitions. */
export const librariesOf = ({ purelib, platlib }: InstallPaths): readonly string[] => [
  ...new Set([purelib, platlib]),
];

/** The folders of one distribution whose root goes to `library`. */
export const distributionPaths = (
  paths: InstallPaths,
  library: string,
  name: string | NormalizedName,
): DistributionPaths => ({ ...paths, library, headers: join(paths.include, name) });

/** Whether a path of a wheel lies in its data folder, and goes to another folder than its root. */
export const isInDataFolder = (path: string): boolean => /^[^/]*\.data\//.test(path);

/**
 * Where an installer puts each file of a wheel.
 *
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#installing-a-wheel-distribution-1-0-py32-none-any-whl
 */
export const placeFiles = (report: ArchiveReport, paths: DistributionPaths): readonly PlacedFile[] => {
  const wrappers = new Set(report.scripts);
  const library = join(paths.library, 'x').slice(0, -1);
  return report.record.map((entry) => {
    if (isInDataFolder(entry.path)) return placeData(entry, paths, wrappers);
    // The paths of a wheel's RECORD have no part that "join" would take out, and there are ten thousand of them.
    const path = library + (sep === '/' ? entry.path : entry.path.replaceAll('/', sep));
    return { entry, path, treatment: 'copied' };
  });
};

function placeData(entry: RecordEntry, paths: DistributionPaths, wrappers: ReadonlySet<string>): PlacedFile {
  const [, scheme = '', ...rest] = entry.path.split('/');
  const path = join(folderOf(scheme, paths), ...rest);
  if (scheme !== 'scripts') return { entry, path, treatment: 'copied' };
  return { entry, path, treatment: wrappers.has(wrapperName(rest.at(-1) ?? '')) ? 'wrapper' : 'script' };
}

function folderOf(scheme: string, paths: DistributionPaths): string {
  switch (scheme) {
    case 'purelib':
    case 'platlib':
    case 'scripts':
    case 'data':
    case 'headers':
      return paths[scheme];
    default:
      return paths.library; // the strict reading of the archive lets no other scheme through
  }
}

/** Endings of what setuptools used to put into wheels beside, or in place of, an entry point's script. */
const WRAPPER_ENDINGS = ['.exe', '-script.py', '.pya'];

/** The entry point that a script belongs to, if there is one of that name; installers then write their own. */
function wrapperName(filename: string): string {
  const lower = filename.toLowerCase();
  const ending = WRAPPER_ENDINGS.find((each) => lower.endsWith(each));
  return ending === undefined ? filename : filename.slice(0, -ending.length);
}

/** A path as RECORD states it: relative to the library folder, with forward slashes. */
export const recordPathOf = (path: string, library: string): string =>
  relative(library, path).split(sep).join('/');
