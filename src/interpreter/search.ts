import { constants } from 'node:fs';
import { access, lstat, stat } from 'node:fs/promises';
import { SafeInstallError } from '../errors/index.ts';
import { type Environment, isErrno } from '../platform/index.ts';
import {
  defaultNames,
  environmentPrograms,
  parseAskedPython,
  pathOf,
  searchPathPrograms,
  variableOf,
} from './candidates.ts';

/** What says which Python is wanted. */
export interface Wish {
  /** `--python` */
  readonly python?: string | undefined;
  readonly environment: Environment;
  /** What relative paths start from; the process's own when absent. */
  readonly workingFolder?: string | undefined;
}

/** Programs to try, in their order, and how to say where they were looked for. */
export interface Search {
  readonly programs: readonly string[];
  /** Such as `VIRTUAL_ENV`. */
  readonly origin: string;
  readonly wanted: string;
}

const ABSENT = ['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP', 'ENAMETOOLONG', 'EINVAL'];

/** Whether `path` is a file that may be started. */
export async function isProgram(path: string, platform: NodeJS.Platform): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    if (platform !== 'win32') await access(path, constants.X_OK);
    return true;
  } catch (error) {
    if (isErrno(error, ...ABSENT)) return false;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isErrno(error, ...ABSENT)) return false;
    throw error;
  }
}

/** Whether `path` is a link, wherever it leads. */
export async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (isErrno(error, ...ABSENT)) return false;
    throw error;
  }
}

async function searchFor(
  asked: string,
  origin: string,
  request: Wish,
  platform: NodeJS.Platform,
): Promise<Search> {
  const workingFolder = request.workingFolder ?? process.cwd();
  const python = parseAskedPython(asked, workingFolder, platform);
  const place = python.kind === 'path' ? python.path : pathOf(platform).join(workingFolder, python.name);
  const inFolder = (await isFolder(place)) ? environmentPrograms(place, platform) : undefined;
  if (python.kind === 'path') return { programs: inFolder ?? [place], origin, wanted: asked };
  const onPath = searchPathPrograms([python.name], request.environment, platform);
  return { programs: [...(inFolder ?? []), ...onPath], origin, wanted: asked };
}

/** Where to look, by the order of precedence; the first place that names anything is the only one. */
export async function chooseSearch(request: Wish, platform: NodeJS.Platform): Promise<Search> {
  const variable = (name: string): string => variableOf(request.environment, name, platform) ?? '';
  if (request.python) return searchFor(request.python, '--python', request, platform);
  const own = variable('SAFE_INSTALL_PYTHON');
  if (own !== '') return searchFor(own, 'SAFE_INSTALL_PYTHON', request, platform);
  const virtual = variable('VIRTUAL_ENV');
  if (virtual !== '') {
    const folder = pathOf(platform).resolve(request.workingFolder ?? process.cwd(), virtual);
    return { programs: environmentPrograms(folder, platform), origin: 'VIRTUAL_ENV', wanted: virtual };
  }
  const conda = variable('CONDA_PREFIX');
  const condaPrograms = conda === '' ? [] : environmentPrograms(conda, platform);
  const onPath = searchPathPrograms(defaultNames(platform), request.environment, platform);
  // a conda environment need not have a Python of its own
  return {
    programs: [...condaPrograms, ...onPath],
    origin: 'PATH',
    wanted: defaultNames(platform).join(' or '),
  };
}

/** The refusal when none of the places has a program. */
export function notFound(search: Search): SafeInstallError {
  const isEnvironment = search.origin === 'VIRTUAL_ENV';
  return new SafeInstallError({
    code: 'interpreter.not-found',
    message: isEnvironment ? 'the active environment has no Python in it' : 'no such Python is there',
    facts: [{ label: 'wanted', value: search.wanted, origin: search.origin }],
    hint: isEnvironment
      ? 'Leave the environment, or make it anew with: python3 -m venv FOLDER'
      : 'Activate a virtual environment, or name a Python with --python PATH',
  });
}

/** The refusal of an environment whose own Python was taken away. */
export function brokenLink(path: string, search: Search): SafeInstallError {
  return new SafeInstallError({
    code: 'interpreter.unusable',
    message: 'it is a link to a Python that is gone',
    subject: path,
    facts: [{ label: 'wanted', value: search.wanted, origin: search.origin }],
    hint: 'Make the environment anew with: python3 -m venv --clear FOLDER',
  });
}
