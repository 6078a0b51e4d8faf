import type { TomlData, TomlPath } from '../../packaging/index.ts';
import { parseDay } from '../duration.ts';
import type { Origin, Stated } from '../origin.ts';
import { describeValue } from './describe-value.ts';
import type { PolicyText } from './policy-text.ts';
import type { Problems } from './problems.ts';

/** What the readers of the parts of a policy file have in common. */
export interface Reading {
  readonly text: PolicyText;
  readonly problems: Problems;
  /** Absolute folder that relative paths in the file begin at. */
  readonly folder: string;
  readonly now: Date;
}

export const stated = <Value>(reading: Reading, path: TomlPath, value: Value): Stated<Value> => ({
  value,
  origin: originOf(reading, path),
});

export const originOf = (reading: Reading, path: TomlPath): Origin => reading.text.originOf(path);

/**
 * The first moment of the day that a key states, as a TOML day or as text.
 *
 * @returns `null` where the key is absent or its value is no day, which is noted.
 */
export function readDay(reading: Reading, path: TomlPath, value: unknown): Date | null {
  if (value === undefined) return null;
  const written = value instanceof Date ? reading.text.writtenAt(path) : value;
  const day = typeof written === 'string' ? parseDay(written) : undefined;
  if (day !== undefined) return day;
  reading.problems.error(path, {
    code: 'policy.value',
    message: `"${String(path.at(-1))}" takes a day, such as 2027-01-31, not ${describeValue(written as TomlData)}`,
  });
  return null;
}
