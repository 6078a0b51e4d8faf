/** The part of a file that an answer holds: bytes `start` to `end`, both inclusive, of `total`. */
export interface ContentRange {
  readonly start: number;
  readonly end: number;
  readonly total: number | null;
}

const CONTENT_RANGE = /^bytes ([0-9]{1,15})-([0-9]{1,15})\/([0-9]{1,15}|\*)$/;

/** `Content-Range` (RFC 9110, section 14.4), or `undefined` when it is missing or makes no sense. */
export function parseContentRange(value: string | undefined): ContentRange | undefined {
  const match = CONTENT_RANGE.exec(value ?? '');
  if (match === null) return undefined;
  const [start, end] = [Number(match[1]), Number(match[2])];
  const total = match[3] === '*' ? null : Number(match[3]);
  if (end < start || (total !== null && end >= total)) return undefined;
  return { start, end, total };
}

/** `Content-Range: bytes * /123` of an answer 416: the size of the file. */
export function parseUnsatisfiedRange(value: string | undefined): number | undefined {
  const match = /^bytes \*\/([0-9]{1,15})$/.exec(value ?? '');
  return match === null ? undefined : Number(match[1]);
}

/** `Content-Length`, or `null` when it is missing or no number. */
export function parseContentLength(value: string | undefined): number | null {
  return value !== undefined && /^[0-9]{1,15}$/.test(value) ? Number(value) : null;
}
