import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { printable, redactUrl, SafeInstallError } from '../../errors/index.ts';
import { type Environment, isErrno } from '../../platform/index.ts';
import type { EnvironmentDoors } from '../build-environment.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** Milliseconds for one step of git. */
const GIT_TIME = 30 * 60 * 1000;

/** Milliseconds that an interrupted git has to tidy up. */
const PATIENCE = 3000;

/** Variables that lead git to another repository, or let it ask a person. */
const DROPPED =
  /^(?:GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|CEILING_DIRECTORIES|TEMPLATE_DIR|ASKPASS|ALLOW_PROTOCOL|EXEC_PATH|TRACE.*|CONFIG_COUNT|CONFIG_KEY_.*|CONFIG_VALUE_.*|CONFIG_PARAMETERS)|SSH_ASKPASS)$/;

/**
 * What of the user's configuration must not count while a repository of somebody else is checked out: programs that git
 * would run, and ways that run one. His credentials, proxies and rewritten addresses do count.
 */
const SETTINGS = [
  ['core.hooksPath', process.platform === 'win32' ? 'NUL' : '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['protocol.ext.allow', 'never'],
  ['init.templateDir', ''],
  ['advice.detachedHead', 'false'],
] as const;

/** A commit of a repository, as files. */
export interface Checkout {
  /** Absolute folder of the project in it. */
  readonly root: string;
  /** Its whole id. */
  readonly commit: string;
}

/**
 * Checks a repository out, as pip does: all of its history, since builders count commits and look for tags, the contents of
 * older commits only where they are asked for; and with its submodules.
 *
 * @param name of the folder that is made in `parent`.
 * @throws SafeInstallError `source.repository` with git's last words.
 */
export async function checkOut(
  address: RepositoryAddress,
  parent: string,
  doors: GitDoors,
  name = 'checkout',
): Promise<Checkout> {
  const { url, revision } = address;
  const folder = join(parent, name);
  const git = gitIn(url, doors);
  await git(['clone', '--quiet', '--filter=blob:none', '--no-checkout', '--', url, folder], parent);
  const wanted = revision === null ? 'HEAD' : await resolveRevision(revision, folder, git);
  await git(['checkout', '--quiet', '--detach', wanted], folder);
  await git(['submodule', 'update', '--quiet', '--init', '--recursive'], folder);
  const commit = await commitOf(url, folder, git);
  return { root: await projectIn(address, folder), commit };
}

/** The whole id of the commit that a checkout is at. */
export async function commitOf(url: string, folder: string, git: Git): Promise<string> {
  const commit = (await git(['rev-parse', '--verify', 'HEAD^{commit}'], folder)).trim();
  if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)) return commit;
  throw failure(url, 'git does not say which commit it has checked out', commit);
}

/** The folder of the project in a checkout. */
export async function projectIn({ url, subdirectory }: RepositoryAddress, folder: string): Promise<string> {
  const root = subdirectory === null ? folder : await folderInside(folder, subdirectory);
  if (root === undefined) throw failure(url, `there is no folder "${subdirectory}" in it`, '');
  return root;
}

/** A folder of the checkout; `undefined` where there is none, or a link that leads elsewhere. */
async function folderInside(folder: string, path: string): Promise<string | undefined> {
  try {
    const root = await realpath(join(folder, path));
    const way = relative(await realpath(folder), root);
    return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : root;
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) throw error;
    return undefined;
  }
}

export type GitDoors = Pick<EnvironmentDoors, 'exec' | 'environment' | 'signal'>;

/** Runs git to its end. */
export type Git = (args: readonly string[], folder: string) => Promise<string>;

export function gitIn(url: string, { exec, environment, signal }: GitDoors): Git {
  const env = gitEnvironment(environment);
  const settings = SETTINGS.flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  return async (args, folder) => {
    const result = await exec('git', [...settings, ...args], {
      cwd: folder,
      env,
      timeout: GIT_TIME,
      patience: PATIENCE,
      signal,
    });
    signal.throwIfAborted();
    if (result.exitCode === 0) return result.stdout;
    throw failure(url, `"git ${args[0]}" ended with exit code ${result.exitCode}`, result.stderr);
  };
}

export function gitEnvironment(environment: Environment): Readonly<Record<string, string>> {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined || DROPPED.test(name.toUpperCase()) ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(kept),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
  };
}

/** A branch goes before a tag, and both before a commit, as with pip; what the clone has not got is asked for. */
export async function resolveRevision(revision: string, folder: string, git: Git): Promise<string> {
  for (const name of [`refs/remotes/origin/${revision}`, `refs/tags/${revision}`, revision]) {
    const id = await git(
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`],
      folder,
    ).catch((error: unknown) => {
      if (!(error instanceof SafeInstallError) || error.code !== 'source.repository') throw error;
      return '';
    });
    // with --end-of-options git of before 2.30 says it as well
    const last = id.trim().split('\n').at(-1) ?? '';
    if (last !== '') return last;
  }
  await git(['fetch', '--quiet', 'origin', '--', revision], folder);
  return 'FETCH_HEAD';
}

const MOST_LINES = 6;

function failure(url: string, message: string, said: string): SafeInstallError {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return new SafeInstallError({
    code: 'source.repository',
    message: `the repository cannot be checked out: ${message}`,
    subject: redactUrl(url),
    // git repeats the address with the password that is in it
    facts: lines.slice(-MOST_LINES).map((line) => ({
      label: 'git',
      value: printable(line.replaceAll(url, redactUrl(url)).slice(0, 200)),
    })),
    hint: 'Look at the address and the revision, and whether you may read the repository',
  });
}
