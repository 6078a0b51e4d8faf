import {
  describePublisher,
  publisherOf,
  type VerifiedAttestation,
  type VerifiedEvidence,
} from '../../attestation/index.ts';
import { SafeInstallError } from '../../errors/index.ts';
import type { FileFacts } from '../facts.ts';
import type { Demands } from '../layers/effective-policy.ts';
import { describeOrigin } from '../origin.ts';
import type { RememberedProject, RememberedPublisher } from '../state/trust-state.ts';
import { identityError } from './attempt.ts';
import { describeEntry } from './describe-entry.ts';
import { type Claimant, claimantOf, matchClaimed } from './match-claimed.ts';
import { matchLocked } from './match-locked.ts';
import { matchRemembered } from './match-remembered.ts';
import { matchRoot, matchRule } from './match-rule.ts';

/** A signer who is one of those that somebody named. */
export interface JudgedIdentity {
  readonly kind: 'judged';
  readonly attestation: VerifiedAttestation;
  /** In one line. */
  readonly publisher: string;
  /** Who named him: a line of a policy, `the lock`, `seen before`, `the index`, `the evidence`. */
  readonly namedBy: string;
  readonly firstSeen: boolean;
  /** What is to be remembered of him; `null` where nothing is, beside the release. */
  readonly remember: RememberedPublisher | null;
  readonly warnings: readonly SafeInstallError[];
}

/** The file is signed, and nobody says who should have signed it. */
export interface UnnamedIdentity {
  readonly kind: 'unnamed';
  readonly error: SafeInstallError;
}

/**
 * Who signed, held against who should have (design, point 7): the policy's rules, all of them; the lock, where there is
 * one; and where neither names anybody, whoever was seen before, or at first sight the index's own claim.
 *
 * @throws SafeInstallError `identity.*`, `provenance.changed`.
 */
export function judgeIdentity(
  evidence: VerifiedEvidence,
  { file, locked }: Pick<FileFacts, 'file' | 'locked'>,
  demands: Demands,
  remembered: RememberedProject | null,
  now: Date,
): JudgedIdentity | UnnamedIdentity {
  const attestations = evidence.bundles.flatMap((bundle) => bundle.attestations);
  const byRules = demands.publisherRules.map((rule) => matchRule(attestations, rule));
  const byLock = locked === null ? null : matchLocked(attestations, locked, demands.root.name);
  const [byRule] = byRules;
  if (byRule !== undefined)
    return named(byRule.attestation, describeEntry(byRule.entry), describeOrigin(byRule.entry.origin));
  if (byLock !== null)
    return named(byLock.attestation, describePublisher(byLock.named.publisher), byLock.named.origin);
  const known = remembered?.publishers ?? [];
  return byDefault(evidence, { known, version: file.version, claimant: claimantOf(file), demands, now });
}

const named = (attestation: VerifiedAttestation, publisher: string, namedBy: string): JudgedIdentity => ({
  kind: 'judged',
  attestation,
  publisher,
  namedBy,
  firstSeen: false,
  remember: null,
  warnings: [],
});

interface DefaultFacts {
  readonly known: readonly RememberedPublisher[];
  readonly version: RememberedPublisher['version'];
  readonly claimant: Claimant;
  readonly demands: Demands;
  readonly now: Date;
}

/** The default identity policy: the index's claim, and what has been seen before. */
function byDefault(evidence: VerifiedEvidence, facts: DefaultFacts): JudgedIdentity | UnnamedIdentity {
  const { known, version, claimant, demands, now } = facts;
  checkRoot(evidence, demands.root.name);
  const claimed = matchClaimed(evidence, claimant);
  const warnings = claimed.unproven.map(({ expected }) => unproven(expected));
  const all = evidence.bundles.flatMap((bundle) => bundle.attestations);
  if (known.length > 0) {
    const { attestation, remembered, how } = matchRemembered(all, known);
    const publisher = describePublisher(publisherOf(attestation.identity));
    const found = { ...named(attestation, publisher, 'seen before'), warnings };
    if (how === 'same') return found;
    const remember = toRemember(attestation, version, now);
    return { ...found, remember, warnings: [...warnings, renamed(remembered, publisher)] };
  }
  const [attestation] = claimed.attestations;
  if (attestation === undefined) return { kind: 'unnamed', error: unnamed(all) };
  if (demands.settings.firstSeen.value === 'refuse')
    throw new SafeInstallError({
      code: 'identity.first-seen',
      message: 'nobody has named its publisher, and the policy takes no other',
      facts: [
        {
          label: 'demanded',
          value: 'first-seen = "refuse"',
          origin: describeOrigin(demands.settings.firstSeen.origin),
        },
        {
          label: 'got',
          value: describePublisher(publisherOf(attestation.identity)),
          origin: 'the certificate',
        },
      ],
      hint: 'If you know the publisher, name it with "safe-install policy pin"',
    });
  return {
    ...named(attestation, describePublisher(publisherOf(attestation.identity)), claimant),
    firstSeen: true,
    remember: toRemember(attestation, version, now),
    warnings,
  };
}

const toRemember = (
  { identity, signedAt, trustRoot }: VerifiedAttestation,
  version: RememberedPublisher['version'],
  now: Date,
): RememberedPublisher => ({
  publisher: publisherOf(identity),
  repositoryId: identity.claims.sourceRepositoryIdentifier,
  ownerId: identity.claims.sourceRepositoryOwnerIdentifier,
  trustRoot: trustRoot.name,
  signedAt,
  firstSeen: now,
  version,
});

function checkRoot({ bundles }: VerifiedEvidence, expected: string): void {
  const attempts = bundles
    .flatMap(({ attestations }) => attestations)
    .map((attestation) => ({
      expected: `a signature under the trust root "${expected}"`,
      origin: 'the policy',
      attestation,
      mismatches: matchRoot(attestation, expected),
    }))
    .filter(({ mismatches }) => mismatches.length > 0);
  if (attempts.length > 0)
    throw identityError(attempts, {
      message: 'it was signed under another trust root than the policy names',
    });
}

const unproven = (environment: string): SafeInstallError =>
  new SafeInstallError({
    code: 'identity.environment-unproven',
    message: `the index names the environment "${environment}", and the certificate does not say it`,
  });

const renamed = ({ publisher }: RememberedPublisher, now: string): SafeInstallError =>
  new SafeInstallError({
    code: 'identity.renamed',
    message: 'its repository has another name than before, and the same number',
    facts: [
      { label: 'before', value: describePublisher(publisher) },
      { label: 'now', value: now, origin: 'the certificate' },
    ],
  });

const unnamed = (attestations: readonly VerifiedAttestation[]): SafeInstallError =>
  new SafeInstallError({
    code: 'identity.unnamed',
    message: 'it is signed, and nobody has named its signer',
    facts: attestations.map(({ identity }) => ({
      label: 'got',
      value: describePublisher(publisherOf(identity)),
      origin: 'the certificate',
    })),
    hint: 'If you know the signer, name it with "safe-install policy pin"',
  });
