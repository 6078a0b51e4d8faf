import type { TomlData, TomlTableData } from '../../packaging/index.ts';

/** Characters of a value that are shown in a sentence. */
const LONGEST_SHOWN = 60;

export const isTable = (value: TomlData | undefined): value is TomlTableData =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

/** A value as it is shown in a sentence. */
export function describeValue(value: TomlData | undefined): string {
  if (value instanceof Date) return 'a date';
  if (Array.isArray(value)) return 'an array';
  if (isTable(value)) return 'a table';
  const written = JSON.stringify(value) ?? 'nothing';
  return written.length > LONGEST_SHOWN ? `${written.slice(0, LONGEST_SHOWN)}…` : written;
}
