import { SafeInstallError } from '../errors/index.ts';

declare const normalizedName: unique symbol;

/** A project or extra name in its one comparable form: lower case, runs of `-`, `_` and `.` as one hyphen. */
export type NormalizedName = string & { readonly [normalizedName]: true };

/** Characters. A name is part of a filename, and file systems take 255 bytes. */
const MAX_NAME_LENGTH = 255;

const NAME_CHARACTERS = /^[A-Za-z0-9._-]+$/;
const SEPARATORS = /[-_.]+/g;

const isAlphanumeric = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);

/**
 * Whether `text` may name a project or an extra: ASCII letters, digits, `-`, `_` and `.`, with a letter or digit at
 * both ends.
 *
 * @see https://packaging.python.org/en/latest/specifications/name-normalization/
 */
export function isValidName(text: string): boolean {
  return (
    text.length <= MAX_NAME_LENGTH &&
    NAME_CHARACTERS.test(text) &&
    isAlphanumeric(text.charCodeAt(0)) &&
    isAlphanumeric(text.charCodeAt(text.length - 1))
  );
}

/** Its lower case is an ASCII `k`, so that a name with it would be taken for another project's. */
const KELVIN_SIGN = /\u212a/g;

/** The comparable form of a name that need not be valid: one with foreign letters equals no valid one. */
export const normalizeName = (text: string): NormalizedName =>
  text.replace(KELVIN_SIGN, '\ufffd').toLowerCase().replace(SEPARATORS, '-') as NormalizedName;

/** Whether `text` is valid and is its own comparable form. */
export const isNormalizedName = (text: string): text is NormalizedName =>
  isValidName(text) && normalizeName(text) === text;

/**
 * A name as somebody wrote it, in its comparable form.
 *
 * @throws SafeInstallError `packaging.name` when it is none.
 */
export function parseName(text: string): NormalizedName {
  if (isValidName(text)) return normalizeName(text);
  throw new SafeInstallError({
    code: 'packaging.name',
    message:
      text.length > MAX_NAME_LENGTH
        ? `a name has at most ${MAX_NAME_LENGTH} characters, this one has ${text.length}`
        : `"${text}" is not a name`,
    hint: 'A name has ASCII letters, digits, ".", "_" and "-", and begins and ends with a letter or digit',
    excerpt: { text, start: 0, end: text.length },
  });
}
