import {
  type ArgumentContext,
  findDefaultIndex,
  findInstaller,
  type InstallArguments,
  type Installer,
  needsDefaultIndex,
  parseInstallArguments,
  readSettings,
  type SourceConfiguration,
  type TargetPython,
  toSourceConfiguration,
} from '../installers/index.ts';
import { findInterpreter, type Interpreter, pathsUnder } from '../interpreter/index.ts';
import type { FileOption } from '../packaging/index.ts';
import { warmUp } from '../platform/index.ts';
import type { Doors } from './doors.ts';

/** A command line, understood: for which Python, by which installer, with what that installer is configured for. */
export interface Target {
  readonly interpreter: Interpreter;
  readonly python: TargetPython;
  readonly installer: Installer;
  readonly arguments: InstallArguments;
}

/** Which command line; `words` are those behind the command's own. */
export interface CommandLine {
  readonly command: 'install' | 'download';
  readonly words: readonly string[];
  /** Options that the requirements files state, once they are read; they hold for the whole run. */
  readonly fileOptions?: readonly FileOption[];
}

/**
 * Reads a command line twice, as pip does: once to learn which Python and which installer it means, then with the
 * configuration of that installer below it.
 *
 * @throws SafeInstallError `usage.*`, `configuration.*`, `interpreter.*`, `installer.*`.
 */
export async function findTarget(
  { command, words, fileOptions = [] }: CommandLine,
  doors: Doors,
): Promise<Target> {
  const { environment, currentFolder, exec, folders, log, clock, signal } = doors;
  const context: ArgumentContext = { command, currentFolder, fileOptions, now: clock.now() };
  const meant = parseInstallArguments(words, environment, context);
  const begin = (): void => void warmUp().catch(() => {}); // whoever needs it asks again, and gets the error
  const interpreter = await findInterpreter({
    python: meant.target.python ?? undefined,
    environment,
    workingFolder: currentFolder,
    // a Python that has to be asked is not known from an earlier run: most likely there is something to fetch
    exec: (program, args, options) =>
      exec(program, args, { ...options, onStart: meant.network.offline ? undefined : begin }),
    cacheFolder: folders.cache,
    log,
  });
  const python = toTargetPython(interpreter);
  const installer = await findInstaller(python, meant.target.installer, { exec, environment, signal });
  const settings = await readSettings({
    installer: installer.kind,
    meant,
    python,
    environment,
    currentFolder,
  });
  log.debug(`python ${interpreter.executable}, ${installer.kind} ${installer.version}`);
  return {
    interpreter,
    python,
    installer,
    arguments: parseInstallArguments(words, environment, { ...context, settings }),
  };
}

/** Where files come from: what was said, else what the installer would use by itself. */
export async function findSources(target: Target, doors: Doors): Promise<SourceConfiguration> {
  const { installer, python } = target;
  const ask = needsDefaultIndex(target.arguments);
  const defaultIndex = ask
    ? await findDefaultIndex(installer, python.executable, doors.folders.cache, doors)
    : null;
  return toSourceConfiguration(target.arguments, installer.kind, doors.environment, defaultIndex);
}

function toTargetPython(interpreter: Interpreter): TargetPython {
  const { executable, prefix, basePrefix, paths, userPaths, isVirtual, standardLibrary, sitePackages } =
    interpreter;
  return {
    executable,
    prefix,
    basePrefix,
    paths,
    userPaths,
    isVirtual,
    standardLibrary,
    sitePackages,
    prefixPaths: (under) => pathsUnder(interpreter, under),
  };
}
