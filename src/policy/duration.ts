const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Months and years of ISO 8601 are not among them: they have no fixed length. */
const DURATION =
  /^P(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?$/;

/** What the parts of a duration count, in their order. */
const PARTS = [7 * DAY, DAY, HOUR, MINUTE, SECOND];

/**
 * Milliseconds of an ISO 8601 duration of fixed length: weeks, days, hours, minutes and seconds, such as `P3D`, `PT12H`
 * or `P1DT6H`; `undefined` for any other text.
 */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null || text.endsWith('P') || text.endsWith('T')) return undefined;
  return PARTS.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unit, 0);
}

/** Milliseconds as the shortest ISO 8601 duration: `P3D`, `PT36H` reads as `P1DT12H`, nothing as `P0D`. */
export function formatDuration(milliseconds: number): string {
  const parts = [
    [DAY, 'D'],
    [HOUR, 'H'],
    [MINUTE, 'M'],
    [SECOND, 'S'],
  ] as const;
  let rest = milliseconds;
  const [days, ...times] = parts.map(([unit, letter]) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count === 0 ? '' : `${count}${letter}`;
  });
  const time = times.join('');
  if (time === '') return `P${days === '' ? '0D' : days}`;
  return `P${days}T${time}`;
}

/** The first moment of a day such as `2027-01-31` in UTC; `undefined` for any other text, and for days that no month has. */
export function parseDay(text: string): Date | undefined {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || formatDay(day) !== text ? undefined : day;
}

/** `2027-01-31`, in UTC. */
export const formatDay = (day: Date): string => day.toISOString().slice(0, 10);

/** The first moment after the day that begins at `day`: until then, the day is not over. */
export const endOfDay = (day: Date): Date => new Date(day.getTime() + DAY);

/** The day that is over at `end`, which is of {@link endOfDay}. */
export const dayBefore = (end: Date): string => formatDay(new Date(end.getTime() - DAY));
