import { existsSync } from 'node:fs';
import { dirname, posix, resolve, win32 } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import type { Environment } from '../platform/index.ts';
import { parseTruth, type Setting } from './settings.ts';
import { readUvFile, type StatedValues, type UvFile } from './uv-file.ts';
import { withCredentials } from './uv-index.ts';
import { UV_KEYS, type UvKey } from './uv-keys.ts';

/** What uv's settings depend on. */
export interface UvFacts {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly home: string;
  /** Where the search for a project's file begins. */
  readonly currentFolder: string;
  /** `--no-config` and `--config-file`: which files are read; `found` are the project's, the user's and the system's. */
  readonly files?: 'found' | 'none' | { readonly path: string };
}

/**
 * uv's settings in pip's words, weakest first: its files, then its variables.
 *
 * @throws SafeInstallError `configuration.malformed` for a file that is no TOML or says what uv would not take.
 * @see https://docs.astral.sh/uv/concepts/configuration-files/
 */
export async function readUvSettings(facts: UvFacts): Promise<readonly Setting[]> {
  const files = await configurationFiles(facts);
  const found = UV_KEYS.flatMap((row) => readKey(row, files, facts.environment));
  return combined(found);
}

/** The files that count, strongest first: the project's, the user's, the system's; or the one that is named. */
async function configurationFiles(facts: UvFacts): Promise<readonly UvFile[]> {
  const { environment, platform, home, currentFolder, files = 'found' } = facts;
  if (files === 'none') return [];
  if (files !== 'found') return [await namedFile(files.path)];
  if (parseTruth(environment.UV_NO_CONFIG ?? '') === true) return [];
  const named = environment.UV_CONFIG_FILE;
  if (named !== undefined && named !== '') return [await namedFile(resolve(currentFolder, named))];
  const project = await projectFile(currentFolder);
  const user = await readUvFile(userFile(platform, environment, home), 'uv.toml');
  const system = await firstOf(systemFiles(platform, environment));
  return [project, user, system].filter((file) => file !== undefined);
}

/** A file that was named has to be there. */
async function namedFile(path: string): Promise<UvFile> {
  const file = await readUvFile(path, 'uv.toml');
  if (file !== undefined) return file;
  throw new SafeInstallError({
    code: 'configuration.malformed',
    message: 'there is no such configuration file of uv',
    subject: path,
  });
}

/** From `folder` upwards: `uv.toml`, or `pyproject.toml` where it has `[tool.uv]`. */
async function projectFile(folder: string): Promise<UvFile | undefined> {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const file =
      (await readUvFile(resolve(current, 'uv.toml'), 'uv.toml')) ??
      (await readUvFile(resolve(current, 'pyproject.toml'), 'pyproject.toml'));
    if (file !== undefined) return file;
    if (dirname(current) === current) return undefined;
  }
}

function userFile(platform: NodeJS.Platform, environment: Environment, home: string): string {
  if (platform === 'win32')
    return win32.join(environment.APPDATA ?? win32.join(home, 'AppData', 'Roaming'), 'uv', 'uv.toml');
  const named = environment.XDG_CONFIG_HOME ?? '';
  return posix.join(posix.isAbsolute(named) ? named : posix.join(home, '.config'), 'uv', 'uv.toml');
}

function systemFiles(platform: NodeJS.Platform, environment: Environment): readonly string[] {
  if (platform === 'win32')
    return [win32.join(environment.PROGRAMDATA ?? 'C:\\ProgramData', 'uv', 'uv.toml')];
  const named = (environment.XDG_CONFIG_DIRS ?? '').split(':').filter((folder) => posix.isAbsolute(folder));
  return [...(named.length > 0 ? named : ['/etc/xdg']), '/etc'].map((folder) =>
    posix.join(folder, 'uv', 'uv.toml'),
  );
}

async function firstOf(paths: readonly string[]): Promise<UvFile | undefined> {
  const path = paths.find((each) => existsSync(each));
  return path === undefined ? undefined : readUvFile(path, 'uv.toml');
}

/** What one row finds, strongest first: the variable, then the files. */
function readKey(row: UvKey, files: readonly UvFile[], environment: Environment): readonly Setting[] {
  const text = row.variable === undefined ? '' : (environment[row.variable] ?? '');
  const parts = row.separator === undefined ? [text] : text.split(row.separator);
  const own = parts.filter((part) => part !== '');
  const stated = [
    ...(row.variable === undefined || own.length === 0 ? [] : [{ values: own, origin: row.variable }]),
    ...files.flatMap((file) => valuesIn(file, row, environment)),
  ];
  return stated.map(({ values, origin }) => ({
    key: row.key,
    of: 'uv',
    value: values.flatMap((value) => convert(row, value, environment)),
    origin,
  }));
}

function valuesIn(file: UvFile, row: UvKey, environment: Environment): readonly StatedValues[] {
  if (row.file === undefined) return [];
  const places = (value: string): string =>
    row.as !== 'place' || /^[a-z+]{2,}:\/\//i.test(value) ? value : resolve(dirname(file.path), value);
  const stated = file
    .valuesOf(row.file, row.as === 'pairs' ? 'pairs' : 'texts')
    .map((values) => ({ values: values.map(places), origin: file.path }));
  if (row.as !== 'index') return stated;
  const urls = file.indexes
    .filter((index) => !index.explicit && index.isDefault === (row.file === 'index-url'))
    .map(({ url, name }) => withCredentials(url, environment, name));
  return urls.length === 0 ? stated : [{ values: urls, origin: file.path }, ...stated];
}

/** A value of uv as pip spells it; none where uv's "no" is simply pip's default. */
function convert({ as }: UvKey, value: string, environment: Environment): readonly string[] {
  if (as === 'flag') return parseTruth(value) === false ? [] : [value]; // pip's own default is no, for each of them
  if (as === 'allow') return value === 'allow' ? ['yes'] : [];
  if (as === 'index') return [withCredentials(value, environment)];
  if (as !== 'names') return [value];
  const truth = parseTruth(value);
  return truth === undefined ? [value] : truth ? [':all:'] : [];
}

/** Keys of which uv adds up what it finds; of every other one the strongest value counts. */
const LISTS = new Set([
  'extra-index-url',
  'find-links',
  'trusted-host',
  'no-binary',
  'only-binary',
  'constraint',
  'overrides',
  'excludes',
  'upgrade-package',
  'reinstall-package',
]);

/** Keys of which uv lays what it finds over each other, name by name. */
const MAPS = new Set(['exclude-newer-package', 'prerelease-package']);

/** Of a list every value, strongest first, and of a map weakest first; of any other key the strongest, unless that says no. */
function combined(found: readonly Setting[]): readonly Setting[] {
  const decided = new Set<string>();
  const maps = found.filter(({ key }) => MAPS.has(key)).reverse();
  const others = found.flatMap((setting) => {
    if (MAPS.has(setting.key)) return [];
    if (LISTS.has(setting.key)) return [{ ...setting, adds: true as const }];
    if (decided.has(setting.key)) return [];
    decided.add(setting.key);
    return setting.value.length === 0 ? [] : [setting];
  });
  return [...others, ...maps.map((setting) => ({ ...setting, adds: true as const }))];
}
