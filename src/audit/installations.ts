import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { isNormalizedName, type NormalizedName, parseSha256, type Sha256 } from '../packaging/index.ts';
import { isErrno, type Log, readFileCapped, writeFileAtomic } from '../platform/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { wheelDigest } from './wheel-record.ts';

/** Which file a distribution was installed from, as safe-install knew when it installed it. */
export interface Installation {
  readonly version: string;
  /** Of the wheel; where that was built here, of the source distribution. */
  readonly filename: string;
  /** Likewise. */
  readonly sha256: Sha256;
  /** Of what its RECORD states: see `wheelDigest`. */
  readonly files: Sha256;
  /** Who had signed it; `null` where nobody was known to. */
  readonly publisher: string | null;
}

/** What is to be remembered of artifacts; `null` for those that are on no index: built from a folder or a repository. */
export type Described = ReadonlyMap<VerifiedArtifact, Installation | null>;

/** What was installed into one folder of packages, by name. */
export type Installations = ReadonlyMap<NormalizedName, Installation>;

const FORMAT = 1;

/** Bytes; an entry has some 300, and no environment has more than some thousand distributions. */
const LARGEST = 16 * 1024 * 1024;

/**
 * The file in the user's state folder for a folder of packages. It does not lie among the packages, where it would change
 * what `pip freeze` and `pip check` see, and where whoever changes them could change it as well.
 */
export function installationsPath(stateFolder: string, library: string): string {
  const name = createHash('sha256').update(realOf(library)).digest('hex').slice(0, 32);
  return join(stateFolder, 'installations', `${name}.json`);
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return path;
    throw error;
  }
}

/** What is remembered of a folder; one that cannot be read is told, and counts for nothing. */
export async function readInstallations(
  stateFolder: string,
  library: string,
  log: Log,
): Promise<Installations> {
  const path = installationsPath(stateFolder, library);
  const bytes = await readFileCapped(path, LARGEST);
  if (bytes === undefined) return new Map();
  try {
    return parseInstallations(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    log.warn(`What was installed before is not known: "${path}" cannot be read`);
    return new Map();
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws SyntaxError */
function parseInstallations(value: unknown): Installations {
  if (!isObject(value) || value.format !== FORMAT || !isObject(value.distributions))
    throw new SyntaxError('it has another form');
  const found = new Map<NormalizedName, Installation>();
  for (const [name, entry] of Object.entries(value.distributions)) {
    if (!isNormalizedName(name) || !isObject(entry)) throw new SyntaxError('it has an entry of another form');
    const { version, filename, sha256, files, publisher } = entry;
    const digests = [sha256, files].map((each) => (typeof each === 'string' ? parseSha256(each) : undefined));
    const [ofFile, ofLines] = digests;
    if (
      typeof version !== 'string' ||
      typeof filename !== 'string' ||
      ofFile === undefined ||
      ofLines === undefined ||
      (publisher !== null && typeof publisher !== 'string')
    )
      throw new SyntaxError('it has an entry of another form');
    found.set(name, { version, filename, sha256: ofFile, files: ofLines, publisher });
  }
  return found;
}

/** What {@link rememberInstallations} writes down, as far as it is known before anything is installed. */
export const describeInstallations = (artifacts: readonly VerifiedArtifact[]): Described =>
  new Map(artifacts.map((artifact) => [artifact, describe(artifact)]));

function describe({ candidate, artifact, report, verdict }: VerifiedArtifact): Installation | null {
  const { builtFrom } = verdict;
  if (builtFrom !== undefined && builtFrom.kind !== 'sdist') return null;
  return {
    version: String(candidate.version),
    filename: builtFrom?.filename ?? candidate.file.filename,
    sha256: builtFrom?.sha256 ?? artifact.sha256,
    files: wheelDigest(report.record),
    publisher: verdict.evidence.kind === 'attested' ? verdict.evidence.publisher : null,
  };
}

/**
 * Remembers which files were installed, for later audits: each folder has its own list, and what was installed there
 * before under the same name is replaced. Where it cannot be written an audit has to compare with the index; that is no
 * reason to fail an install that is done.
 *
 * What `--target` has made is not remembered: there the data of a wheel lies among its packages, and RECORD does not tell
 * one from the other.
 */
export async function rememberInstallations(
  described: Described,
  { purelib, platlib, data }: { readonly purelib: string; readonly platlib: string; readonly data: string },
  stateFolder: string,
  log: Log,
): Promise<void> {
  for (const library of new Set([purelib, platlib])) {
    if (library === data) continue;
    const installed = [...described].filter(([{ report }]) =>
      existsSync(join(library, report.root, 'RECORD')),
    );
    if (installed.length === 0) continue;
    try {
      await remember(installed, library, stateFolder, log);
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      log.warn(`What was installed is not remembered for audits: ${error.message}`);
    }
  }
}

async function remember(
  installed: readonly (readonly [VerifiedArtifact, Installation | null])[],
  library: string,
  stateFolder: string,
  log: Log,
): Promise<void> {
  const known = new Map(await readInstallations(stateFolder, library, log));
  for (const [{ candidate }, installation] of installed) {
    if (installation === null) known.delete(candidate.name);
    else known.set(candidate.name, installation);
  }
  const content = { format: FORMAT, folder: realOf(library), distributions: Object.fromEntries(known) };
  await writeFileAtomic(installationsPath(stateFolder, library), `${JSON.stringify(content, null, 1)}\n`);
}
