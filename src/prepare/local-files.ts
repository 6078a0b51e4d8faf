import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CheckedArchive, checkArchive, nameRulesFor } from '../archive/index.ts';
import type { DownloadedArtifact } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { parseSha256 } from '../packaging/index.ts';
import { digestOfFile, kindOfPath, listFolder } from '../platform/index.ts';
import { fileAt } from './direct.ts';

const DISTRIBUTION = /\.(?:whl|tar\.gz|zip)$/i;

/** A file on the user's disk that has passed the strict reading. */
export interface CheckedFile {
  readonly artifact: DownloadedArtifact;
  readonly report: CheckedArchive;
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
  if (kind !== 'folder' || (!word.includes('/') && !word.includes('\\') && !word.startsWith('.')))
    return undefined;
  const files = (await listFolder(path))
    .filter((name) => DISTRIBUTION.test(name))
    .map((name) => join(path, name));
  if (files.length > 0) return files;
  throw new SafeInstallError({ code: 'usage.path', message: `there is no wheel and no sdist in "${word}"` });
}

/**
 * Reads a distribution file where it lies, strictly.
 *
 * @param path absolute.
 * @throws SafeInstallError (or SafeInstallErrors) `archive.*`, `record.*`, `metadata.*`, `packaging.filename`.
 */
export async function checkLocalFile(path: string, signal: AbortSignal): Promise<CheckedFile> {
  const file = fileAt({ url: pathToFileURL(path).href, name: null, requiredBy: null });
  const { sha256: digest, size } = await digestOfFile(path);
  const sha256 = parseSha256(digest);
  if (sha256 === undefined) throw new TypeError('a sha256 has 64 hexadecimal digits');
  const artifact: DownloadedArtifact = { file, path, sha256, size };
  return { artifact, report: await checkArchive(artifact, { ...nameRulesFor(process.platform), signal }) };
}
