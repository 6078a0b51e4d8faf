import { type BytecodeFile, bytecodeRequests } from './check-bytecode.ts';
import { checkListed, listedPaths } from './check-listed.ts';
import { checkScripts } from './check-scripts.ts';
import { checkUnlisted } from './check-unlisted.ts';
import { type Claims, collectClaims } from './claims.ts';
import { type AuditedDistribution, findDistributions } from './distribution.ts';
import { type Finding, Findings } from './findings.ts';
import { knownSource } from './known-files.ts';
import type { Place } from './place.ts';
import { readFiles } from './read-files.ts';
import { readTree, type Tree } from './tree.ts';

/** What a folder of packages has come to. */
export interface PlaceAudit extends InstalledPlace {
  /** Files that were compared with their digests, and their bytes. */
  readonly compared: number;
  readonly bytes: number;
  /** Bytecode that Python runs in place of a listed source, as far as its header says. */
  readonly bytecode: readonly BytecodeFile[];
  readonly findings: readonly Finding[];
}

/** A folder of packages, and what is installed there. */
export interface InstalledPlace {
  readonly place: Place;
  readonly distributions: readonly AuditedDistribution[];
}

/** A folder of packages by its listing and its RECORDs, before any file is compared. */
export interface PlaceSurvey extends InstalledPlace {
  readonly tree: Tree;
  readonly claims: Claims;
  readonly findings: Findings;
}

/** @throws SafeInstallError `audit.too-large` */
export async function surveyPlace(place: Place, signal: AbortSignal): Promise<PlaceSurvey> {
  const findings = new Findings();
  const tree = await readTree(place.folder, signal);
  const distributions = await findDistributions(place, tree, findings, signal);
  const claims = collectClaims(place, distributions, findings);
  return { place, distributions, tree, claims, findings };
}

/**
 * Compares a folder of packages with the RECORDs in it, both ways: every listed file with its digest, and every other
 * file with what may lie there. Runs nothing, follows no link and writes nothing.
 *
 * What is found holds for the time when each file was read: who writes meanwhile may not be noticed.
 */
export async function auditPlace(
  { place, distributions, tree, claims, findings }: PlaceSurvey,
  signal: AbortSignal,
): Promise<PlaceAudit> {
  const paths = listedPaths(place, tree, claims, findings);
  const listed = paths.flatMap(({ requests }) => requests);
  const bytecodes = bytecodeRequests(place, tree, claims);
  const readings = await readFiles([...listed, ...bytecodes.values()], signal);
  const { compared, bytes, doubtfulScripts, sources } = checkListed(paths, readings, findings);
  checkScripts(place, claims, doubtfulScripts, findings);
  const known = knownSource(place.folder);
  const allSources = known === undefined ? sources : new Map([...sources, known]);
  const ofBytecode = readings.slice(listed.length);
  const headers = new Map(
    [...bytecodes.keys()].flatMap((path, at) => {
      const reading = ofBytecode[at];
      return reading === undefined ? [] : [[path, reading]];
    }),
  );
  const bytecode = checkUnlisted(place, tree, claims, distributions, allSources, headers, findings);
  for (const { source, label, info } of distributions)
    if (source === 'editable') findings.add('audit.editable', label, info);
  return { place, distributions, compared, bytes, bytecode, findings: findings.list };
}
