import type { NormalizedName } from '../packaging/index.ts';
import type { IndexPin } from './config.ts';

/** Whether `pattern`, in which `*` stands for any characters, is the whole of `name`. */
export function matchesPattern(name: string, pattern: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return name === head;
  if (!name.startsWith(head) || name.length < head.length + tail.length || !name.endsWith(tail)) return false;
  let at = head.length;
  const end = name.length - tail.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at); // the leftmost place leaves the most room for what follows
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** Characters that a pattern fixes; the more of them, the more exactly it speaks of a package. */
const exactness = (pattern: string): number =>
  pattern.includes('*') ? pattern.length - pattern.split('*').length + 1 : Number.POSITIVE_INFINITY;

/** The index that a package must come from, and nowhere else; the most exact pattern decides. */
export function pinFor(name: NormalizedName, pins: readonly IndexPin[]): string | undefined {
  let url: string | undefined;
  let best = -1;
  for (const pin of pins)
    for (const pattern of pin.packages) {
      if (exactness(pattern) <= best || !matchesPattern(name, pattern)) continue;
      best = exactness(pattern);
      url = pin.url;
    }
  return url;
}
