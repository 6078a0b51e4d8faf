import type { OptionCommand, OptionRow, OptionTable } from './option.ts';
import { GENERAL_OPTIONS } from './options-general.ts';
import { FORMER_OPTIONS, OWN_OPTIONS } from './options-own.ts';
import { REQUIREMENT_OPTIONS } from './options-requirement.ts';
import { DOWNLOAD_OPTIONS, INSTALL_OPTIONS } from './options-target.ts';
import { UV_REQUIREMENT_OPTIONS, UV_SOURCE_OPTIONS } from './options-uv.ts';
import { UV_GENERAL_OPTIONS, UV_OWN_OPTIONS, UV_TARGET_OPTIONS } from './options-uv-target.ts';
import type { UvRow } from './uv-option.ts';

/** Every long spelling that stands first in its row. */
export type OptionName =
  | keyof typeof GENERAL_OPTIONS
  | keyof typeof REQUIREMENT_OPTIONS
  | keyof typeof INSTALL_OPTIONS
  | keyof typeof DOWNLOAD_OPTIONS
  | keyof typeof OWN_OPTIONS
  | keyof typeof FORMER_OPTIONS
  | keyof typeof UV_OWN_OPTIONS;

/** A row with its name. */
export interface Option extends OptionRow {
  readonly name: OptionName;
}

/** Where options are looked up by the words of a command line. */
export interface OptionIndex {
  readonly command: OptionCommand;
  /** By every long and short spelling. */
  readonly bySpelling: ReadonlyMap<string, Option>;
  /** Long spellings of pip's own options, which may be abbreviated. */
  readonly abbreviable: readonly string[];
  /** By long spelling, what only uv's words and uv's settings come to; no command line names it itself. */
  readonly internal: ReadonlyMap<string, Option>;
  /** Options of `uv pip install` by every spelling, where uv's words are understood too; they come before pip's. */
  readonly uv: ReadonlyMap<string, UvRow>;
}

/** uv's options, by what they are about. */
export const UV_TABLES: readonly Readonly<Record<string, UvRow>>[] = [
  UV_REQUIREMENT_OPTIONS,
  UV_SOURCE_OPTIONS,
  UV_TARGET_OPTIONS,
  UV_GENERAL_OPTIONS,
];

/** pip's own options of `command`, by table. */
export const pipTables = (command: OptionCommand): readonly OptionTable[] => [
  REQUIREMENT_OPTIONS,
  command === 'install' ? INSTALL_OPTIONS : DOWNLOAD_OPTIONS,
  GENERAL_OPTIONS,
];

const namedRows = (tables: readonly OptionTable[]): readonly Option[] =>
  tables.flatMap((rows) => Object.entries(rows).map(([name, row]) => ({ ...row, name: name as OptionName })));

const longSpellings = (option: Option): readonly string[] => [option.name, ...(option.also ?? [])];

function buildIndex(command: OptionCommand): OptionIndex {
  const pip = namedRows(pipTables(command));
  const all = [...pip, ...namedRows([OWN_OPTIONS, FORMER_OPTIONS])];
  const bySpelling = new Map<string, Option>();
  for (const option of all) {
    for (const spelling of longSpellings(option)) bySpelling.set(spelling, option);
    if (option.short !== undefined) bySpelling.set(option.short, option);
  }
  return { command, bySpelling, abbreviable: pip.flatMap(longSpellings), internal: new Map(), uv: new Map() };
}

/** The same with uv's words laid over it. */
function withUvWords(index: OptionIndex): OptionIndex {
  const uv = new Map<string, UvRow>();
  for (const [name, row] of UV_TABLES.flatMap((rows) => Object.entries(rows)))
    for (const spelling of [name, ...(row.also ?? []), ...(row.short === undefined ? [] : [row.short])])
      uv.set(spelling, row);
  const internal = namedRows([UV_OWN_OPTIONS]).map((option) => [option.name, option] as const);
  return { ...index, internal: new Map(internal), uv };
}

const indexes = new Map<string, OptionIndex>();

/**
 * The options of `command`, built when first asked for.
 *
 * @param words whose words are understood: pip's alone, or those of `uv pip install` before them.
 */
export function optionIndex(command: OptionCommand, words: 'pip' | 'uv' = 'pip'): OptionIndex {
  const key = `${words} ${command}`;
  const known = indexes.get(key);
  if (known !== undefined) return known;
  const built = words === 'uv' ? withUvWords(optionIndex(command)) : buildIndex(command);
  indexes.set(key, built);
  return built;
}

/** Options of pip that have a `SAFE_INSTALL_…` variable too, since safe-install gives them a meaning of its own. */
const SHARED: readonly OptionName[] = ['--python', '--dry-run', '--report', '--quiet', '--verbose'];

/** Names of the options that a `SAFE_INSTALL_…` variable may set. */
export const OWN_NAMES: ReadonlySet<string> = new Set([...Object.keys(OWN_OPTIONS), ...SHARED]);
