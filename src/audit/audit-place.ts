import type { BytecodeFile } from './check-bytecode.ts';
import { checkListed } from './check-listed.ts';
import { checkScripts } from './check-scripts.ts';
import { checkUnlisted } from './check-unlisted.ts';
import { collectClaims } from './claims.ts';
import { type AuditedDistribution, findDistributions } from './distribution.ts';
import { type Finding, Findings } from './findings.ts';
import { knownSource } from './known-files.ts';
import type { Place } from './place.ts';
import { readTree } from './tree.ts';

/** What a folder of packages has come to. */
export interface PlaceAudit {
  readonly place: Place;
  readonly distributions: readonly AuditedDistribution[];
  /** Files that were compared with their digests, and their bytes. */
  readonly compared: number;
  readonly bytes: number;
  /** Bytecode that Python runs in place of a listed source, as far as its header says. */
  readonly bytecode: readonly BytecodeFile[];
  readonly findings: readonly Finding[];
}

/**
 * Compares a folder of packages with the RECORDs in it, both ways: every listed file with its digest, and every other
 * file with what may lie there. Runs nothing, follows no link and writes nothing.
 *
 * What is found holds for the time when each file was read: who writes meanwhile may not be noticed.
 *
 * @throws SafeInstallError `audit.too-large`
 */
export async function auditPlace(place: Place, signal: AbortSignal): Promise<PlaceAudit> {
  const findings = new Findings();
  const tree = await readTree(place.folder, signal);
  const distributions = findDistributions(place, tree, findings);
  const claims = collectClaims(place, distributions, findings);
  const { compared, bytes, doubtfulScripts, sources } = await checkListed(
    place,
    tree,
    claims,
    findings,
    signal,
  );
  checkScripts(place, claims, doubtfulScripts, findings);
  const known = knownSource(place.folder);
  const allSources = known === undefined ? sources : new Map([...sources, known]);
  const bytecode = await checkUnlisted(place, tree, claims, distributions, allSources, findings, signal);
  for (const { source, label, info } of distributions)
    if (source === 'editable') findings.add('audit.editable', label, info);
  return { place, distributions, compared, bytes, bytecode, findings: findings.list };
}
