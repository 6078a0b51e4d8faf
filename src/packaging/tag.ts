import { SafeInstallError } from '../errors/index.ts';

declare const tagBrand: unique symbol;

/** What a wheel was built for: interpreter, ABI and platform in lower case, such as `cp311-abi3-win_amd64`. */
export type Tag = string & { readonly [tagBrand]: true };

/**
 * Tags that one compressed set may stand for. `py2.py3-none-any` stands for two, the most generous wheels for some
 * dozens; the product of three long lists is a way to fill the memory.
 */
const MAX_TAGS = 1024;

const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

export const makeTag = (interpreter: string, abi: string, platform: string): Tag =>
  `${interpreter}-${abi}-${platform}`.toLowerCase() as Tag;

/** What is wrong with a compressed tag set, or `undefined`. */
function faultOf(parts: readonly (readonly string[])[]): string | undefined {
  if (parts.length !== 3) return 'has not three parts';
  if (parts.flat().includes('')) return 'has an empty part';
  if (parts.reduce((product, part) => product * part.length, 1) > MAX_TAGS)
    return `stands for more than ${MAX_TAGS} tags`;
  const interpreter = parts[0]?.find((part) => !IDENTIFIER.test(part));
  return interpreter === undefined ? undefined : `names an interpreter "${interpreter}"`;
}

/**
 * The tags that a compressed tag set such as `py2.py3-none-any` stands for, without repetitions.
 *
 * @throws SafeInstallError `packaging.tag`
 * @see https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/#compressed-tag-sets
 */
export function parseTag(text: string): readonly Tag[] {
  const parts = text.split('-').map((part) => part.split('.'));
  const fault = faultOf(parts);
  if (fault !== undefined)
    throw new SafeInstallError({
      code: 'packaging.tag',
      message: `"${text}" is not a tag: it ${fault}`,
      excerpt: { text, start: 0, end: text.length },
    });
  const [interpreters = [], abis = [], platforms = []] = parts;
  return [
    ...new Set(
      interpreters.flatMap((interpreter) =>
        abis.flatMap((abi) => platforms.map((platform) => makeTag(interpreter, abi, platform))),
      ),
    ),
  ];
}

/** Each supported tag with its place in the order of preference; zero is best. */
export type TagRanks = ReadonlyMap<Tag, number>;

/** The ranks of `tags`, which come best first; of a repeated one the first counts. */
export function rankTags(tags: readonly Tag[]): TagRanks {
  const ranks = new Map<Tag, number>();
  for (const [rank, tag] of tags.entries()) if (!ranks.has(tag)) ranks.set(tag, rank);
  return ranks;
}

/** The rank of the best of a wheel's tags, or `undefined` when none of them is supported. */
export function bestRank(tags: readonly Tag[], ranks: TagRanks): number | undefined {
  let best: number | undefined;
  for (const tag of tags) {
    const rank = ranks.get(tag);
    if (rank !== undefined && (best === undefined || rank < best)) best = rank;
  }
  return best;
}
