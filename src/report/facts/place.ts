import type { Candidate } from '../../artifact/index.ts';
import type { SafeInstallError } from '../../errors/index.ts';

/** A place in a file of the user's. */
export interface Place {
  /** As the user would name it; with `/` between folders. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number | null;
}

const NUMBER = /^[1-9][0-9]{0,8}$/;

/** `FILE:LINE` or `FILE:LINE:COLUMN`; `null` for any other text, such as `the index`. */
export function parsePlace(text: string): Place | null {
  const parts = text.split(':');
  const numbers: number[] = [];
  while (numbers.length < 2 && parts.length > 1 && NUMBER.test(parts.at(-1) ?? ''))
    numbers.unshift(Number(parts.pop()));
  const [line, column = null] = numbers;
  const file = parts.join(':').replaceAll('\\', '/');
  if (line === undefined || file === '' || file.includes('://')) return null;
  return { file, line, column };
}

/** The first line of a file of the user's that asks for a candidate; `null` for what no file names. */
export function placeOfRequest(candidate: Pick<Candidate, 'requestedAt'> | null): Place | null {
  for (const text of candidate?.requestedAt ?? []) {
    const place = parsePlace(text);
    if (place !== null) return place;
  }
  return null;
}

/** Families whose subject is a place; of all others it is a distribution, a URL, or a line inside an archive. */
const ABOUT_A_FILE = ['configuration.', 'policy.', 'requirements.'];

/** Where the user can change what an error is about: the first place that it names. */
export function placeOf({ code, subject, facts }: SafeInstallError): Place | null {
  const own = ABOUT_A_FILE.some((family) => code.startsWith(family)) ? [subject] : [];
  for (const text of [...own, ...facts.map(({ origin }) => origin)]) {
    const place = text === undefined ? null : parsePlace(text);
    if (place !== null) return place;
  }
  return null;
}
