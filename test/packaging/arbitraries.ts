import fc from 'fast-check';
import {
  parseSpecifierSet,
  parseVersion,
  type SpecifierSet,
  type Version,
} from '../../src/packaging/index.ts';

const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 }).map(String) },
  { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String) },
);

const optional = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.option(text, { nil: '', freq: 3 }).map((each) => each);

const release = fc.array(number, { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join('.'));
const epoch = optional(fc.constantFrom('0!', '1!'));
const pre = optional(fc.tuple(fc.constantFrom('a', 'b', 'rc'), number).map(([kind, each]) => kind + each));
const post = optional(number.map((each) => `.post${each}`));
const dev = optional(number.map((each) => `.dev${each}`));
const localSegment = fc.constantFrom('0', '1', '10', 'a', 'ab', 'b', '0a', 'abc1');
const local = fc.array(localSegment, { minLength: 1, maxLength: 3 }).map((parts) => `+${parts.join('.')}`);

/** The text of a version without its local part; small numbers, so that neighbours meet often. */
export const publicText = fc.tuple(epoch, release, pre, post, dev).map((parts) => parts.join(''));

export const versionText = fc.tuple(publicText, optional(local)).map((parts) => parts.join(''));

export const version: fc.Arbitrary<Version> = versionText.map(parseVersion);

const specifierText = fc.oneof(
  fc.tuple(fc.constantFrom('<', '<=', '>', '>='), publicText).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('==', '!='), versionText).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('==', '!='), epoch, release).map((parts) => `${parts.join('')}.*`),
  fc
    .tuple(epoch, release, number, pre, post, dev)
    .map(([e, r, n, ...rest]) => `~=${e}${r}.${n}${rest.join('')}`),
);

export const specifierSetText = fc
  .array(specifierText, { maxLength: 3 })
  .map((specifiers) => specifiers.join(','));

/** Any operator but `===`. */
export const specifierSet: fc.Arbitrary<SpecifierSet> = specifierSetText.map(parseSpecifierSet);

/** The range of one set, or of two, so that it may have several stretches. */
export const range = fc
  .tuple(specifierSet, specifierSet, fc.boolean())
  .map(([left, right, isOne]) => (isOne ? left.toRange() : left.toRange().union(right.toRange())));
