import type { PreReleaseKind, VersionParts } from './version-parts.ts';

/**
 * The order of versions as the order of strings.
 *
 * Each version gets a key such that `keyOf(a) < keyOf(b)` exactly when PEP 440 sorts `a` before `b`, and equal keys mean
 * equal versions (`1.0` and `1`). A comparison is then one comparison of two short strings, and a boundary between two
 * versions is a string as well (`version-range.ts`).
 *
 * Layout: epoch, release without its trailing zeros, END, rank of the pre-release and its number, post, dev, local.
 * Where one field may be absent, its absence has a character of its own that sorts where PEP 440 wants it.
 */

/** Ends the release: below any number, so that `1.post1` sorts before `1.0.1.dev0`. */
const END = '\u0001';

/** Ends a local segment of letters: below any of its characters, so that `ab` sorts before `abc`. */
const END_OF_WORD = '\u0001';

/** A `.dev` release alone sorts before all pre-releases of its release; no pre-release sorts after them. */
const PRE_RANKS: Readonly<Record<PreReleaseKind, string>> = { a: '1', b: '2', rc: '3' };
const PRE_RANK_DEV_ONLY = '0';
const PRE_RANK_NONE = '4';

const POST_NONE = '0';
const POST_SOME = '1';
const DEV_SOME = '0';
const DEV_NONE = '1';

/** Words sort before numbers in a local version. */
const LOCAL_WORD = '1';
const LOCAL_NUMBER = '2';

/** The number of digits goes first, so that 9 sorts before 10; it begins above END. */
const number = (digits: string): string => String.fromCharCode(0x20 + digits.length) + digits;

const DIGITS = /^[0-9]+$/;

function releaseKey(release: readonly string[]): string {
  let length = release.length;
  while (length > 0 && release[length - 1] === '0') length -= 1;
  let key = '';
  for (let index = 0; index < length; index += 1) key += number(release[index] ?? '0');
  return key + END;
}

function preKey({ pre, post, dev }: VersionParts): string {
  if (pre !== null) return PRE_RANKS[pre.kind] + number(pre.number);
  return post === null && dev !== null ? PRE_RANK_DEV_ONLY : PRE_RANK_NONE;
}

/** The key of a version; keys are compared as strings of UTF-16 code units, with `<`. */
export function keyOf(parts: VersionParts): string {
  const { epoch, release, post, dev, local } = parts;
  let key =
    number(epoch) +
    releaseKey(release) +
    preKey(parts) +
    (post === null ? POST_NONE : POST_SOME + number(post)) +
    (dev === null ? DEV_NONE : DEV_SOME + number(dev));
  for (const segment of local ?? [])
    key += DIGITS.test(segment) ? LOCAL_NUMBER + number(segment) : LOCAL_WORD + segment + END_OF_WORD;
  return key;
}

/** Above the version with this key, and below everything that sorts after it, its own local versions included. */
export const keyAfter = (key: string): string => `${key}\u0000`;

/** Above `parts` with every local version and post-release of it, and below everything else that sorts after it. */
export const keyAfterPosts = (parts: VersionParts): string =>
  `${number(parts.epoch)}${releaseKey(parts.release)}${preKey(parts)}\u007f`;
