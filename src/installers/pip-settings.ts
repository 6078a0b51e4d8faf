import { existsSync } from 'node:fs';
import { SafeInstallError } from '../errors/index.ts';
import { isErrno, readFileCapped } from '../platform/index.ts';
import { type IniEntry, parseIni } from './ini.ts';
import type { OptionCommand } from './option.ts';
import { OWN_OPTIONS } from './options-own.ts';
import { type PlaceFacts, pipConfigurationFiles } from './pip-places.ts';
import type { Setting } from './settings.ts';

/** Bytes; a configuration has some lines. */
const LARGEST_FILE = 1024 * 1024;

/** Variables that pip does not take for options. `PIP_CONFIG_FILE` is one of the files' places. */
const NO_OPTIONS = new Set(['version', 'help', 'config-file']);

/**
 * pip's settings, weakest first: the files' `[global]`, their `[install]` or `[download]`, then the variables.
 *
 * As in pip, a section of a stronger file outweighs the same section of a weaker one key by key, and an empty value takes
 * a weaker one away.
 *
 * @throws SafeInstallError `configuration.malformed` for a file that pip would stop at.
 */
export async function readPipSettings(
  facts: PlaceFacts,
  command: OptionCommand,
): Promise<readonly Setting[]> {
  const files = pipConfigurationFiles(facts, existsSync);
  const entries = (await Promise.all(files.map(readEntries))).flat();
  const sections = ['global', command].map((section) =>
    strongest(entries.filter((entry) => entry.section === section)),
  );
  const settings = [...sections.flat(), ...(facts.isolated ? [] : environmentSettings(facts))];
  return settings.filter(({ key, value }) => value !== '' && !Object.hasOwn(OWN_OPTIONS, `--${key}`));
}

/** An option with the file that states it. */
interface FileEntry extends IniEntry {
  readonly file: string;
}

async function readEntries(file: string): Promise<readonly FileEntry[]> {
  let bytes: Buffer | undefined;
  try {
    bytes = await readFileCapped(file, LARGEST_FILE);
  } catch (error) {
    if (!isErrno(error, 'EACCES', 'EPERM', 'EISDIR')) throw error; // pip passes over what it cannot open
  }
  if (bytes === undefined) return [];
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new SafeInstallError({
      code: 'configuration.malformed',
      message: 'it is not UTF-8',
      subject: file,
      cause: error,
    });
  }
  return parseIni(text, file).map((entry) => ({ ...entry, file }));
}

/** One setting for each key: that of the strongest file, at the place where the key was first met. */
function strongest(entries: readonly FileEntry[]): readonly Setting[] {
  const byKey = new Map<string, Setting>();
  for (const { key, value, file, line } of entries) byKey.set(key, { key, value, origin: `${file}:${line}` });
  return [...byKey.values()];
}

/** `PIP_INDEX_URL` and its like. */
const environmentSettings = ({ environment }: PlaceFacts): readonly Setting[] =>
  Object.entries(environment).flatMap(([variable, value]) => {
    if (!variable.startsWith('PIP_') || value === undefined) return [];
    const key = variable.slice(4).toLowerCase().replaceAll('_', '-');
    return NO_OPTIONS.has(key) ? [] : [{ key, value, origin: variable }];
  });
