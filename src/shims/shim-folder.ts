import { chmod, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import {
  dataFolder,
  type Environment,
  isErrno,
  isOwnedByAnother,
  makeFolders,
  pathExists,
  removePath,
  toDiskError,
  toFolderError,
  writeFileAtomic,
} from '../platform/index.ts';
import { namesOnPath, USUAL_NAMES } from './program-names.ts';
import { removeEmptyFolder } from './remove-empty-folder.ts';
import { SHIM_FOLDER_NAME } from './search-path.ts';
import { SHELLS, type Shell } from './shell.ts';
import { shellScript } from './shell-script.ts';
import { launcherScript, shimScript } from './shim-script.ts';

/** How safe-install was started, so that a shim can start it again: both absolute. */
export interface Started {
  readonly node: string;
  readonly program: string;
}

/** Where the shims are to run, and by whom. */
interface System {
  readonly platform: NodeJS.Platform;
  /** Number of the user; 0 is the administrator. */
  readonly user: number;
}

/** The shims as they stand. */
export interface InstalledShims {
  readonly folder: string;
  /** Path of the file that a shell reads. */
  readonly file: Readonly<Record<Shell, string>>;
  /** What is in it. */
  readonly text: Readonly<Record<Shell, string>>;
}

/** Where this user's shims are, or would be. */
export const shimFolder = (environment: Environment): string =>
  join(dataFolder(environment), SHIM_FOLDER_NAME);

/** Bits of the folder and of the scripts: other users of an image may run them, none may change them. */
const READABLE = 0o755;

/**
 * Writes the shims for what is on PATH, and the lines for each shell, beside those that are there already. Files that are
 * as they should be are left alone, so that every new shell may ask for it.
 *
 * @throws SafeInstallError `shims.folder` when the folder belongs to somebody else; `shims.system` on Windows;
 *   `disk.read-only`, `disk.full`.
 */
export async function writeShims(
  started: Started,
  environment: Environment,
  system: System = { platform: process.platform, user: process.getuid?.() ?? 0 },
): Promise<InstalledShims> {
  if (system.platform === 'win32')
    throw new SafeInstallError({
      code: 'shims.system',
      message: 'there are no shims for Windows and PowerShell yet',
      hint: 'Run "safe-install install" in place of "pip install"',
    });
  const folder = shimFolder(environment);
  const always = join(folder, 'functions');
  await makeFolder(folder, system);
  await makeFolder(always, system);
  const present = await namesOnPath(environment);
  const names = [...new Set([...USUAL_NAMES, ...present])].sort();
  const facts = { folder, always, names };
  const text = forEachShell((shell) => shellScript(shell, facts));
  const file = forEachShell((shell) => join(folder, `init.${shell}`));
  const script = shimScript(started);
  await Promise.all([
    ...present.map((name) => keep(join(folder, name), script, READABLE)),
    ...names.map((name) => keep(join(always, name), script, READABLE)),
    ...SHELLS.map((shell) => keep(file[shell], text[shell], 0o644)),
    keep(join(folder, 'safe-install'), launcherScript(started), READABLE),
  ]);
  return { folder, file, text };
}

const forEachShell = (make: (shell: Shell) => string): Readonly<Record<Shell, string>> => ({
  bash: make('bash'),
  zsh: make('zsh'),
  fish: make('fish'),
  sh: make('sh'),
});

/** What stands in a folder of PATH is run by whoever types its name: it must be nobody else's. */
async function makeFolder(folder: string, { user }: System): Promise<void> {
  try {
    makeFolders(folder, READABLE);
  } catch (error) {
    throw toFolderError(error, folder);
  }
  if (!(await isOwnedByAnother(folder, user))) return;
  throw new SafeInstallError({
    code: 'shims.folder',
    message: 'the folder of the shims belongs to another user',
    subject: folder,
    hint: 'Name another one with SAFE_INSTALL_DATA_DIR',
  });
}

async function keep(path: string, text: string, mode: number): Promise<void> {
  if ((await textOf(path)) === text) return;
  await writeFileAtomic(path, text, mode);
  await chmod(path, mode); // whatever the umask is
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw toDiskError(error, path);
  }
}

/** Removes the shims, and the data folder when nothing else is in it; `undefined` when there were none. */
export async function removeShims(environment: Environment): Promise<string | undefined> {
  const folder = shimFolder(environment);
  if (!(await pathExists(folder))) return undefined;
  await removePath(folder);
  await removeEmptyFolder(dirname(folder));
  return folder;
}
