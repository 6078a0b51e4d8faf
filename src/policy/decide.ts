import type { Check, Evidence } from '../artifact/index.ts';
import type { SignerIdentity } from '../attestation/index.ts';
import { type ReasonCode, SafeInstallError } from '../errors/index.ts';
import { checkAge } from './check-age.ts';
import { isHeldToHistory } from './evidence-needs.ts';
import type { FileFacts } from './facts.ts';
import { checkConsistent } from './history/check-history.ts';
import { judgeProvenance, type Standing } from './judge-provenance.ts';
import type { Demands, EffectivePolicy } from './layers/effective-policy.ts';
import { describeOrigin } from './origin.ts';
import type { Waiver } from './rule.ts';
import { SETTING_KEYS } from './settings.ts';
import { checkSource } from './source/check-source.ts';
import type { Sighting, TrustState } from './state/trust-state.ts';
import { WaiverGate, waiversOf } from './waivers.ts';

/** What a file comes to under the policy. */
export interface Decision {
  readonly evidence: Evidence;
  /** Of design points 6 to 10, those that were made and passed. */
  readonly checks: readonly Check[];
  /** Who signed; `null` where nobody did, or it was not looked at. */
  readonly identity: SignerIdentity | null;
  /** Who named the publisher: a line of a policy, `the lock`, `seen before`, `the index`; `null` where there is none. */
  readonly namedBy: string | null;
  /** What has to be told, and stops nothing. */
  readonly warnings: readonly SafeInstallError[];
  /** What is of interest to whoever asks, and so common that to tell it each time would be to tell nothing. */
  readonly notes: readonly SafeInstallError[];
  /** What to remember, if the policy says so; see `rememberSightings`. */
  readonly sighting: Sighting | null;
  /** All that were made use of, those of the facts included. */
  readonly waivers: readonly Waiver[];
}

/**
 * Judges one file, in the order of the design's points: what is forbidden; evidence (6), identity (7) and history (8);
 * source (9); age (10). Pure: everything that it needs was found out before.
 *
 * @param state what is remembered, from before this run.
 * @throws SafeInstallError `plan.denied`, `provenance.*`, `identity.*`, `source.*`, `age.*`, or the refusal of the
 *   evidence itself; the first that no waiver lets through.
 */
export function decide(facts: FileFacts, policy: EffectivePolicy, state: TrustState, now: Date): Decision {
  try {
    return judge(facts, policy, state, now);
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    const { name, version, filename } = facts.file;
    throw error.about(`${name} ${version}`, [{ label: 'file', value: filename }]);
  }
}

/** Certificates of before 2026 prove no environment, and many projects do not link to their source. */
const NOTES: ReadonlySet<ReasonCode> = new Set(['identity.environment-unproven', 'source.undeclared']);

function judge(facts: FileFacts, policy: EffectivePolicy, state: TrustState, now: Date): Decision {
  const { file, sha256 } = facts;
  const demands = policy.demandsOn(file.name, file.version);
  checkNotDenied(demands);
  const gate = new WaiverGate(
    waiversOf(policy.waivers, { name: file.name, version: file.version, sha256 }, now),
  );
  const remembered = state.projectOf(file.name);

  const standing = gate.pass(() => judgeProvenance(facts, demands, remembered, now)); // 6, 7, and what was lost of 8
  const history = gate.pass(() => judgeHistory({ ...facts, remembered }, demands)); // 8
  const identity = signerOf(standing, facts);
  const source = gate.pass(() => judgeSource(identity, facts, demands)); // 9
  const age = gate.pass(() => {
    checkAge(file.uploadTime, demands.settings.minAge, now); // 10
    return demands.settings.minAge.value !== 0;
  });

  const waivers = [...facts.waivedBefore, ...gate.used];
  const told = [...(standing?.warnings ?? []), ...(history ?? []), ...(source?.warnings ?? [])];
  return {
    evidence: evidenceOf(standing, demands, waivers),
    checks: [
      ...(standing?.kind === 'attested' ? (['attestation', 'identity'] as const) : []),
      ...(standing !== null && history !== null && isHeldToHistory(demands) ? (['history'] as const) : []),
      ...(source?.isMade ? (['source'] as const) : []),
      ...(age ? (['age'] as const) : []),
    ],
    identity,
    namedBy: standing?.kind === 'attested' ? standing.judged.namedBy : null,
    warnings: told.filter(({ code }) => !NOTES.has(code)),
    notes: told.filter(({ code }) => NOTES.has(code)),
    sighting: sightingOf(standing, facts),
    waivers,
  };
}

function checkNotDenied({ denied }: Demands): void {
  if (denied === null) return;
  throw new SafeInstallError({
    code: 'plan.denied',
    message: 'the policy forbids it',
    facts: [{ label: 'forbidden', value: denied.text, origin: describeOrigin(denied.origin) }],
    hint: 'Install something else, or have the rule changed by whoever made it',
  });
}

/** What of the history is about files that have provenance. */
function judgeHistory(
  facts: FileFacts & { readonly remembered: ReturnType<TrustState['projectOf']> },
  demands: Demands,
): readonly SafeInstallError[] {
  if (facts.found.kind !== 'verified' || !isHeldToHistory(demands)) return [];
  const attestations = facts.found.evidence.bundles.flatMap((bundle) => bundle.attestations);
  return checkConsistent(facts, attestations, facts.siblings);
}

/** The signer that was judged; where the judgement was waived, the one whose signature it is. */
function signerOf(standing: Standing | null, { found }: FileFacts): SignerIdentity | null {
  if (standing?.kind === 'attested') return standing.judged.attestation.identity;
  if (standing !== null || found.kind !== 'verified') return null;
  return found.evidence.bundles[0]?.attestations[0]?.identity ?? null;
}

function judgeSource(
  identity: SignerIdentity | null,
  { metadata }: FileFacts,
  { settings }: Demands,
): { readonly isMade: boolean; readonly warnings: readonly SafeInstallError[] } {
  if (identity === null || metadata === null) return { isMade: false, warnings: [] };
  const warnings = checkSource(identity, metadata, settings.source);
  return { isMade: settings.source.value !== 'off' && warnings.length === 0, warnings };
}

/** Only what is attested and needed no waiver is `attested`. */
function evidenceOf(standing: Standing | null, { settings }: Demands, waivers: readonly Waiver[]): Evidence {
  const [waiver] = waivers;
  if (waiver !== undefined) return { kind: 'waived', check: waiver.check, reason: waiver.reason };
  if (standing?.kind === 'attested') {
    const { publisher, firstSeen } = standing.judged;
    return { kind: 'attested', publisher, firstSeen };
  }
  const { value, origin } = settings.provenance;
  return {
    kind: 'unattested',
    allowedBy: `${SETTING_KEYS.provenance} = "${value}" (${describeOrigin(origin)})`,
  };
}

function sightingOf(standing: Standing | null, { file }: FileFacts): Sighting | null {
  if (standing?.kind !== 'attested') return null;
  const { name, version, uploadTime } = file;
  return { name, release: { version, uploadTime }, publisher: standing.judged.remember };
}
