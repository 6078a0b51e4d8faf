import { delimiter, join, resolve } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import {
  findDefaultIndex,
  findInstaller,
  type InstallArguments,
  type Installer,
  needsDefaultIndex,
  parseInstallArguments,
  readSettings,
  type TargetPython,
  targetPythonOf,
  toSourceConfiguration,
} from '../installers/index.ts';
import type { Interpreter } from '../interpreter/index.ts';
import type { Doors } from './doors.ts';
import { type Governance, readGovernance } from './governance.ts';
import { LockedFiles } from './lock/locked-files.ts';
import { openSupply, type Supply } from './supply.ts';

/** Sources that are asked about what is there already, with nothing to be installed. */
export interface Inquiry extends Supply {
  readonly governance: Governance;
}

/**
 * Opens the sources that an installer would use for this Python, without running anything that is installed in it: the
 * installer that is asked for its configuration and its index is one from outside.
 *
 * @param words of the command line.
 * @throws SafeInstallError `usage.*`, `configuration.*`, `installer.*`, `policy.*`, `disk.*`.
 */
export async function openInquiry(
  words: readonly string[],
  interpreter: Interpreter,
  doors: Doors,
): Promise<Inquiry> {
  const { environment, currentFolder, clock, folders } = doors;
  const context = { command: 'install' as const, currentFolder, now: clock.now() };
  const meant = parseInstallArguments(words, environment, context);
  const { python, outside } = fromOutside(interpreter, doors);
  const installer = await installerFromOutside(python, meant, outside);
  const kind = installer?.kind ?? 'pip';
  const settings = await readSettings({ installer: kind, meant, python, environment, currentFolder });
  const given = parseInstallArguments(words, environment, { ...context, settings });
  const defaultIndex = needsDefaultIndex(given)
    ? await findDefaultIndex(installer ?? nobody(python), python.executable, folders.cache, outside)
    : null;
  const sources = toSourceConfiguration(given, kind, environment, defaultIndex);
  const governance = await readGovernance(given.policy, doors);
  const { trustRefresh } = given.policy;
  const supply = await openSupply(
    { sources, governance, trustRefresh, locked: LockedFiles.none, lockedFor: () => null },
    doors,
  );
  return { ...supply, governance };
}

/** `null` where there is none: an index can be named as well. */
async function installerFromOutside(
  python: TargetPython,
  { target }: InstallArguments,
  doors: Doors,
): Promise<Installer | null> {
  try {
    return await findInstaller(python, target.installer, doors);
  } catch (error) {
    if (error instanceof SafeInstallError && error.code.startsWith('installer.')) return null;
    throw error;
  }
}

function nobody({ executable }: TargetPython): never {
  throw new SafeInstallError({
    code: 'installer.default-index',
    message: 'there is no pip and no uv outside of the environment that would name its index',
    subject: executable,
    hint: 'Name the index with --index-url, or leave it out with --offline',
  });
}

/** The Python without its packages and its scripts, and a PATH on which its own programs are not found. */
function fromOutside(
  interpreter: Interpreter,
  doors: Doors,
): { readonly python: TargetPython; readonly outside: Doors } {
  const python = targetPythonOf(interpreter);
  const { scripts } = python.paths;
  const withoutOwn = (path: string): string =>
    path
      .split(delimiter)
      .filter((folder) => resolve(folder) !== scripts)
      .join(delimiter);
  const environment = Object.fromEntries(
    Object.entries(doors.environment).map(([name, value]) => [
      name,
      value !== undefined && name.toUpperCase() === 'PATH' ? withoutOwn(value) : value,
    ]),
  );
  return {
    python: { ...python, sitePackages: [], paths: { ...python.paths, scripts: join(scripts, 'of-nobody') } },
    outside: { ...doors, environment },
  };
}
