import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuiltFrom, SdistFile } from '../../artifact/index.ts';
import {
  type BuildSource,
  type Checkout,
  checkOut,
  checkOutToStay,
  isRepository,
  parseRepositoryAddress,
  type RepositoryAddress,
} from '../../build/index.ts';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import { type CoreMetadata, isValidName, type NormalizedName, normalizeName } from '../../packaging/index.ts';
import { makeTemporaryFolder, removePath } from '../../platform/index.ts';
import type { EffectivePolicy } from '../../policy/index.ts';
import type { DirectRequest } from '../../resolver/index.ts';
import type { Doors } from '../doors.ts';
import { checkMayBuildProject, folderAt } from './local-project.ts';

/** A project that is no file: in a folder of the user's, or in a repository that he names. */
export interface Project {
  readonly source: BuildSource;
  readonly from: BuiltFrom & { readonly kind: 'folder' | 'repository' };
  /** Leaves what was checked out to be used in place: it is going to be installed. */
  keep(): void;
  /** Removes what was checked out, unless it is kept. */
  close(): Promise<void>;
}

/** What decides whether a project is opened, and how. */
export interface ProjectTerms {
  readonly policy: EffectivePolicy;
  /** Whether who asks may name a project: the user, and a project of his. */
  readonly mayAsk: boolean;
  readonly isEditable: boolean;
  /** Absolute folder for repositories that are used in place; `null` where the installer knows none. */
  readonly checkouts: string | null;
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
  request: DirectRequest,
  terms: ProjectTerms,
  doors: Doors,
): Promise<Project> {
  const { policy, mayAsk, isEditable, projects } = terms;
  const folder = await folderAt(request.url);
  await checkMayBuildProject(request, folder ?? null, mayAsk, policy);
  const shown = folder ?? redactUrl(request.url);
  if (projects === 'refuse') throw noFile(shown);
  if (request.hashes.isRequired) throw unhashable(shown);
  if (folder === undefined) return await openRepository(request, terms, doors);
  const url = request.url.split('#', 1)[0] ?? '';
  return {
    source: { kind: 'folder', folder, editable: isEditable },
    from: { kind: 'folder', url, editable: isEditable },
    keep: () => {},
    close: async () => {},
  };
}

async function openRepository(
  { url: text, name }: Pick<DirectRequest, 'url' | 'name'>,
  { isEditable, checkouts }: Pick<ProjectTerms, 'isEditable' | 'checkouts'>,
  doors: Doors,
): Promise<Project> {
  const address = parseRepositoryAddress(text);
  const shown = redactUrl(text);
  doors.progress.update('building', { done: 0, detail: shown });
  const open = async (): Promise<OpenCheckout> => {
    if (!isEditable) return await openPassing(address, doors);
    const folder = stayingFolder(checkouts, name ?? eggOf(text), shown);
    return await openStaying(address, folder, doors);
  };
  const { root, commit, keep, close } = await open();
  const { url, revision: requestedRevision, subdirectory } = address;
  const checkout = isEditable ? { checkout: pathToFileURL(root).href } : {};
  return {
    source: { kind: 'folder', folder: root, name: shown, editable: isEditable },
    from: {
      kind: 'repository',
      url,
      vcs: 'git',
      commit,
      requestedRevision,
      subdirectory,
      editable: isEditable,
      ...checkout,
    },
    keep,
    close,
  };
}

type OpenCheckout = Checkout & Pick<Project, 'keep' | 'close'>;

/** A checkout that goes away when what is made of it is installed. */
async function openPassing(address: RepositoryAddress, doors: Doors): Promise<OpenCheckout> {
  const parent = await makeTemporaryFolder('safe-install-checkout-');
  const close = (): Promise<void> => removePath(parent);
  try {
    return { ...(await checkOut(address, parent, doors)), keep: () => {}, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One that stays, unless nothing comes of it. */
async function openStaying(address: RepositoryAddress, folder: string, doors: Doors): Promise<OpenCheckout> {
  const { root, commit, undo } = await checkOutToStay(address, folder, doors);
  let isKept = false;
  return {
    root,
    commit,
    keep: () => {
      isKept = true;
    },
    close: async () => {
      if (!isKept) await undo();
    },
  };
}

/** Where a repository is checked out to be used in place: as with pip, in a folder of its name. */
function stayingFolder(checkouts: string | null, name: NormalizedName | null, subject: string): string {
  if (checkouts === null) {
    throw new SafeInstallError({
      code: 'source.unverifiable',
      message: 'a repository cannot be used in place with uv, which knows editable folders only',
      subject,
      hint: 'Clone it yourself and name the folder with -e, or leave -e out',
    });
  }
  if (name !== null) return join(checkouts, name);
  throw new SafeInstallError({
    code: 'source.repository',
    message: 'a repository that is used in place needs a name',
    subject,
    hint: 'Write it as "NAME @ git+https://…", or put "#egg=NAME" behind it',
  });
}

/**
 * A project has the name that the address of its repository gives it, as with pip.
 *
 * @throws SafeInstallError `source.repository`.
 */
export function checkNameOf(url: string, name: NormalizedName): void {
  const expected = isRepository(url) ? eggOf(url) : null;
  if (expected === null || expected === name) return;
  throw new SafeInstallError({
    code: 'source.repository',
    message: 'the project in the repository has another name than its address says',
    subject: redactUrl(url),
    facts: [
      { label: 'expected', value: expected, origin: '#egg' },
      { label: 'got', value: name },
    ],
    hint: 'Look at the address, or leave "#egg=" out',
  });
}

/** The name in `#egg=acme[test]`; `null` where there is none. */
function eggOf(url: string): NormalizedName | null {
  const egg = new URLSearchParams(url.split('#')[1] ?? '').get('egg');
  const name = (egg?.split('[', 1)[0] ?? '').trim();
  return isValidName(name) ? normalizeName(name) : null;
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
