import { basename, join } from 'node:path';
import type { Claim, Claims } from './claims.ts';
import type { AuditedDistribution } from './distribution.ts';
import { type EntryPoint, scriptEntryPoints } from './entry-points.ts';
import type { Findings } from './findings.ts';
import type { Place } from './place.ts';
import { readDigest, readSmall } from './read-file.ts';
import { scriptFault } from './script-form.ts';

/** Bytes of a script of an entry point: it has some ten lines. */
const LONGEST_SCRIPT = 16 * 1024;

/** Bytes of `entry_points.txt`. The largest known ones have some 100 kilobytes. */
const LONGEST_ENTRY_POINTS = 4 * 1024 * 1024;

/** Folders for scripts, on all systems. */
const SCRIPT_FOLDERS: ReadonlySet<string> = new Set(['bin', 'Scripts']);

/** pip, setuptools and wheel are given scripts with the version of Python in their names, whatever their wheel says. */
const VERSIONED = /^(pip|easy_install|wheel)-?[0-9]{1,2}(?:\.[0-9]{1,3})?$/;

/**
 * Compares the scripts of entry points with what installers write for them. RECORD states their digests, but who changes
 * a script can change its line as well, and no wheel holds the script. Their text is all that counts: an environment that
 * was moved has other first lines than when it was made.
 *
 * Launchers of Windows (`.exe`) are left to RECORD.
 *
 * @param doubtful those whose bytes RECORD does not state.
 */
export function checkScripts(
  place: Place,
  claims: Claims,
  doubtful: ReadonlySet<Claim>,
  findings: Findings,
): void {
  const entryPoints = new Map<AuditedDistribution, ReadonlyMap<string, EntryPoint>>();
  const check = (path: string, claim: Claim): void => {
    const { distribution, entry } = claim;
    const known = entryPoints.get(distribution) ?? readEntryPoints(place, distribution);
    entryPoints.set(distribution, known);
    const entryPoint = entryPointOf(basename(path), known);
    if (entryPoint === undefined) {
      if (doubtful.has(claim))
        findings.add(
          entry.hash === null ? 'audit.undigested' : 'audit.changed',
          distribution.label,
          entry.path,
        );
      return;
    }
    const bytes = readSmall(path, LONGEST_SCRIPT);
    if (bytes === undefined && readDigest(path, null).kind !== 'file') return; // said already
    const fault =
      bytes === undefined
        ? 'it is too long'
        : scriptFault(bytes.toString('utf8'), entryPoint, place.programs);
    if (fault !== undefined) findings.add('audit.script', distribution.label, entry.path, fault);
  };
  for (const [path, listed] of claims.beside)
    if (isScriptFile(path)) for (const claim of listed) check(path, claim);
  for (const [path, listed] of claims.inside)
    if (isTargetScript(path)) for (const claim of listed) check(join(place.folder, path), claim);
}

/** Whether an absolute path is that of a script, by its folder. */
export const isScriptFile = (path: string): boolean => SCRIPT_FOLDERS.has(path.split(/[/\\]/).at(-2) ?? '');

/** Whether a path of the place is: with `--target` the folder for scripts lies in there. */
export function isTargetScript(path: string): boolean {
  const slash = path.indexOf('/');
  return slash === path.lastIndexOf('/') && SCRIPT_FOLDERS.has(path.slice(0, Math.max(slash, 0)));
}

/** The entry point that a script is written for, by its file's name. */
export function entryPointOf(
  filename: string,
  known: ReadonlyMap<string, EntryPoint>,
): EntryPoint | undefined {
  const name = filename.replace(/-script\.pyw?$/, '');
  return known.get(name) ?? known.get(VERSIONED.exec(name)?.[1] ?? '');
}

/** The entry points of a distribution that become scripts, by their names. */
export function readEntryPoints(
  { folder }: Place,
  { info }: AuditedDistribution,
): ReadonlyMap<string, EntryPoint> {
  const bytes = readSmall(join(folder, info, 'entry_points.txt'), LONGEST_ENTRY_POINTS);
  return bytes === undefined ? new Map() : scriptEntryPoints(bytes.toString('utf8'));
}
