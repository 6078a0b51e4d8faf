import { constants } from 'node:fs';
import { copyFile, link, mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno, makeTemporaryFolder, removePath, sweepAbandoned, toDiskError } from '../platform/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { requirementNames } from './display-names.ts';

/** What the installer is given: a private folder, and what to install from it. */
export interface HandOverFolder {
  /** Mode 0700; holds the others, and is removed by whoever made it. */
  readonly path: string;
  /** The files under their own names, and nothing else. */
  readonly wheels: string;
  /** One line `name==version --hash=sha256:…` for each file. */
  readonly requirements: string;
}

const PREFIX = 'hand-over-';

/** Errors of file systems and systems that make no hard link here. */
const NO_LINK = ['EXDEV', 'EPERM', 'EACCES', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'] as const;

/**
 * Fills a new private folder for the installer.
 *
 * The files are hard links to those in the store where that is possible, else copies (which share their blocks where the
 * file system can do that). Either way the installer computes every digest once more from what it reads there, and
 * refuses what is not what was checked; the store, too, trusts no file that it did not hash itself.
 *
 * @param parent an existing folder.
 * @throws SafeInstallError `disk.full`, `disk.read-only`; nothing is left behind then.
 */
export async function makeHandOverFolder(
  artifacts: readonly VerifiedArtifact[],
  parent: string,
): Promise<HandOverFolder> {
  const nameOf = requirementNames(artifacts);
  await sweepAbandoned(PREFIX, parent);
  const path = await makeTemporaryFolder(PREFIX, parent);
  const wheels = join(path, 'wheels');
  const requirements = join(path, 'requirements.txt');
  try {
    await mkdir(wheels, { mode: 0o700 });
    await Promise.all(artifacts.map((artifact) => placeInto(artifact, wheels)));
    await writeFile(requirements, artifacts.map((each) => requirementLine(each, nameOf(each))).join(''), {
      mode: 0o600,
    });
  } catch (error) {
    await removePath(path);
    throw toDiskError(error, path);
  }
  return { path, wheels, requirements };
}

const requirementLine = ({ candidate, artifact }: VerifiedArtifact, name: string): string =>
  `${name}==${candidate.version.toString()} --hash=sha256:${artifact.sha256}\n`;

async function placeInto({ candidate, artifact, report }: VerifiedArtifact, folder: string): Promise<void> {
  const { filename } = candidate.file;
  if (report.kind !== 'wheel' || /[/\\\0]/.test(filename)) {
    throw new SafeInstallError({
      code: 'internal.bug',
      message: `"${filename}" has come to the installer, and is no wheel`,
      subject: filename,
    });
  }
  const source = await realpath(artifact.path); // a link to a link would name the user's file, not hold it
  const target = join(folder, filename);
  try {
    await link(source, target);
  } catch (error) {
    if (!isErrno(error, ...NO_LINK)) throw toDiskError(error, target);
    await copy(source, target);
  }
}

async function copy(source: string, target: string): Promise<void> {
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  } catch (error) {
    throw toDiskError(error, target);
  }
}
