import { SafeInstallError } from '../errors/index.ts';
import { isErrno, readFileCapped } from '../platform/index.ts';
import { isTomlTable, parseTomlDocument, type TomlTable } from './toml-file.ts';

/** Values as a file or a variable states them, before they are put into pip's words. */
export interface StatedValues {
  readonly values: readonly string[];
  readonly origin: string;
}

/** One `[[index]]` of a file. */
interface UvIndex {
  readonly name?: string;
  readonly url: string;
  readonly isDefault: boolean;
  /** Only for projects that a project's sources pin to it: never asked by `uv pip install`. */
  readonly explicit: boolean;
}

/** A configuration file of uv, with its `[pip]` table, which outweighs the rest for `uv pip`. */
export interface UvFile {
  readonly path: string;
  readonly indexes: readonly UvIndex[];
  /**
   * What is stated for a key, strongest first; flags and numbers as text.
   *
   * @param as `pairs`: a table, each entry of it as `NAME=VALUE`.
   */
  valuesOf(key: string, as?: 'texts' | 'pairs'): readonly (readonly string[])[];
}

/** Bytes; a pyproject.toml may have some thousand lines. */
const LARGEST_FILE = 4 * 1024 * 1024;

const malformed = (path: string, message: string, cause?: unknown): SafeInstallError =>
  new SafeInstallError({ code: 'configuration.malformed', message, subject: path, cause });

/**
 * Reads one file.
 *
 * @returns `undefined` when there is none, or for a `pyproject.toml` without `[tool.uv]`.
 * @throws SafeInstallError `configuration.malformed` for what is no TOML, or of another type than uv takes.
 */
export async function readUvFile(
  path: string,
  kind: 'uv.toml' | 'pyproject.toml',
): Promise<UvFile | undefined> {
  const document = await readToml(path);
  if (document === undefined) return undefined;
  const tool = document.tool;
  const table = kind === 'uv.toml' ? document : isTomlTable(tool) ? tool.uv : undefined;
  if (table === undefined) return undefined;
  if (!isTomlTable(table)) throw malformed(path, '"tool.uv" is no table');
  const tables = isTomlTable(table.pip) ? [table.pip, table] : [table];
  return {
    path,
    indexes: indexesOf(table.index, path),
    valuesOf: (key, as) =>
      tables.flatMap((each) => {
        const value = each[key];
        return value === undefined
          ? []
          : [as === 'pairs' ? pairsOf(value, key, path) : textsOf(value, key, path)];
      }),
  };
}

async function readToml(path: string): Promise<TomlTable | undefined> {
  let bytes: Buffer | undefined;
  try {
    bytes = await readFileCapped(path, LARGEST_FILE);
  } catch (error) {
    if (!isErrno(error, 'EACCES', 'EPERM', 'EISDIR')) throw error;
  }
  return bytes === undefined
    ? undefined
    : parseTomlDocument(decode(bytes, path), path, 'configuration.malformed');
}

function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw malformed(path, 'it is not UTF-8', error);
    throw error;
  }
}

function pairsOf(value: unknown, key: string, path: string): readonly string[] {
  if (!isTomlTable(value)) throw malformed(path, `"${key}" is no table of projects`);
  return Object.entries(value).flatMap(([name, entry]) =>
    textsOf(entry, key, path).map((text) => `${name}=${text}`),
  );
}

function textsOf(value: unknown, key: string, path: string): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((each) => {
    if (typeof each === 'string') return each;
    if (typeof each === 'boolean' || typeof each === 'number' || typeof each === 'bigint')
      return String(each);
    if (each instanceof Date) return each.toISOString();
    throw malformed(path, `"${key}" is neither text nor a list of texts`);
  });
}

function indexesOf(value: unknown, path: string): readonly UvIndex[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw malformed(path, '"index" is no list of tables');
  return value.map((entry: unknown) => {
    if (!isTomlTable(entry) || typeof entry.url !== 'string')
      throw malformed(path, 'an "index" has no "url"');
    return {
      url: entry.url,
      isDefault: entry.default === true,
      explicit: entry.explicit === true,
      ...(typeof entry.name === 'string' ? { name: entry.name } : {}),
    };
  });
}
