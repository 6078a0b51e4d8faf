import type { Environment } from '../platform/index.ts';

/** The folder of shims has this name wherever it lies, so that every shim, and we, know it by its path alone. */
export const SHIM_FOLDER_NAME = 'safe-install-shims';

/** Whether an entry of PATH is a folder of shims; the shell in `shim-script.ts` asks the same. */
export const isShimFolder = (folder: string): boolean =>
  folder.replace(/\/+$/, '').endsWith(`/${SHIM_FOLDER_NAME}`);

/**
 * The environment as it would be without shims: what safe-install looks for on PATH, and what the programs that it starts
 * look for, are the real ones, so that nothing comes back to it. No variable can open the gate instead.
 */
export function withoutShims(environment: Environment): Environment {
  const { PATH, BASH_ENV } = environment;
  const hidden: Record<string, string | undefined> = { ...environment };
  if (PATH?.includes(SHIM_FOLDER_NAME))
    hidden.PATH = PATH.split(':')
      .filter((folder) => !isShimFolder(folder))
      .join(':');
  // each bash that a program starts would read it, and put the shims back
  if (BASH_ENV?.includes(`/${SHIM_FOLDER_NAME}/`)) delete hidden.BASH_ENV;
  return hidden;
}
