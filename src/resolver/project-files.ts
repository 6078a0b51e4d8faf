import type { DistributionFile, Project, ProjectStatus } from '../artifact/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import { bestRank, compareBuildTags, compareVersions, type Version } from '../packaging/index.ts';
import { allowedFormats, type ResolveOptions } from './options.ts';
import type { RankedTarget } from './target.ts';

/** Why a file is not for this run, whoever asks for it. */
export type PassedOver = 'format' | 'tags' | 'requires-python' | 'upload-time';

/** A file that can be installed here, with its place among the files of its version. */
export interface RankedFile {
  readonly file: DistributionFile;
  readonly version: Version;
  /** Of the best tag of a wheel, zero being the best; of a source distribution more than any. */
  readonly rank: number;
}

/** The files of one project, sorted into those that can be installed here and those that cannot. */
export interface ProjectFiles {
  /** Newest version first, and of one version the best file first. */
  readonly ranked: readonly RankedFile[];
  readonly passedOver: readonly { readonly file: DistributionFile; readonly reason: PassedOver }[];
  readonly status: ProjectStatus;
  readonly statusReason: string | null;
}

/**
 * Sorts the files of a project, by all that does not depend on who asks for it: formats, tags, Python, upload time.
 *
 * @throws SafeInstallError `resolve.upload-time` when an age is asked for and the index does not state one.
 */
export function rankFiles(project: Project, target: RankedTarget, options: ResolveOptions): ProjectFiles {
  const formats = allowedFormats(project.name, options.formatControl);
  const ranked: RankedFile[] = [];
  const passedOver: { file: DistributionFile; reason: PassedOver }[] = [];
  for (const file of project.files) {
    const rank = file.kind === 'sdist' ? target.ranks.size : bestRank(file.tags, target.ranks);
    const reason =
      formats !== 'any' && formats !== file.kind
        ? 'format'
        : rank === undefined
          ? 'tags'
          : isTooNew(file, options)
            ? 'upload-time'
            : isForAnotherPython(file, target, options)
              ? 'requires-python'
              : undefined;
    if (reason !== undefined) passedOver.push({ file, reason });
    else ranked.push({ file, version: file.version, rank: rank ?? target.ranks.size });
  }
  // of files that are equally good, pip takes the one that its source names last
  ranked.sort((left, right) => compareFiles(right, left)).reverse();
  return { ranked, passedOver, status: project.status, statusReason: project.statusReason };
}

/** Best first: newest version, best tag, highest build. */
function compareFiles(left: RankedFile, right: RankedFile): number {
  return compareVersions(right.version, left.version) || left.rank - right.rank || compareBuilds(right, left);
}

function compareBuilds(left: RankedFile, right: RankedFile): number {
  const [one, other] = [left, right].map(({ file }) => (file.kind === 'wheel' ? file.build : null));
  return compareBuildTags(one ?? null, other ?? null);
}

function isForAnotherPython(file: DistributionFile, target: RankedTarget, options: ResolveOptions): boolean {
  if (options.ignoreRequiresPython || file.requiresPython === null) return false;
  return !file.requiresPython.contains(target.pythonVersion, { prereleases: true });
}

function isTooNew(file: DistributionFile, options: ResolveOptions): boolean {
  // a folder knows no upload times; pip asks indexes alone
  if (file.origin.kind !== 'index') return false;
  if (options.isTooYoung(file)) return true;
  const own = options.uploadedBeforeOf.get(file.name);
  const uploadedBefore = own === undefined ? options.uploadedBefore : own;
  if (uploadedBefore === null) return false;
  if (file.uploadTime === null) {
    throw new SafeInstallError({
      code: 'resolve.upload-time',
      message: `an age is asked for, and the index does not say when "${file.filename}" was uploaded`,
      subject: file.filename,
    });
  }
  return file.uploadTime >= uploadedBefore.value;
}
