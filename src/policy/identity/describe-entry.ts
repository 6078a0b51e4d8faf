import { describePublisher } from '../../attestation/index.ts';
import { dayBefore, formatDay } from '../duration.ts';
import type { PublisherEntry } from '../rule.ts';

const NAMES: Readonly<Record<keyof PublisherEntry['demands'], string>> = {
  trigger: 'trigger',
  runner: 'runner',
  repositoryId: 'repository id',
  ownerId: 'owner id',
};

/** A publisher as a rule has it, in one line, as a person would look for it. */
export function describeEntry({
  publisher,
  patterns,
  demands,
  validFrom,
  validBefore,
}: PublisherEntry): string {
  const beyond = [
    patterns.ref === null ? null : `at ${patterns.ref.text}`,
    patterns.signer === null ? null : `signed by ${patterns.signer.text}`,
    ...Object.entries(demands).map(([key, value]) => `${NAMES[key as keyof typeof NAMES]} ${value}`),
    validFrom === null ? null : `from ${formatDay(validFrom)}`,
    validBefore === null ? null : `until ${dayBefore(validBefore)}`,
  ].filter((each) => each !== null);
  return [describePublisher(publisher), ...beyond].join(', ');
}
