import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { parseRequirement, type Requirement } from '../packaging/index.ts';
import { isErrno, kindOfPath, readFileCapped } from '../platform/index.ts';
import { buildError } from './build-error.ts';

/** How a source says that it is built (PEP 517, PEP 518). */
export interface BuildSystem {
  readonly requires: readonly Requirement[];
  /** `module` or `module:object`. */
  readonly backend: string;
  /** Absolute folders inside of the source. */
  readonly backendPath: readonly string[];
}

/** Bytes of a pyproject.toml; those of projects with everything in them have some ten thousand. */
const MAX_PYPROJECT_BYTES = 1024 * 1024;

/** Build requirements of one project. */
const MOST_REQUIREMENTS = 1000;

const LEGACY_BACKEND = 'setuptools.build_meta:__legacy__';

/** What pip assumes where nothing is said, and where nothing but requirements is. */
const LEGACY_REQUIREMENT = 'setuptools>=40.8.0';

const MODULE = '[A-Za-z_][A-Za-z0-9_]{0,200}(?:\\.[A-Za-z_][A-Za-z0-9_]{0,200}){0,20}';
const BACKEND = new RegExp(`^${MODULE}(?::${MODULE})?$`);

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/**
 * Reads the `[build-system]` of a source tree.
 *
 * @param root absolute folder of the source.
 * @param subject what it is, for errors.
 * @throws SafeInstallError `build.project`, `build.requirement`.
 * @see https://packaging.python.org/en/latest/specifications/pyproject-toml/#declaring-build-system-dependencies-the-build-system-table
 */
export async function readBuildSystem(root: string, subject: string): Promise<BuildSystem> {
  const table = await buildSystemTable(root, subject);
  if (table === undefined)
    return { requires: [parseRequirement(LEGACY_REQUIREMENT)], backend: LEGACY_BACKEND, backendPath: [] };
  const { requires, 'build-backend': backend = LEGACY_BACKEND, 'backend-path': backendPath = [] } = table;
  if (!isTextList(requires) || requires.length > MOST_REQUIREMENTS)
    throw malformed(subject, '"requires" is not a list of requirements');
  if (typeof backend !== 'string' || !BACKEND.test(backend))
    throw malformed(subject, '"build-backend" is not of the form module:object');
  if (!isTextList(backendPath)) throw malformed(subject, '"backend-path" is not a list of folders');
  return {
    requires: parseBuildRequirements(requires, subject),
    backend,
    backendPath: await Promise.all(backendPath.map((path) => insideOf(root, path, subject))),
  };
}

async function buildSystemTable(root: string, subject: string): Promise<Table | undefined> {
  const bytes = await readPyproject(root, subject);
  if (bytes === undefined) {
    if ((await kindOfPath(join(root, 'setup.py'))) === 'file') return undefined;
    throw buildError('build.project', subject, 'there is neither a pyproject.toml nor a setup.py in it', {
      hint: 'Look at the path: it has to be the folder of a Python project',
    });
  }
  const { parse, TomlError } = await import('smol-toml');
  let document: unknown;
  try {
    document = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof TomlError) throw malformed(subject, `line ${error.line} of it is not TOML`, error);
    if (error instanceof TypeError) throw malformed(subject, 'it is not UTF-8', error);
    throw error;
  }
  const system = isTable(document) ? document['build-system'] : undefined;
  if (system === undefined) return undefined;
  if (!isTable(system)) throw malformed(subject, '"build-system" is not a table');
  return system;
}

async function readPyproject(root: string, subject: string): Promise<Buffer | undefined> {
  try {
    return await readFileCapped(join(root, 'pyproject.toml'), MAX_PYPROJECT_BYTES);
  } catch (error) {
    if (error instanceof SafeInstallError) throw malformed(subject, 'it is too large', error);
    if (isErrno(error, 'EISDIR', 'EACCES', 'ELOOP')) throw malformed(subject, 'it cannot be read', error);
    throw error;
  }
}

const malformed = (subject: string, message: string, cause?: unknown): SafeInstallError =>
  buildError('build.project', subject, `its pyproject.toml says not how it is built: ${message}`, { cause });

/**
 * Requirements of a build, static or as a hook has answered them. Whether one may be named by its address is for the gate
 * to say.
 *
 * @throws SafeInstallError `build.requirement`.
 */
export function parseBuildRequirements(texts: readonly string[], subject: string): readonly Requirement[] {
  return texts.map((text) => {
    try {
      return parseRequirement(text);
    } catch (error) {
      if (!(error instanceof SafeInstallError)) throw error;
      throw buildError(
        'build.requirement',
        subject,
        'it needs something to be built that is no requirement',
        {
          facts: [{ label: 'needs', value: text.slice(0, 200) }],
          cause: error,
        },
      );
    }
  });
}

/** PEP 517: "directories in backend-path are interpreted as relative to the project root, and MUST refer to a location within the source tree". */
async function insideOf(root: string, path: string, subject: string): Promise<string> {
  const outside = (): SafeInstallError =>
    buildError('build.requirement', subject, 'its build backend lies outside of its own folder', {
      facts: [{ label: 'backend-path', value: path.slice(0, 200) }],
    });
  if (isAbsolute(path)) throw outside();
  const folder = join(root, path);
  try {
    // links are followed: what counts is where the backend is read from
    const way = relative(await realpath(root), await realpath(folder));
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) throw outside();
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) throw error;
    throw outside();
  }
  return folder;
}
