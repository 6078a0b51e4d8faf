import { homedir } from 'node:os';
import type { Environment } from '../platform/index.ts';
import type { InstallArguments } from './arguments.ts';
import { readPipSettings } from './pip-settings.ts';
import type { Setting } from './settings.ts';
import type { TargetPython } from './target-python.ts';
import { readUvSettings } from './uv-settings.ts';

/** Whose settings are read, and for whom. */
export interface SettingsRequest {
  readonly installer: 'pip' | 'uv';
  /** The command line as it was read for itself. */
  readonly meant: InstallArguments;
  readonly python: Pick<TargetPython, 'prefix' | 'basePrefix'>;
  readonly environment: Environment;
  readonly currentFolder: string;
  /** That of this process where nothing else is said. */
  readonly platform?: NodeJS.Platform;
}

/**
 * The settings that the real installer would go by, weakest first and in pip's words, to be laid under the command line:
 * `parseInstallArguments(words, environment, { settings })`.
 *
 * @throws SafeInstallError `configuration.malformed`.
 */
export async function readSettings(request: SettingsRequest): Promise<readonly Setting[]> {
  const { installer, meant, python, environment, currentFolder } = request;
  const platform = request.platform ?? process.platform;
  const home = (platform === 'win32' ? environment.USERPROFILE : environment.HOME) ?? homedir();
  const { isolated, command } = meant;
  if (installer === 'uv')
    return isolated
      ? []
      : readUvSettings({ platform, environment, home, currentFolder, files: meant.uvFiles });
  return readPipSettings({ platform, environment, home, isolated, ...prefixes(python) }, command);
}

const prefixes = ({ prefix, basePrefix }: Pick<TargetPython, 'prefix' | 'basePrefix'>) => ({
  prefix,
  basePrefix,
});
