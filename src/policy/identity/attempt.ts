import {
  describePublisher,
  type IdentityMismatch,
  publisherOf,
  type VerifiedAttestation,
} from '../../attestation/index.ts';
import { type Fact, type ReasonCode, SafeInstallError } from '../../errors/index.ts';

/** One comparison of a signer with somebody who was expected, and how it came out. */
export interface Attempt {
  /** Who was expected, in one line. */
  readonly expected: string;
  /** Where that was said: `safe-install.toml:12`, `index`, `trust state`. */
  readonly origin: string;
  readonly attestation: VerifiedAttestation;
  /** One or more, or it would not have failed. */
  readonly mismatches: readonly IdentityMismatch[];
}

/**
 * The order in which mismatches give an error its code: another repository says more than another ref. What follows a
 * wrong issuer is all the same.
 */
const WEIGHT: readonly IdentityMismatch['code'][] = [
  'identity.trust-root',
  'identity.issuer',
  'identity.repository-id',
  'identity.owner-id',
  'identity.repository',
  'identity.pipeline',
  'identity.email',
  'identity.subject',
  'identity.workflow',
  'identity.environment',
  'identity.signer',
  'identity.runner',
  'identity.trigger',
  'identity.ref',
  'identity.environment-unproven',
  'identity.period',
];

const heaviest = (mismatches: readonly IdentityMismatch[]): IdentityMismatch | undefined =>
  WEIGHT.flatMap((code) => mismatches.filter((each) => each.code === code))[0];

/** The attempts, the one that came nearest first. */
export const byNearness = (attempts: readonly Attempt[]): readonly Attempt[] =>
  [...attempts].sort((one, other) => one.mismatches.length - other.mismatches.length);

/**
 * The error of a signer who is none of those who were expected. Its code is that of the attempt that came nearest; the
 * reasons of all attempts are in its facts.
 */
export function identityError(
  attempts: readonly Attempt[],
  {
    message,
    hint,
    code,
  }: {
    readonly message: string;
    readonly hint?: string | undefined;
    /** In place of the one of the attempt that came nearest. */
    readonly code?: ReasonCode | undefined;
  },
): SafeInstallError {
  const ordered = byNearness(attempts);
  const [nearest] = ordered;
  const mismatch = nearest === undefined ? undefined : heaviest(nearest.mismatches);
  if (nearest === undefined || mismatch === undefined)
    throw new SafeInstallError({ code: 'internal.bug', message: 'a signer was refused without a reason' });
  return new SafeInstallError({
    code: code ?? mismatch.code,
    message,
    facts: factsOf(ordered),
    hint: hint ?? hintOf(mismatch, nearest),
  });
}

/** Who signed, and for each who was expected, in what they differ. */
function factsOf(attempts: readonly Attempt[]): readonly Fact[] {
  const facts: Fact[] = [];
  let signer = '';
  for (const { expected, origin, attestation, mismatches } of attempts) {
    const got = describePublisher(publisherOf(attestation.identity));
    if (got !== signer) facts.push({ label: 'got', value: got, origin: 'the certificate' });
    signer = got;
    facts.push({ label: 'expected', value: expected, origin });
    for (const { field, expected: wanted, actual } of mismatches)
      facts.push({ label: 'differs', value: `${field}: ${wanted}, got ${actual ?? 'none'}` });
  }
  return facts;
}

function hintOf({ expected, actual, code }: IdentityMismatch, { origin }: Attempt): string {
  if (code === 'identity.environment-unproven')
    return 'Certificates prove the environment since 2026 only: choose a newer release, or take "environment" out of the rule';
  if (actual !== null && actual.toLowerCase() === expected.toLowerCase())
    return `Only the case differs: if that is the same publisher for you, write it in ${origin} as the certificate does`;
  return `If the project has moved, change ${origin}. If you did not expect this, do not install it and tell its maintainers`;
}
