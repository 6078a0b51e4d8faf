import { createHash, randomBytes } from 'node:crypto';
import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno, toDiskError } from '../platform/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { directUrlOf } from './direct-url.ts';
import { displayName } from './display-names.ts';
import { librariesOf, recordPathOf } from './placement.ts';
import {
  joinRecord,
  type RecordLines,
  recordLine,
  splitRecord,
  withLines,
  withoutPaths,
} from './record-lines.ts';
import type { InstallPaths } from './target-python.ts';

/** Where an artifact has been installed. */
export interface InstalledPlace {
  /** The library folder that its root went to. */
  readonly library: string;
  /** Absolute path of its `.dist-info` folder. */
  readonly distInfo: string;
}

/**
 * Where an artifact was installed: the library folder in which its RECORD lies.
 *
 * @throws SafeInstallError `installed.missing`.
 */
export async function findInstalled(
  artifact: VerifiedArtifact,
  paths: InstallPaths,
): Promise<InstalledPlace> {
  for (const library of librariesOf(paths)) {
    const distInfo = join(library, artifact.report.root);
    if (await isFile(join(distInfo, 'RECORD'))) return { library, distInfo };
  }
  throw new SafeInstallError({
    code: 'installed.missing',
    message: 'the installer has not installed it',
    subject: `${displayName(artifact)} ${artifact.candidate.version.toString()}`,
    facts: [{ label: 'expected', value: join(paths.purelib, artifact.report.root, 'RECORD') }],
  });
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

/**
 * Makes the records of an installed distribution read as after a plain install of what the user asked for.
 *
 * - pip takes every name on its command line for requested: `REQUESTED` stays for those that the user named (PEP 376).
 * - What came from a URL or a path of the user's is remembered as such (PEP 610), not as coming from our folder.
 * - uv notes in `uv_cache.json` when a file of ours was made; from an index it would not.
 * - Bytecode that was written beside pip is listed, as pip lists what it writes.
 */
export async function settle(
  artifact: VerifiedArtifact,
  installer: 'pip' | 'uv',
  place: InstalledPlace,
  bytecode: readonly string[],
): Promise<void> {
  const { candidate, report } = artifact;
  const unwanted = [
    ...(installer === 'pip' && candidate.requestedBy.length === 0 ? ['REQUESTED'] : []),
    ...(installer === 'uv' ? ['uv_cache.json'] : []),
  ].filter((name) => !report.record.some(({ path }) => path === `${report.root}/${name}`));
  const removed = await removeFiles(place.distInfo, unwanted);
  const directUrl = directUrlOf(artifact, installer);
  if (directUrl !== null)
    await writeBeside(join(place.distInfo, 'direct_url.json'), directUrl, join(place.distInfo, 'INSTALLER'));
  const added = [
    ...(directUrl === null ? [] : [generatedLine(`${report.root}/direct_url.json`, directUrl)]),
    ...bytecode.map((path) => recordLine(recordPathOf(path, place.library))),
  ];
  if (removed.length === 0 && added.length === 0) return;
  const gone = new Set(removed.map((name) => `${report.root}/${name}`));
  await editRecord(join(place.distInfo, 'RECORD'), (record) => {
    const kept = withoutPaths(record, gone);
    return added.length === 0 ? kept : withLines(kept, added);
  });
}

/** Removes the files of these names. @returns those that were there. */
async function removeFiles(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of names) {
    try {
      await rm(join(folder, name));
      removed.push(name);
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw toDiskError(error, join(folder, name));
    }
  }
  return removed;
}

function generatedLine(path: string, content: string): string {
  const digest = createHash('sha256').update(content).digest('base64url');
  return recordLine(path, `sha256=${digest}`, String(Buffer.byteLength(content)));
}

async function editRecord(path: string, edit: (record: RecordLines) => RecordLines): Promise<void> {
  const text = await readFile(path, 'utf8');
  await writeBeside(path, joinRecord(edit(splitRecord(text))), path);
}

/**
 * Writes a file whole or not at all, with the mode of `like`; never into the one that is there, which may be a link to
 * another environment's.
 */
async function writeBeside(path: string, content: string, like: string): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    const { mode } = await stat(like);
    await writeFile(temporary, content, { flag: 'wx' });
    await chmod(temporary, mode & 0o777);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw toDiskError(error, path);
  }
}
