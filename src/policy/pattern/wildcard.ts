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
  let star = -1;
  let taken = 0;
  while (inText < text.length) {
    if (pattern[at] === '*') {
      star = at;
      taken = inText;
      at += 1;
    } else if (pattern[at] === text[inText]) {
      at += 1;
      inText += 1;
    } else if (star !== -1 && !separators.includes(text.charAt(taken))) {
      // The last star takes one character more. An earlier one need not: between two stars the first fit is the best.
      at = star + 1;
      taken += 1;
      inText = taken;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** Whether some text without a separator is matched by both patterns. */
export function wildcardsOverlap(one: string, other: string): boolean {
  const tried = new Set<number>();
  const meet = (left: number, right: number): boolean => {
    if (left === one.length && right === other.length) return true;
    const key = left * (other.length + 1) + right;
    if (tried.has(key)) return false;
    tried.add(key);
    const isStar = one[left] === '*';
    const isOtherStar = other[right] === '*';
    if (isStar && (meet(left + 1, right) || (right < other.length && meet(left, right + 1)))) return true;
    if (isOtherStar && (meet(left, right + 1) || (left < one.length && meet(left + 1, right)))) return true;
    return (
      !isStar && !isOtherStar && one[left] === other[right] && left < one.length && meet(left + 1, right + 1)
    );
  };
  return meet(0, 0);
}

/**
 * Whether `outer` matches all that `inner` matches, as far as can be told by taking the stars of `inner` for ordinary
 * text: never true where it is not so.
 */
export const coversWildcard = (outer: string, inner: string, separators = ''): boolean =>
  matchesWildcard(outer, inner, separators);
