import type { VerifiedAttestation } from '../../attestation/index.ts';
import type { PublisherRule } from '../layers/effective-policy.ts';
import { describeOrigin } from '../origin.ts';
import type { PublisherEntry } from '../rule.ts';
import { type Attempt, identityError } from './attempt.ts';
import { describeEntry } from './describe-entry.ts';
import { matchEntry } from './match-entry.ts';

/** A signer whom a rule takes. */
export interface RuleMatch {
  readonly attestation: VerifiedAttestation;
  readonly entry: PublisherEntry;
}

/**
 * The first of the attestations that is by one of the publishers of a rule: any of the entries, all fields of one entry.
 *
 * @throws SafeInstallError `identity.*` when none is, with the reasons of every comparison.
 */
export function matchRule(
  attestations: readonly VerifiedAttestation[],
  { rule, root }: PublisherRule,
): RuleMatch {
  const attempts: Attempt[] = [];
  for (const attestation of attestations) {
    for (const entry of rule.publishers) {
      const mismatches = [...matchRoot(attestation, root.name), ...matchEntry(attestation, entry)];
      if (mismatches.length === 0) return { attestation, entry };
      attempts.push({
        expected: describeEntry(entry),
        origin: describeOrigin(entry.origin),
        attestation,
        mismatches,
      });
    }
  }
  throw identityError(attempts, {
    message:
      rule.publishers.length === 1
        ? 'its publisher is not the one that your policy names'
        : `its publisher is none of the ${rule.publishers.length} that your policy names`,
  });
}

/** A private Sigstore can give anybody a certificate with any claims: they count under their own root only. */
export const matchRoot = ({ trustRoot }: VerifiedAttestation, expected: string) =>
  trustRoot.name === expected
    ? []
    : [{ code: 'identity.trust-root', field: 'trust root', expected, actual: trustRoot.name } as const];
