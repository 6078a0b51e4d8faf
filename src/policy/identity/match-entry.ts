import {
  type ClaimDemands,
  type IdentityMismatch,
  matchClaims,
  matchPublisher,
  type Publisher,
  type SignerIdentity,
  type VerifiedAttestation,
} from '../../attestation/index.ts';
import { dayBefore, formatDay } from '../duration.ts';
import { matchesText, type TextPattern } from '../pattern/text-pattern.ts';
import type { PublisherEntry } from '../rule.ts';

/**
 * Everything in which a signer is not what an entry of a rule says; empty when he is.
 *
 * All fields of the entry count (design, point 7). An environment that is demanded and not certified is a mismatch of its
 * own kind, `identity.environment-unproven`.
 */
export function matchEntry(
  { identity, signedAt }: VerifiedAttestation,
  entry: PublisherEntry,
): readonly IdentityMismatch[] {
  return [
    ...matchPublisher(identity, literalPublisher(entry, identity)),
    ...matchClaims(identity, literalDemands(entry, identity)),
    ...matchNameKind(entry, identity),
    ...matchPeriod(entry, signedAt),
  ];
}

function literalPublisher({ publisher, patterns }: PublisherEntry, identity: SignerIdentity): Publisher {
  if (publisher.kind !== 'Identity' || patterns.identity === null) return publisher;
  return { ...publisher, identity: literal(patterns.identity, identity.name.value) };
}

function literalDemands({ demands, patterns }: PublisherEntry, { claims }: SignerIdentity): ClaimDemands {
  const { ref, signer } = patterns;
  return {
    ...demands,
    ...(ref === null ? {} : { ref: literal(ref, claims.sourceRepositoryRef) }),
    ...(signer === null ? {} : { signer: literal(signer, claims.buildSignerUri) }),
  };
}

/**
 * The one text that stands for a pattern where everything is compared exactly: what the certificate says, where the
 * pattern matches that, else the pattern itself, which is then what the mismatch says was expected.
 */
const literal = (pattern: TextPattern, actual: string | null): string =>
  actual !== null && matchesText(pattern, actual) ? actual : pattern.text;

/** A URI that reads like an e-mail address was issued for something else. */
const matchNameKind = (
  { nameKind }: PublisherEntry,
  { name }: SignerIdentity,
): readonly IdentityMismatch[] =>
  nameKind === 'any' || name.kind === nameKind
    ? []
    : [{ code: 'identity.email', field: 'kind of name', expected: 'an e-mail address', actual: name.kind }];

function matchPeriod(
  { validFrom, validBefore }: PublisherEntry,
  signedAt: Date,
): readonly IdentityMismatch[] {
  const isEarly = validFrom !== null && signedAt < validFrom;
  const isLate = validBefore !== null && signedAt >= validBefore;
  if (!isEarly && !isLate) return [];
  const from = validFrom === null ? [] : [`from ${formatDay(validFrom)}`];
  const until = validBefore === null ? [] : [`until ${dayBefore(validBefore)}`];
  return [
    {
      code: 'identity.period',
      field: 'time of signature',
      expected: [...from, ...until].join(' '),
      actual: signedAt.toISOString(),
    },
  ];
}
