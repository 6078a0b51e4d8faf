import { realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { isErrno } from '../platform/index.ts';
import { type PlannedPath, pathKey } from './planned-paths.ts';
import type { InstallPaths, TargetPython } from './target-python.ts';

/** Names of the programs that Python consists of. No wheel has a reason to bring one. */
const PYTHON = /^(?:python|pythonw|python[0-9]{1,2}|python[0-9]{1,2}\.[0-9]{1,3}[a-z]{0,2})(?:\.exe)?$/;

/** Programs that belong to one project. */
const PROGRAMS: readonly { readonly owner: string; readonly names: RegExp }[] = [
  { owner: 'pip', names: /^pip(?:[0-9]{1,2}(?:\.[0-9]{1,3})?)?(?:\.exe)?$/ },
  { owner: 'uv', names: /^(?:uv|uvx|uvw)(?:\.exe)?$/ },
];

/** Packages that belong to one project: what lies in them is run by the next install. */
const PACKAGES = ['pip', 'uv'];

/** What a path that may not be written to is. */
export type Protected = 'Python' | 'pip' | 'uv';

/**
 * Tells whether a planned path takes the place of Python, pip or uv: one of their programs, `pyvenv.cfg`, a module of the
 * standard library, or a file of pip's or uv's own package.
 *
 * A wheel's scripts and its data folder may name any path below the environment's prefix, and so may entry points in the
 * folder for scripts.
 */
export function protectedBy(
  python: TargetPython,
  paths: InstallPaths,
  platform: NodeJS.Platform,
): (planned: PlannedPath) => Protected | undefined {
  const key = (path: string): string => pathKey(path, platform);
  const interpreter = new Set(
    [python.executable, real(python.executable), join(python.prefix, 'pyvenv.cfg')].map(key),
  );
  const start = (folder: string): string => key(join(folder, sep));
  const scripts = [...new Set([paths.scripts, python.paths.scripts, dirname(python.executable)].map(start))];
  const libraries = [...new Set([paths.purelib, paths.platlib, ...python.sitePackages].map(start))];
  const standard = start(python.standardLibrary);
  return ({ path: planned, owner }) => {
    const path = key(planned);
    if (interpreter.has(path)) return 'Python';
    const folder = scripts.find((each) => path.startsWith(each) && !path.includes(sep, each.length));
    if (folder !== undefined) {
      const name = path.slice(folder.length).toLowerCase();
      if (PYTHON.test(name)) return 'Python';
      const program = PROGRAMS.find(({ names }) => names.test(name));
      if (program !== undefined && program.owner !== owner) return program.owner === 'pip' ? 'pip' : 'uv';
    }
    const library = libraries.find((folder) => path.startsWith(folder));
    if (library === undefined) return path.startsWith(standard) ? 'Python' : undefined;
    const end = path.indexOf(sep, library.length);
    const top = path.slice(library.length, Math.max(end, library.length)).toLowerCase();
    const taken = PACKAGES.find((each) => each === top && each !== owner);
    return taken === 'pip' || taken === 'uv' ? taken : undefined;
  };
}

/** Behind links, where there is such a file. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return path;
    throw error;
  }
}
