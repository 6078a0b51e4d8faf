/** The build of a wheel: of two wheels that fit equally well, the one with the higher build is taken. */
export interface BuildTag {
  /** Decimal digits without leading zeros, of any length. */
  readonly number: string;
  readonly suffix: string;
}

const BUILD = /^([0-9]+)([^\n]*)/;

/** `text` as a build tag, which begins with a digit; `undefined` when it is none. */
export function parseBuildTag(text: string): BuildTag | undefined {
  const [, digits, suffix = ''] = BUILD.exec(text) ?? [];
  return digits === undefined ? undefined : { number: BigInt(digits).toString(), suffix };
}

/** Below zero when `left` is the lower build; a wheel without a build is lower than any with one. */
export function compareBuildTags(left: BuildTag | null, right: BuildTag | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (left.number !== right.number)
    return left.number.length - right.number.length || (left.number < right.number ? -1 : 1);
  return left.suffix < right.suffix ? -1 : Number(left.suffix > right.suffix);
}
