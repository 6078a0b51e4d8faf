import envPaths from 'env-paths';

/** The process environment as a value, so that rooms do not reach for `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Folders of this user for safe-install, by the conventions of the system (XDG, Library, AppData). */
export interface UserFolders {
  readonly cache: string;
  readonly state: string;
  readonly config: string;
}

/** `SAFE_INSTALL_CACHE_DIR`, `SAFE_INSTALL_STATE_DIR` and `SAFE_INSTALL_CONFIG_DIR` override the system's places. */
export function userFolders(environment: Environment): UserFolders {
  const paths = envPaths('safe-install', { suffix: '' });
  return {
    cache: environment.SAFE_INSTALL_CACHE_DIR || paths.cache,
    state: environment.SAFE_INSTALL_STATE_DIR || paths.log,
    config: environment.SAFE_INSTALL_CONFIG_DIR || paths.config,
  };
}

/** Folder of this user for programs and data; `SAFE_INSTALL_DATA_DIR` overrides the system's place. */
export const dataFolder = (environment: Environment): string =>
  environment.SAFE_INSTALL_DATA_DIR || envPaths('safe-install', { suffix: '' }).data;
