import type { TomlPath } from '../../packaging/index.ts';
import { parseDuration } from '../duration.ts';
import { SETTING_KEYS, SETTING_NAMES, type SettingName, type StatedSettings } from '../settings.ts';
import { type Reading, stated } from './reading.ts';
import type { RawSettings } from './schema.ts';

/** The settings that a table states, each with its place. */
export function readSettings(reading: Reading, base: TomlPath, raw: RawSettings): Partial<StatedSettings> {
  const entries = SETTING_NAMES.flatMap((name): (readonly [SettingName, unknown])[] => {
    const key = SETTING_KEYS[name];
    const value = raw[key as keyof RawSettings];
    if (value === undefined) return [];
    const path = [...base, key];
    if (name !== 'minAge') return [[name, stated(reading, path, value)]];
    const age = parseDuration(value);
    if (age !== undefined) return [[name, stated(reading, path, age)]];
    reading.problems.error(path, {
      code: 'policy.value',
      message: `"${key}" takes a duration of ISO 8601 in weeks, days, hours, minutes and seconds, not "${value}"`,
      hint: 'Write it like "P3D" or "PT12H"; months and years have no fixed length',
    });
    return [];
  });
  return Object.fromEntries(entries);
}
