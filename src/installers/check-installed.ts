import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Fact, SafeInstallError, SafeInstallErrors } from '../errors/index.ts';
import type { RecordEntry } from '../packaging/index.ts';
import { isErrno } from '../platform/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { displayName } from './display-names.ts';
import { digestFile } from './file-digest.ts';
import { isScriptOf } from './installed-script.ts';
import { findPlacedFiles, type PlacedDistribution } from './placed-distribution.ts';
import type { PlacedFile } from './placement.ts';
import type { InstallPaths } from './target-python.ts';
import { unexpectedPaths } from './unexpected.ts';

/** Files that an error names; a broken install may have thousands. */
const MOST_NAMED = 5;

/** Files that are read in one go (about a millisecond); between them others have their turn. */
const FILES_AT_ONCE = 32;

/** RECORD is written anew by the installer; its signatures are copied, and no digest of them is stated. */
const UNSTATED = /\/RECORD(?:\.jws|\.p7s)?$/;

type Fault = 'installed.missing' | 'installed.mismatch' | 'installed.unexpected';

const MESSAGES: Readonly<Record<Fault, string>> = {
  'installed.missing': 'files of the checked wheel are not where they should be',
  'installed.mismatch': 'files were installed with other bytes than the checked wheel holds',
  'installed.unexpected': 'files were recorded that the checked wheel does not hold',
};

/**
 * Compares what an installer has written with what was checked: every file of every wheel is at its place, byte for byte
 * but for the first line of scripts, and the installer has recorded nothing that installers do not make.
 *
 * Closes the gap between the installer's digest and its second reading of the same file, and notices who writes into
 * the environment meanwhile. Bytecode is not compared.
 *
 * @param paths as `handOver` returns them.
 * @throws SafeInstallError (or SafeInstallErrors) `installed.missing`, `installed.mismatch`, `installed.unexpected`.
 */
export async function checkInstalled(
  artifacts: readonly VerifiedArtifact[],
  paths: InstallPaths,
  signal?: AbortSignal,
): Promise<void> {
  const distributions = await Promise.all(artifacts.map((artifact) => findPlacedFiles(artifact, paths)));
  const claims = claimsOf(distributions);
  const errors: SafeInstallError[] = [];
  for (const distribution of distributions) {
    errors.push(...(await checkDistribution(distribution, claims, signal)));
  }
  const [first, ...others] = errors;
  if (first !== undefined) throw others.length === 0 ? first : new SafeInstallErrors(errors);
}

/** What a path may hold for which two wheels have a file: the last one that was installed has its way. */
type Claims = ReadonlyMap<string, readonly PlacedFile[]>;

function claimsOf(distributions: readonly PlacedDistribution[]): Claims {
  const first = new Map<string, PlacedFile>();
  const claims = new Map<string, PlacedFile[]>();
  for (const file of distributions.flatMap(({ files }) => files)) {
    const other = first.get(file.path);
    const known = claims.get(file.path);
    if (other === undefined) first.set(file.path, file);
    else if (known === undefined) claims.set(file.path, [other, file]);
    else known.push(file);
  }
  return claims;
}

async function checkDistribution(
  distribution: PlacedDistribution,
  claims: Claims,
  signal: AbortSignal | undefined,
): Promise<readonly SafeInstallError[]> {
  const faults = new Map<Fault, Fact[]>();
  const add = (fault: Fault, fact: Fact): void => {
    const known = faults.get(fault);
    if (known === undefined) faults.set(fault, [fact]);
    else known.push(fact);
  };
  for (const [number, file] of distribution.files.entries()) {
    if (number % FILES_AT_ONCE === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    if (file.treatment === 'wrapper') continue; // the installer writes its own, which its RECORD states
    const fault = checkFile(file, claims.get(file.path) ?? [file]);
    if (fault !== undefined) add(fault, { label: 'file', value: file.path });
  }
  for (const path of missingScripts(distribution)) add('installed.missing', { label: 'file', value: path });
  for (const path of unexpectedPaths(distribution))
    add('installed.unexpected', { label: 'file', value: path });
  const { candidate } = distribution.artifact;
  const subject = `${displayName(distribution.artifact)} ${candidate.version.toString()}`;
  return [...faults].map(
    ([code, facts]) =>
      new SafeInstallError({
        code,
        message:
          facts.length === 1
            ? MESSAGES[code].replace('files', 'one of the files')
            : `${facts.length} ${MESSAGES[code]}`,
        subject,
        facts: facts.slice(0, MOST_NAMED),
        hint:
          distribution.recordedFrom === null
            ? undefined
            : 'With --target, pip leaves what stands in the folder already: add --upgrade, or empty it',
      }),
  );
}

/** Scripts of entry points that were not made. pip and setuptools name theirs after the version of Python. */
function missingScripts({ artifact, scripts }: PlacedDistribution): readonly string[] {
  const forms = (name: string): readonly string[] => [
    name,
    `${name}.exe`,
    `${name}-script.py`,
    `${name}-script.pyw`,
  ];
  return artifact.report.scripts
    .filter((name) => !/^(?:pip|easy_install)/.test(name))
    .filter((name) => !forms(name).some((form) => existsSync(join(scripts, form))))
    .map((name) => join(scripts, name));
}

function checkFile(file: PlacedFile, claims: readonly PlacedFile[]): Fault | undefined {
  try {
    return claims.some((claim) => holds(file.path, claim)) ? undefined : 'installed.mismatch';
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return 'installed.missing';
    if (isErrno(error, 'EISDIR', 'EACCES', 'EPERM', 'ELOOP')) return 'installed.mismatch';
    throw error;
  }
}

function holds(path: string, { entry, treatment }: PlacedFile): boolean {
  if (treatment === 'script') return isScriptOf(readFileSync(path), entry);
  const expected: RecordEntry['hash'] = entry.hash;
  const { size, digest } = digestFile(path, expected?.algorithm ?? 'sha256');
  if (expected === null) return UNSTATED.test(entry.path);
  return digest === expected.digest && size === (entry.size ?? size);
}
