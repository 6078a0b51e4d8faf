import type { TextPattern } from '../pattern/text-pattern.ts';
import { wildcardsOverlap } from '../pattern/wildcard.ts';
import type { PublisherEntry } from '../rule.ts';

/**
 * Whether a signer that `inner` takes may be one that `outer` takes too. Only where that is plainly not so, an entry below
 * the organisation's is told to go beyond it; what cannot be told here is decided when a file is looked at, where both
 * have to be met.
 */
export function mayBeWithin(inner: PublisherEntry, outer: PublisherEntry): boolean {
  // A kind of its own and an identity may describe one and the same signer.
  if (inner.publisher.kind !== outer.publisher.kind)
    return inner.publisher.kind === 'Identity' || outer.publisher.kind === 'Identity';
  return (
    agreesOnFields(inner, outer) &&
    mayBothMatch(inner.patterns.ref, outer.patterns.ref) &&
    mayBothMatch(inner.patterns.signer, outer.patterns.signer) &&
    mayBothMatch(inner.patterns.identity, outer.patterns.identity) &&
    overlapInTime(inner, outer)
  );
}

/** Fields that both state are equal; one that `inner` leaves open may still turn out to be as `outer` wants it. */
function agreesOnFields(inner: PublisherEntry, outer: PublisherEntry): boolean {
  const own = fieldsOf(inner);
  return Object.entries(fieldsOf(outer)).every(([field, value]) => (own[field] ?? value) === value);
}

/** What is compared exactly, without what is left open. */
function fieldsOf({ publisher, demands, patterns }: PublisherEntry): Readonly<Record<string, string>> {
  const fields: Readonly<Record<string, unknown>> = { ...publisher, ...demands };
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && !(entry[0] === 'identity' && patterns.identity !== null),
    ),
  );
}

const mayBothMatch = (one: TextPattern | null, other: TextPattern | null): boolean =>
  one === null || other === null || wildcardsOverlap(one.text, other.text);

const overlapInTime = (one: PublisherEntry, other: PublisherEntry): boolean =>
  beginsBefore(one, other) && beginsBefore(other, one);

const beginsBefore = (one: PublisherEntry, other: PublisherEntry): boolean =>
  one.validFrom === null || other.validBefore === null || one.validFrom < other.validBefore;
