import { type Cut, LOWEST } from './version-cut.ts';
import { increment } from './version-parts.ts';

/** `2` for the cut below `2.dev0`, which `<2` makes; otherwise `undefined`. */
function ownRelease({ side, version }: Cut): string | undefined {
  const { pre, post, dev, local } = version.parts;
  return side === 'before' && dev === '0' && pre === null && post === null && local === null
    ? version.base
    : undefined;
}

/** Whether two cuts enclose what `==prefix.*` matches. */
function enclosePrefix(lower: Cut, upper: Cut): boolean {
  // below 1 there is only 0.*, which reads better as `<1`
  if (lower.key === LOWEST.key) return false;
  if (ownRelease(lower) === undefined || ownRelease(upper) === undefined) return false;
  const { epoch, release } = lower.version.parts;
  const { parts } = upper.version;
  const next = [...release.slice(0, -1), increment(release.at(-1) ?? '0')];
  return parts.epoch === epoch && parts.release.join('.') === next.join('.');
}

/** What is between two cuts as one equality, such as `==1.5` or `==1.*`, when it is one. */
function describeEquality(lower: Cut, upper: Cut, operator: '==' | '!='): string | undefined {
  if (enclosePrefix(lower, upper)) return `${operator}${ownRelease(lower)}.*`;
  const isOneVersion =
    lower.side === 'before' &&
    (upper.side === 'after' || upper.side === 'locals') &&
    lower.version.equals(upper.version);
  return isOneVersion ? `${operator}${lower.version}` : undefined;
}

const describeLower = (cut: Cut): string => `${cut.side === 'before' ? '>=' : '>'}${cut.version}`;

function describeUpper(cut: Cut): string {
  if (cut.side !== 'before') return `<=${cut.version}`;
  return `<${ownRelease(cut) ?? cut.version}`;
}

/** One unbroken stretch; `exclusions` are the gaps in it that one `!=` each tells. */
function describeStretch(lower: Cut, upper: Cut | undefined, exclusions: readonly string[]): string {
  const equality = upper === undefined ? undefined : describeEquality(lower, upper, '==');
  if (equality !== undefined) return [equality, ...exclusions].join(',');
  const bounds: string[] = [];
  if (lower.key !== LOWEST.key) bounds.push(describeLower(lower));
  bounds.push(...exclusions);
  if (upper !== undefined) bounds.push(describeUpper(upper));
  return bounds.length === 0 ? 'any' : bounds.join(',');
}

/**
 * Cuts as specifiers for people: stretches joined by ` | `, a gap of one version or prefix as `!=`.
 *
 * Where PEP 440 has no operator for a border (the complement of `>1.0` ends above the post-releases of 1.0), the nearest
 * one stands for it.
 */
export function describeCuts(cuts: readonly Cut[]): string {
  const stretches: string[] = [];
  let lower = cuts[0];
  let exclusions: string[] = [];
  for (let index = 1; lower !== undefined; index += 2) {
    const upper = cuts[index];
    const next = cuts[index + 1];
    const exclusion =
      upper === undefined || next === undefined ? undefined : describeEquality(upper, next, '!=');
    if (exclusion !== undefined) exclusions.push(exclusion);
    else {
      stretches.push(describeStretch(lower, upper, exclusions));
      exclusions = [];
      lower = next;
    }
  }
  return stretches.length === 0 ? 'none' : stretches.join(' | ');
}
