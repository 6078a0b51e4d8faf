import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkArchive, nameRulesFor } from '../archive/index.ts';
import type { ArchiveReport, Candidate, DistributionFile, DownloadedArtifact } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { parseMetadata, parseSha256 } from '../packaging/index.ts';
import { digestOfFile, kindOfPath, listFolder } from '../platform/index.ts';
import type { NamedPublisher } from '../policy/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { fileAt } from './direct.ts';
import type { Governance } from './governance.ts';
import { Judge } from './judge.ts';
import { LOCAL_EVIDENCE, withSidecar } from './local-evidence.ts';
import type { TrustRoots } from './trust-roots.ts';

const DISTRIBUTION = /\.(?:whl|tar\.gz|zip)$/i;

/** Whom a file on the user's disk is held against, and what lies beside it for evidence. */
export interface LocalJudgement {
  readonly governance: Governance;
  readonly roots: TrustRoots;
  /** Path of `--evidence`; `null`: what lies beside the file, under one of the names of evidence. */
  readonly evidence: string | null;
  /** Who has to have signed it. */
  readonly named: readonly NamedPublisher[] | null;
}

/**
 * The distribution files that a word of the command line means.
 *
 * @returns absolute paths: the file itself, or those that lie in the folder; `undefined` when it is neither, so that it
 *   must be a requirement.
 * @throws SafeInstallError `usage.path` for a folder without any.
 */
export async function filesMeantBy(
  word: string,
  currentFolder: string,
): Promise<readonly string[] | undefined> {
  const path = resolve(currentFolder, word);
  const kind = await kindOfPath(path);
  if (kind === 'file' && DISTRIBUTION.test(path)) return [path];
  if (kind !== 'folder') return undefined;
  const files = (await listFolder(path))
    .filter((name) => DISTRIBUTION.test(name))
    .map((name) => join(path, name));
  if (files.length > 0) return files;
  // A bare word may be a project, whatever folder there is by its name.
  if (!word.includes('/') && !word.includes('\\') && !word.startsWith('.')) return undefined;
  throw new SafeInstallError({ code: 'usage.path', message: `there is no wheel and no sdist in "${word}"` });
}

/**
 * Reads a distribution file where it lies, strictly, and judges it.
 *
 * @param path absolute.
 * @throws SafeInstallError (or SafeInstallErrors) `archive.*`, `record.*`, `metadata.*`, `packaging.filename`, and what
 *   `verifyArtifact` throws.
 */
export async function verifyLocalFile(
  path: string,
  { governance, roots, evidence, named }: LocalJudgement,
  signal: AbortSignal,
): Promise<VerifiedArtifact> {
  const found = fileAt({ url: pathToFileURL(path).href, name: null, requiredBy: null });
  const file =
    evidence === null ? await withSidecar(found) : { ...found, provenance: pathToFileURL(evidence).href };
  const { sha256: digest, size } = await digestOfFile(path);
  const sha256 = parseSha256(digest);
  if (sha256 === undefined) throw new TypeError('a sha256 has 64 hexadecimal digits');
  const judge = new Judge({ governance, roots, evidence: LOCAL_EVIDENCE, lockedFor: () => named });
  const artifact: DownloadedArtifact = { file, path, sha256, size };
  const waived = judge.waivedChecks(artifact);
  const report = await checkArchive(artifact, { ...nameRulesFor(process.platform), waived, signal });
  return await judge.judge({ candidate: candidateOf(file, report), artifact, report });
}

/** What the file says of itself: nobody has resolved anything. */
const candidateOf = (
  file: DistributionFile,
  { metadataBytes, metadataSha256 }: Pick<ArchiveReport, 'metadataBytes' | 'metadataSha256'>,
): Candidate => ({
  name: file.name,
  version: file.version,
  file,
  extras: [],
  metadata: { metadata: parseMetadata(metadataBytes), sha256: metadataSha256 },
  allowedHashes: [],
  requestedBy: [],
  requiredBy: [],
});
