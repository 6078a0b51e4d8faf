import { type JsonValue, ShapeReader } from '../../attestation/index.ts';
import { SafeInstallError } from '../../errors/index.ts';
import type { AttestationIdentity, LockedPackage, ParsedPylock } from '../../packaging/index.ts';
import { type NamedPublisher, readPublisherJson } from '../../policy/index.ts';

const CODES = { malformed: 'lock.identity', tooLarge: 'lock.identity' } as const;

/** The kinds of PEP 740 that are known, and ours for anybody else. */
const KINDS: ReadonlySet<string> = new Set(['GitHub', 'GitLab', 'Google', 'CircleCI', 'Identity']);

/**
 * The publishers that a lock names for a package, each with its place; `null` where it names none.
 *
 * One of a kind that nobody here can compare with a certificate never counts, so that a package with no other is refused
 * and not let through.
 *
 * @throws SafeInstallError `lock.identity`, with the place.
 */
export function lockedPublishers(
  { identities, name }: LockedPackage,
  { placeOf }: Pick<ParsedPylock, 'placeOf'>,
): readonly NamedPublisher[] | null {
  const [first] = identities;
  if (first === undefined) return null;
  const known = identities.filter(({ kind }) => KINDS.has(kind));
  if (known.length > 0) return known.map((each) => toPublisher(each, placeOf(each)));
  throw new SafeInstallError({
    code: 'lock.identity',
    message: `the lock names a publisher of ${name} of a kind that is not known: "${first.kind}"`,
    subject: placeOf(first),
    hint: `Kinds that are known: ${[...KINDS].join(', ')}`,
  });
}

function toPublisher({ kind, claims }: AttestationIdentity, origin: string): NamedPublisher {
  const shape = new ShapeReader('the publisher', CODES);
  // An environment without a name is none: what wrote the lock had no null to write.
  const stated = Object.entries(claims).filter(([key, value]) => key !== 'environment' || value !== '');
  const json: JsonValue = { ...Object.fromEntries(stated), kind };
  const publisher = readPublisherJson(shape, json, 'publisher');
  try {
    shape.finish();
  } catch (error) {
    throw error instanceof SafeInstallError ? error.about(origin) : error;
  }
  return { publisher, origin };
}
