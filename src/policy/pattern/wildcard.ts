/**
 * Patterns in which `*` stands for any text, also none, that has no separator in it, and every other character for
 * itself; a pattern matches the whole of a text or not at all.
 *
 * Written here in a few lines rather than taken from a library: those make a regular expression of what the user wrote,
 * bring wildcards that no policy has, and answer none of the other questions, which two patterns can both match.
 */

/** Whether `pattern` matches all of `text`. Takes time in proportion to the product of their lengths at most. */
export function matchesWildcard(pattern: string, text: string, separators = ''): boolean {
  let at = 0;
  let inText = 0;
  let star: number | null = null;
  let taken = inText;
  while (inText < text.length) {
    if (pattern[at] === '*') {
      star = at;
      taken = inText;
      at += 1;
    } else if (pattern[at] === text[inText]) {
      at += 1;
      inText += 1;
    } else if (star !== null && !separators.includes(text.charAt(taken))) {
      // The last star takes one character more. An earlier one need not: between two stars the first fit is the best.
      at = star + 1;
      taken += 1;
      inText = taken;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** Whether some text is matched by both patterns. Takes time in proportion to the product of their lengths. */
export function wildcardsOverlap(one: string, other: string): boolean {
  /** From which places of `other` its rest meets the rest of `one`; first where `one` is at its end. */
  let meets = Array.from({ length: other.length + 1 }, (_, at) => isStars(other.slice(at)));
  for (const letter of [...one].reverse()) {
    const next: boolean[] = [];
    for (let at = other.length; at >= 0; at -= 1) {
      const goesOn = meets[at] === true;
      const isPassed = next[at + 1] === true;
      if (letter === '*' || other[at] === '*') next[at] = goesOn || isPassed;
      else next[at] = letter === other[at] && meets[at + 1] === true;
    }
    meets = next;
  }
  return meets[0] === true;
}

const isStars = (text: string): boolean => text.replaceAll('*', '') === '';

/**
 * Whether `outer` matches all that `inner` matches, as far as can be told by taking the stars of `inner` for ordinary
 * text: never true where it is not so.
 */
export const coversWildcard = (outer: string, inner: string, separators = ''): boolean =>
  matchesWildcard(outer, inner, separators);
