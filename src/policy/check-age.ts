import { SafeInstallError } from '../errors/index.ts';
import { formatDuration } from './duration.ts';
import { describeOrigin, type Stated } from './origin.ts';

/**
 * Holds the time of upload against the age that is asked for (design, point 10).
 *
 * @param uploadTime as the index states it (PEP 700).
 * @param minAge milliseconds.
 * @throws SafeInstallError `age.too-new`; `age.unknown` when an age is asked for and no time is stated.
 */
export function checkAge(uploadTime: Date | null, minAge: Stated<number>, now: Date): void {
  if (minAge.value === 0) return;
  const expected = {
    label: 'expected',
    value: `at least ${formatDuration(minAge.value)} old`,
    origin: describeOrigin(minAge.origin),
  };
  if (uploadTime === null)
    throw new SafeInstallError({
      code: 'age.unknown',
      message: 'nobody states when it was uploaded',
      facts: [expected, { label: 'got', value: 'no time', origin: 'the index' }],
    });
  if (now.getTime() - uploadTime.getTime() >= minAge.value) return;
  const until = new Date(uploadTime.getTime() + minAge.value);
  throw new SafeInstallError({
    code: 'age.too-new',
    message: 'it was uploaded too recently',
    facts: [expected, { label: 'got', value: `uploaded ${uploadTime.toISOString()}`, origin: 'the index' }],
    hint: `Choose an older version, or wait until ${until.toISOString()}`,
  });
}
