import { type PlatformPath, posix, win32 } from 'node:path';
import type { Environment } from '../platform/index.ts';

/** The way in which a system writes paths. */
export const pathOf = (platform: NodeJS.Platform): PlatformPath => (platform === 'win32' ? win32 : posix);

/** Where the Python of an environment (a `venv`, or a conda one) may be, best first. */
export function environmentPrograms(folder: string, platform: NodeJS.Platform): readonly string[] {
  const path = pathOf(platform);
  // conda puts it beside the folders, MSYS2 makes environments as on POSIX
  const places =
    platform === 'win32'
      ? [['Scripts', 'python.exe'], ['python.exe'], ['bin', 'python.exe']]
      : [
          ['bin', 'python'],
          ['bin', 'python3'],
        ];
  return places.map((parts) => path.join(folder, ...parts));
}

/** A variable of the environment; Windows does not tell `Path` from `PATH`. */
export function variableOf(
  environment: Environment,
  name: string,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform !== 'win32') return environment[name];
  const key = Object.keys(environment).find((each) => each.toUpperCase() === name);
  return key === undefined ? undefined : environment[key];
}

/**
 * Where a program of one of these names may be, by the order of the search path; the first name everywhere before the
 * second. Entries that are not absolute are passed over: they would start what lies in the folder at hand.
 */
export function searchPathPrograms(
  names: readonly string[],
  environment: Environment,
  platform: NodeJS.Platform,
): readonly string[] {
  const path = pathOf(platform);
  const folders = (variableOf(environment, 'PATH', platform) ?? '')
    .split(path.delimiter)
    .map((folder) => (platform === 'win32' ? folder.replace(/^"(.*)"$/, '$1') : folder))
    .filter((folder) => path.isAbsolute(folder));
  return names.flatMap((name) => {
    const file = platform === 'win32' && !name.toLowerCase().endsWith('.exe') ? `${name}.exe` : name;
    return [...new Set(folders)].map((folder) => path.join(folder, file));
  });
}

/**
 * What is looked for on the search path when nobody says which Python. On Windows `python3.exe` is most often the
 * placeholder that opens the store.
 */
export const defaultNames = (platform: NodeJS.Platform): readonly string[] =>
  platform === 'win32' ? ['python', 'python3'] : ['python3', 'python'];

const VERSION = /^[0-9]{1,2}(?:\.[0-9]{1,3})?$/;

/** What `--python` asks for. */
export type AskedPython =
  /** A program, or the folder of an environment. */
  | { readonly kind: 'path'; readonly path: string }
  /** A program on the search path, or a folder of this name here. */
  | { readonly kind: 'name'; readonly name: string };

/** Takes `--python` apart: a path, a name, or a version (`3.12` is `python3.12`). */
export function parseAskedPython(
  text: string,
  workingFolder: string,
  platform: NodeJS.Platform,
): AskedPython {
  const path = pathOf(platform);
  const isPath =
    text.includes('/') || text.includes(path.sep) || path.isAbsolute(text) || text.startsWith('.');
  if (isPath) return { kind: 'path', path: path.resolve(workingFolder, text) };
  return { kind: 'name', name: VERSION.test(text) ? `python${text}` : text };
}
