import { type Origin, type Stated, valueError } from './occurrence.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Weeks, days, hours, minutes and seconds of ISO 8601; months and years have no fixed length. */
const DURATION =
  /^P(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?$/;

const MOMENT =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$/;

/** An ISO 8601 duration of fixed length, in milliseconds; `undefined` for any other text. */
function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null || text.endsWith('P') || text.endsWith('T')) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return (weeks * 7 + days) * DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

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
 * The latest upload time that is taken: of `--uploaded-prior-to` (a moment, or `PnD` before `now`) and `--min-age` (a
 * duration before `now`) the earlier one.
 *
 * @throws SafeInstallError `usage.option` or `configuration.value` for a text that is neither.
 */
export function uploadLimit(
  priorTo: Stated<string> | null,
  minAge: Stated<string> | null,
  now: Date,
): Stated<Date> | null {
  const limits: Stated<Date>[] = [];
  if (priorTo !== null) {
    const age = parseDuration(priorTo.value);
    const moment = age === undefined ? parseMoment(priorTo.value) : new Date(now.getTime() - age);
    limits.push(
      stated(
        '--uploaded-prior-to',
        priorTo,
        moment,
        'a day or moment of ISO 8601, or a number of days such as P3D',
      ),
    );
  }
  if (minAge !== null) {
    const age = parseDuration(minAge.value);
    const moment = age === undefined ? undefined : new Date(now.getTime() - age);
    limits.push(stated('--min-age', minAge, moment, 'a duration such as P3D or PT12H'));
  }
  const [earliest] = limits.sort((left, right) => left.value.getTime() - right.value.getTime());
  return earliest ?? null;
}

function stated(
  option: string,
  { value, origin }: { readonly value: string; readonly origin: Origin },
  moment: Date | undefined,
  expected: string,
): Stated<Date> {
  if (moment === undefined || Number.isNaN(moment.getTime()))
    throw valueError(option, value, expected, origin);
  return { value: moment, origin };
}
