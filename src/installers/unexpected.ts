import { readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative, resolve, sep } from 'node:path';
import { parseRecord } from '../packaging/index.ts';
import type { PlacedDistribution } from './placed-distribution.ts';
import { isInDataFolder } from './placement.ts';

/** What installers put into a `.dist-info` folder themselves. */
export const GENERATED: ReadonlySet<string> = new Set([
  'INSTALLER',
  'REQUESTED',
  'RECORD',
  'direct_url.json',
  'uv_cache.json',
  'uv_build.json',
]);

/** Files beside the one that an entry point's script is, as Windows needs them. */
const SCRIPT_ENDINGS = /(?:\.exe|-script\.pyw?|\.exe\.manifest)$/i;

/** pip and setuptools are given scripts with the version of Python in their names, whatever their wheel says. */
const VERSIONED = /^(pip|easy_install)-?[0-9]{1,2}(?:\.[0-9]{1,2})?$/;

/** Bytecode lies beside its source: `__pycache__/NAME.TAG.pyc`. */
const BYTECODE = /^(.{1,4096})[/\\]__pycache__[/\\]([^/\\]{1,255})\.pyc$/;

/**
 * Paths that an installer has recorded for a distribution although its wheel does not hold them and no installer makes
 * them.
 *
 * @throws SafeInstallError `record.malformed`, `record.weak-hash` for a RECORD that no installer writes.
 */
export function unexpectedPaths(distribution: PlacedDistribution): readonly string[] {
  const { place, files } = distribution;
  const expected = new Set(files.map(({ path }) => path));
  // Nearly every line stands in the wheel's RECORD in the same words, and needs no work on paths.
  const own = new Set(files.map(({ entry }) => entry.path).filter((path) => !isInDataFolder(path)));
  const recorded = parseRecord(readFileSync(join(place.distInfo, 'RECORD')), { scope: 'installed' });
  return recorded
    .filter(({ path }) => !own.has(path))
    .map(({ path }) => placesOf(path, distribution))
    .filter((places) => !places.some((path) => isExpected(path, expected, distribution)))
    .flatMap(([path]) => (path === undefined ? [] : [path]));
}

/** Where a recorded file may be; absolute. */
function placesOf(path: string, { place, recordedFrom }: PlacedDistribution): readonly string[] {
  const plain = resolve(place.library, normalize(path));
  if (recordedFrom === null) return [plain];
  const before = resolve(recordedFrom, normalize(path));
  const below = relative(recordedFrom, before);
  return [plain, below.startsWith('..') ? before : join(place.library, below)];
}

function isExpected(
  path: string,
  expected: ReadonlySet<string>,
  { artifact, place, scripts }: PlacedDistribution,
): boolean {
  if (expected.has(path)) return true;
  if (dirname(path) === place.distInfo && GENERATED.has(basename(path))) return true;
  if (isScriptName(path, scripts, artifact.report.scripts)) return true;
  if (expected.has(sourceOf(path) ?? path)) return true;
  // with PYTHONPYCACHEPREFIX bytecode lies elsewhere, and Python reads it from there with that variable alone
  return path.endsWith('.pyc') && !path.startsWith(join(place.library, sep));
}

function isScriptName(path: string, folder: string, names: readonly string[]): boolean {
  if (dirname(path) !== folder) return false;
  const name = path.slice(folder.length + 1);
  const plain = name.replace(SCRIPT_ENDINGS, '');
  return names.includes(name) || names.includes(plain) || names.includes(VERSIONED.exec(plain)?.[1] ?? '');
}

/** The module that a file of bytecode was made from. */
function sourceOf(path: string): string | undefined {
  const match = BYTECODE.exec(path);
  if (match === null) return undefined;
  const [, folder = '', stem = ''] = match;
  const tag = stem.replace(/\.opt-[0-9]$/, '');
  const dot = tag.lastIndexOf('.');
  return dot < 0 ? undefined : join(folder, `${tag.slice(0, dot)}.py`);
}
