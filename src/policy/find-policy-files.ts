import { basename, dirname, join, resolve } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import {
  type Environment,
  isOwnedByAnother,
  pathExists,
  readFileCapped,
  type UserFolders,
} from '../platform/index.ts';
import { MAX_POLICY_BYTES } from './file/limits.ts';
import type { PolicyFileOrigin } from './file/read-policy-layer.ts';
import type { LayerKind, PolicyLayer } from './layer.ts';
import { parsePolicyFile } from './parse-policy-file.ts';

const POLICY_FILE = 'safe-install.toml';
const PROJECT_FILE = 'pyproject.toml';

/** Where policies are looked for. */
export interface PolicyPlaces {
  /** The organisation's; see `organisationFile`. */
  readonly organisationFile: string;
  readonly userFolders: Pick<UserFolders, 'config'>;
  /** Absolute. */
  readonly workingFolder: string;
  /** Of `--policy`, from the working folder: takes the place of the project's own. */
  readonly policyFile: string | null;
  readonly now: Date;
}

/**
 * The file of the organisation, which only the administrator of the machine can write to. No variable moves it: what
 * stands in the environment of a build is said by whoever started it.
 */
export const organisationFile = (platform: NodeJS.Platform, environment: Environment): string =>
  platform === 'win32'
    ? join(environment.ProgramData || 'C:\\ProgramData', 'safe-install', POLICY_FILE)
    : `/etc/safe-install/${POLICY_FILE}`;

/**
 * Reads the policies that are there: the organisation's, the user's, and the project's or the one of `--policy`.
 *
 * @throws SafeInstallErrors or SafeInstallError `policy.*`.
 */
export async function readPolicyFiles(places: PolicyPlaces): Promise<readonly PolicyLayer[]> {
  const { organisationFile: organisation, userFolders, workingFolder, policyFile, now } = places;
  const layers = await Promise.all([
    readLayer(organisation, 'organisation', now),
    readLayer(join(userFolders.config, POLICY_FILE), 'user', now),
    policyFile === null
      ? readProject(workingFolder, now)
      : readNamed(resolve(workingFolder, policyFile), policyFile, now),
  ]);
  return layers.filter((layer) => layer !== null);
}

async function readNamed(path: string, written: string, now: Date): Promise<PolicyLayer> {
  const layer = await readLayer(path, 'project', now, written);
  if (layer !== null) return layer;
  throw new SafeInstallError({
    code: 'policy.not-found',
    message: (await pathExists(path))
      ? 'the file has no table [tool.safe-install]'
      : 'there is no such policy file',
    subject: written,
    hint: 'Look at the path: it is relative to the current folder; "safe-install policy init" writes a first policy',
  });
}

/** The policy of the nearest folder that has one, up to the root of the project. */
async function readProject(workingFolder: string, now: Date): Promise<PolicyLayer | null> {
  for (const folder of await foldersOfProject(workingFolder)) {
    const paths = [join(folder, POLICY_FILE), join(folder, PROJECT_FILE)];
    const layers = await Promise.all(
      paths.map((path) => readLayer(path, 'project', now, shown(path, workingFolder))),
    );
    const [own, table] = layers;
    if (own != null && table != null)
      throw new SafeInstallError({
        code: 'policy.two-files',
        message: `the project has a policy in ${POLICY_FILE} and one in ${PROJECT_FILE}`,
        subject: folder,
        hint: 'Keep one of them',
      });
    const found = own ?? table ?? null;
    if (found === null) continue;
    await checkOwner(own == null ? join(folder, PROJECT_FILE) : join(folder, POLICY_FILE));
    return found;
  }
  return null;
}

/** A name alone where the file stands in the working folder. */
const shown = (path: string, workingFolder: string): string =>
  dirname(path) === workingFolder ? basename(path) : path;

/**
 * The working folder and those above it, up to the one with a repository; without a repository, up to the nearest with a
 * `pyproject.toml`; without that the working folder alone. Beyond its own root, nothing speaks for a project: a folder far
 * above it may be one that everybody may write to.
 */
async function foldersOfProject(workingFolder: string): Promise<readonly string[]> {
  const folders = [workingFolder];
  for (let folder = workingFolder; dirname(folder) !== folder; folder = dirname(folder))
    folders.push(dirname(folder));
  const root = (await firstWith('.git', folders)) ?? (await firstWith(PROJECT_FILE, folders)) ?? 0;
  return folders.slice(0, root + 1);
}

async function firstWith(name: string, folders: readonly string[]): Promise<number | undefined> {
  for (const [index, folder] of folders.entries()) if (await pathExists(join(folder, name))) return index;
  return undefined;
}

async function checkOwner(path: string): Promise<void> {
  if (!(await isOwnedByAnother(path))) return;
  throw new SafeInstallError({
    code: 'policy.owner',
    message: 'the policy of the project belongs to another user, who could allow anything with it',
    subject: path,
    hint: 'Work in a folder of your own, or make the file yours if you trust what it says',
  });
}

async function readLayer(
  path: string,
  kind: LayerKind,
  now: Date,
  source = path,
): Promise<PolicyLayer | null> {
  const bytes = await readFileCapped(path, MAX_POLICY_BYTES);
  if (bytes === undefined) return null;
  const form = basename(path) === PROJECT_FILE ? 'pyproject' : 'whole file';
  // Most projects have a pyproject.toml without a policy: the parser is not loaded for it.
  if (form === 'pyproject' && !bytes.includes('safe-install')) return null;
  const origin: PolicyFileOrigin = { source, folder: dirname(path), kind, form, now };
  return await parsePolicyFile(bytes, origin);
}
