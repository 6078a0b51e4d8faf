import { posix, win32 } from 'node:path';
import type { Environment } from '../platform/index.ts';

/** What the places of pip's configuration files depend on. */
export interface PlaceFacts {
  /** As `process.platform` names it. */
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  /** The user's home folder. */
  readonly home: string;
  /** `sys.prefix` and `sys.base_prefix` of the Python that pip runs in. */
  readonly prefix: string;
  readonly basePrefix: string;
  /** `--isolated`: the user's own files do not count. */
  readonly isolated: boolean;
}

/** Homebrew's Python keeps its data beside itself. */
const HOMEBREW = /^(\/(?:opt\/homebrew|usr\/local))(?:\/|$)/;

/** Folders of an XDG variable; relative ones do not count (XDG Base Directory Specification). */
const xdgFolders = (value: string | undefined): readonly string[] =>
  (value ?? '').split(':').filter((folder) => posix.isAbsolute(folder));

/** Files of the system, weakest first. */
function globalFiles({ platform, environment, basePrefix }: PlaceFacts): readonly string[] {
  if (platform === 'win32') {
    const programData = environment.PROGRAMDATA ?? environment.ALLUSERSPROFILE ?? 'C:\\ProgramData';
    return [win32.join(programData, 'pip', 'pip.ini')];
  }
  if (platform === 'darwin') {
    const named = xdgFolders(environment.XDG_DATA_DIRS);
    const homebrew = HOMEBREW.exec(basePrefix)?.[1];
    const own = [...(homebrew === undefined ? [] : [`${homebrew}/share`]), '/Library/Application Support'];
    return (named.length > 0 ? named : own).map((folder) => posix.join(folder, 'pip', 'pip.conf'));
  }
  const named = xdgFolders(environment.XDG_CONFIG_DIRS);
  const folders = named.length > 0 ? named : ['/etc/xdg'];
  return [...folders.map((folder) => posix.join(folder, 'pip', 'pip.conf')), '/etc/pip.conf'];
}

/** The user's files, weakest first: the legacy one, then the one of the system's conventions. */
function userFiles(
  { platform, environment, home }: PlaceFacts,
  exists: (path: string) => boolean,
): readonly string[] {
  if (platform === 'win32') {
    const roaming = environment.APPDATA ?? win32.join(home, 'AppData', 'Roaming');
    return [win32.join(home, 'pip', 'pip.ini'), win32.join(roaming, 'pip', 'pip.ini')];
  }
  const legacy = posix.join(home, '.pip', 'pip.conf');
  if (platform === 'darwin') {
    const [named] = xdgFolders(environment.XDG_DATA_HOME);
    const support = posix.join(named ?? posix.join(home, 'Library', 'Application Support'), 'pip');
    return [legacy, posix.join(exists(support) ? support : posix.join(home, '.config', 'pip'), 'pip.conf')];
  }
  const [named] = xdgFolders(environment.XDG_CONFIG_HOME);
  return [legacy, posix.join(named ?? posix.join(home, '.config'), 'pip', 'pip.conf')];
}

/**
 * Where pip looks for its configuration, weakest first: the system's files, the user's two, the environment's, and that
 * of `PIP_CONFIG_FILE`, which takes the place of the user's where it exists. The null device there means "no file at
 * all".
 *
 * @see https://pip.pypa.io/en/stable/topics/configuration/#location
 */
export function pipConfigurationFiles(
  facts: PlaceFacts,
  exists: (path: string) => boolean,
): readonly string[] {
  const { platform, environment, prefix, isolated } = facts;
  const named = environment.PIP_CONFIG_FILE;
  if (named === (platform === 'win32' ? 'nul' : '/dev/null')) return [];
  const isNamed = named !== undefined && named !== '' && exists(named);
  const { join } = platform === 'win32' ? win32 : posix;
  return [
    ...globalFiles(facts),
    ...(isolated || isNamed ? [] : userFiles(facts, exists)),
    join(prefix, platform === 'win32' ? 'pip.ini' : 'pip.conf'),
    ...(isNamed ? [named] : []),
  ];
}
