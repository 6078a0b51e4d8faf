import type { BuiltFrom, SdistFile } from '../../artifact/index.ts';
import { type BuildSource, checkOut, isRepository, parseRepositoryAddress } from '../../build/index.ts';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import type { CoreMetadata } from '../../packaging/index.ts';
import { makeTemporaryFolder, removePath } from '../../platform/index.ts';
import type { EffectivePolicy } from '../../policy/index.ts';
import type { DirectRequest } from '../../resolver/index.ts';
import type { Doors } from '../doors.ts';
import { checkMayBuildProject, folderAt } from './local-project.ts';

/** A project that is no file: in a folder of the user's, or in a repository that he names. */
export interface Project {
  readonly source: BuildSource;
  readonly from: BuiltFrom & { readonly kind: 'folder' | 'repository' };
  /** Removes what was checked out. */
  close(): Promise<void>;
}

/** What decides whether a project is opened, and how. */
export interface ProjectTerms {
  readonly policy: EffectivePolicy;
  /** Whether who asks may name a project: the user, and a project of his. */
  readonly mayAsk: boolean;
  readonly isEditable: boolean;
  /** `refuse`: what is wanted are files, and a project is none. */
  readonly projects: 'build' | 'refuse';
}

/** Whether an address is one of a project, and not of a file. */
export const isProjectAt = async (url: string): Promise<boolean> =>
  isRepository(url) || (await folderAt(url)) !== undefined;

/**
 * Opens the project at an address. Nothing of it is run, and nothing fetched where it may not be built.
 *
 * @throws SafeInstallError `source.unverifiable`, `source.repository`, `plan.denied`, `resolve.hash-required`.
 */
export async function openProject(
  request: Pick<DirectRequest, 'url' | 'requiredBy' | 'hashes'>,
  { policy, mayAsk, isEditable, projects }: ProjectTerms,
  doors: Doors,
): Promise<Project> {
  const folder = await folderAt(request.url);
  await checkMayBuildProject(request, folder ?? null, mayAsk, policy);
  const shown = folder ?? redactUrl(request.url);
  if (projects === 'refuse') throw noFile(shown);
  if (request.hashes.isRequired) throw unhashable(shown);
  if (folder === undefined) return await openRepository(request.url, isEditable, doors);
  const url = request.url.split('#', 1)[0] ?? '';
  return {
    source: { kind: 'folder', folder, editable: isEditable },
    from: { kind: 'folder', url, editable: isEditable },
    close: async () => {},
  };
}

async function openRepository(text: string, isEditable: boolean, doors: Doors): Promise<Project> {
  const address = parseRepositoryAddress(text);
  const name = redactUrl(text);
  if (isEditable) {
    throw new SafeInstallError({
      code: 'source.unverifiable',
      message: 'a repository is built from a checkout that does not stay, so that it cannot be used in place',
      subject: name,
      hint: 'Clone it yourself and name the folder with -e, or leave -e out',
    });
  }
  const parent = await makeTemporaryFolder('safe-install-checkout-');
  const close = (): Promise<void> => removePath(parent);
  try {
    doors.progress.update('building', { done: 0, detail: name });
    const { root, commit } = await checkOut(address, parent, doors);
    const { url, revision: requestedRevision, subdirectory } = address;
    return {
      source: { kind: 'folder', folder: root, name, editable: false },
      from: { kind: 'repository', url, vcs: 'git', commit, requestedRevision, subdirectory, editable: false },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What stands for a project among files. */
export const fileOfProject = (
  url: string,
  kind: Project['from']['kind'],
  { normalizedName: name, version, requiresPython }: CoreMetadata,
): SdistFile => ({
  kind: 'sdist',
  filename: `${name}-${version}`,
  name,
  version,
  url,
  origin: { kind, location: url },
  sha256: null,
  size: null,
  uploadTime: null,
  requiresPython,
  yanked: false,
  coreMetadata: null,
  provenance: null,
});

const noFile = (subject: string): SafeInstallError =>
  new SafeInstallError({
    code: 'source.unverifiable',
    message: 'a project in a folder or a repository is not a file that can be checked and kept',
    subject,
    hint: 'Build a wheel of it and name that file',
  });

const unhashable = (subject: string): SafeInstallError =>
  new SafeInstallError({
    code: 'resolve.hash-required',
    message: 'hashes are demanded of all, and a project in a folder or a repository has none',
    subject,
    hint: 'Leave it out of the list with hashes, and install it by itself with --no-deps',
  });
