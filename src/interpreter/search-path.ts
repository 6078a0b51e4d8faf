import { delimiter, isAbsolute, resolve } from 'node:path';
import type { Environment } from '../platform/index.ts';
import type { ProbeAnswer } from './probe-answer.ts';

/** The module search path, and those of its folders that distributions are installed into. */
export interface SearchPath {
  readonly searchPath: readonly string[];
  readonly sitePackages: readonly string[];
}

/**
 * The module search path of a Python that is started in this environment, without repetitions. The probe itself ran
 * isolated: what the environment adds and takes away is put in here.
 */
export function toSearchPath(
  answer: Pick<ProbeAnswer, 'standardPath' | 'siteFolders'>,
  environment: Environment,
): SearchPath {
  const added = (environment.PYTHONPATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const takesUser = (environment.PYTHONNOUSERSITE ?? '') === '';
  const folders = answer.siteFolders.filter(({ kind }) => kind === 'site' || takesUser);
  const sitePackages = [...new Set(folders.map(({ path }) => path))];
  return { searchPath: [...new Set([...added, ...answer.standardPath, ...sitePackages])], sitePackages };
}

/** What ends a line of a `.pth` file. */
const LINE_END = /\r\n|\n|\r/;

/**
 * The folders that a `.pth` file adds to the search path. Its lines may be code instead, which is not run here: what
 * such code adds is not seen.
 *
 * @param folder the folder in which the file lies.
 * @see https://docs.python.org/3/library/site.html
 */
export function parsePathFile(text: string, folder: string): readonly string[] {
  return text
    .replace(/^\ufeff/, '')
    .split(LINE_END)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('#') && !/^import[ \t]/.test(line))
    .filter((line) => !line.includes('\0'))
    .map((line) => resolve(folder, line));
}
