import type { Trust } from '../../../attestation/index.ts';
import { printable, redactUrl } from '../../../errors/index.ts';
import type { TrustSource } from '../../../policy/index.ts';
import { describeOrigin } from '../../../policy/index.ts';
import { VERSION } from '../../../version.ts';
import type { LoadedRoot } from './load-roots.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A root as a person reads it: its name, then a line for each fact. */
export function rootLines(root: LoadedRoot, now: Date): readonly string[] {
  const { source, trust, isDefault, failed } = root;
  const facts: (readonly [string, string])[] = [
    ['used for', isDefault ? 'whatever no rule gives another root' : 'the rules that name it'],
    ['stated in', describeOrigin(source.origin)],
    ['from', placeOf(source)],
  ];
  if (trust !== null) facts.push(...trustFacts(trust, source, now));
  if (failed !== null) {
    const when = spanOf(now.getTime() - failed.at.getTime());
    facts.push(['not newer', `${failed.message} (${when} ago)`]);
  }
  return [
    printable(source.name),
    ...facts.map(([label, value]) => `  ${label.padEnd(9)}  ${printable(value)}`),
  ];
}

function trustFacts(
  { origin, refreshedAt, expires, root }: Trust,
  source: TrustSource,
  now: Date,
): readonly (readonly [string, string])[] {
  const refreshed =
    refreshedAt === null
      ? source.kind === 'file'
        ? 'never: a file is taken as it is'
        : `never: as it came with safe-install ${VERSION}`
      : `${minuteOf(refreshedAt)} (${spanOf(now.getTime() - refreshedAt.getTime())} ago)`;
  return [
    ['origin', origin],
    ['refreshed', refreshed],
    ['expires', expires === null ? 'not stated' : expiryText(expires, now)],
    ['sha256', root.sha256],
  ];
}

/** The same for a program; times are ISO 8601, ages seconds. */
export function rootObject(
  { source, trust, isDefault, error, failed }: LoadedRoot,
  now: Date,
): Readonly<Record<string, unknown>> {
  return {
    name: source.name,
    kind: source.kind,
    default: isDefault,
    stated_in: describeOrigin(source.origin),
    from: placeOf(source),
    origin: trust?.origin ?? null,
    refreshed_at: trust?.refreshedAt?.toISOString() ?? null,
    age: trust?.refreshedAt == null ? null : Math.floor((now.getTime() - trust.refreshedAt.getTime()) / 1000),
    expires: trust?.expires?.toISOString() ?? null,
    sha256: trust?.root.sha256 ?? null,
    last_failure: failed === null ? null : { at: failed.at.toISOString(), message: failed.message },
    error: error === null ? null : { code: error.code, message: error.message },
  };
}

function placeOf(source: TrustSource): string {
  switch (source.kind) {
    case 'public-good':
      return 'the public Sigstore';
    case 'file':
      return source.path;
    case 'tuf':
      return redactUrl(source.mirror);
  }
}

const expiryText = (expires: Date, now: Date): string =>
  `${expires.toISOString().slice(0, 10)} (in ${spanOf(expires.getTime() - now.getTime())})`;

const minuteOf = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** `5 minutes`, `3 hours`, `12 days`: whole units, rounded down. */
function spanOf(milliseconds: number): string {
  const [size, unit] =
    milliseconds < HOUR ? [MINUTE, 'minute'] : milliseconds < 2 * DAY ? [HOUR, 'hour'] : [DAY, 'day'];
  if (milliseconds < MINUTE) return 'less than a minute';
  const amount = Math.floor(milliseconds / size);
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
