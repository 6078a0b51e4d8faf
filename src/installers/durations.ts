import { parseDuration } from '../policy/index.ts';
import { type Stated, valueError } from './occurrence.ts';

const MOMENT =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$/;

/** An ISO 8601 day, or a moment; in local time where it states no offset, as Python does. `undefined` for another text. */
function parseMoment(text: string): Date | undefined {
  const match = MOMENT.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const local = new Date(year, month - 1, day, hour, minute, second);
  const isReal =
    local.getFullYear() === year &&
    local.getMonth() === month - 1 &&
    local.getDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!isReal) return undefined;
  const offset = match[7];
  if (offset === undefined) return local;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  if (offset === 'Z') return new Date(utc);
  const sign = offset.startsWith('-') ? -1 : 1;
  const shift = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return new Date(utc - sign * shift * 60_000);
}

/**
 * The latest upload time that is taken, of `--uploaded-prior-to`: a moment, or a duration such as `P3D` before `now`.
 *
 * @param spelled the option that an error names.
 * @throws SafeInstallError `usage.option` or `configuration.value` for a text that is neither.
 */
export function uploadLimit(
  priorTo: Stated<string> | null,
  now: Date,
  spelled = '--uploaded-prior-to',
): Stated<Date> | null {
  if (priorTo === null) return null;
  const { value, origin } = priorTo;
  const age = parseDuration(value);
  const moment = age === undefined ? parseMoment(value) : new Date(now.getTime() - age);
  if (moment === undefined || Number.isNaN(moment.getTime()))
    throw valueError(spelled, value, 'a day or moment of ISO 8601, or a number of days such as P3D', origin);
  return { value: moment, origin };
}
