import { describePublisher } from '../attestation/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import type { FileFacts, NamedPublisher } from './facts.ts';
import { checkNothingLost } from './history/check-history.ts';
import { type JudgedIdentity, judgeIdentity } from './identity/judge-identity.ts';
import type { Demands } from './layers/effective-policy.ts';
import { describeOrigin } from './origin.ts';
import type { RememberedProject } from './state/trust-state.ts';

/** What the evidence of a file comes to. */
export type Standing = (
  | { readonly kind: 'attested'; readonly judged: JudgedIdentity }
  | { readonly kind: 'unattested' }
) & { readonly warnings: readonly SafeInstallError[] };

/**
 * Judges what was found of evidence: what is wrong is refused whatever the policy says, unless it looks at no evidence at
 * all; what is not there is refused where it is demanded, or was there before.
 *
 * @throws SafeInstallError `provenance.*`, `identity.*`, or the refusal of the evidence itself.
 */
export function judgeProvenance(
  facts: FileFacts,
  demands: Demands,
  remembered: RememberedProject | null,
  now: Date,
): Standing {
  const { found } = facts;
  if (demands.settings.provenance.value === 'off') return { kind: 'unattested', warnings: [] };
  if (found.kind === 'unreachable') throw unreachable(found.error);
  // A publisher of a kind that nobody here can check never counts, and is no reason to refuse what needs none.
  if (found.kind === 'refused' && found.error.code !== 'provenance.unknown-publisher') throw found.error;
  if (found.kind === 'verified') {
    const judged = judgeIdentity(found.evidence, facts, demands, remembered, now);
    if (judged.kind === 'judged') return { kind: 'attested', judged, warnings: judged.warnings };
    return judgeAbsence(facts, demands, remembered, judged.error);
  }
  return judgeAbsence(facts, demands, remembered, found.kind === 'refused' ? found.error : null);
}

/** @param instead what there is that does not count. */
function judgeAbsence(
  facts: FileFacts,
  demands: Demands,
  remembered: RememberedProject | null,
  instead: SafeInstallError | null,
): Standing {
  const { provenance } = demands.settings;
  const warnings = instead === null ? [] : [instead];
  if (facts.locked !== null) throw lostSinceLocked(facts.locked);
  if (provenance.value === 'if-present')
    return { kind: 'unattested', warnings: [...warnings, ...lossOf(facts, remembered)] };
  checkNothingLost({ ...facts, remembered });
  if (provenance.value === 'no-downgrade') return { kind: 'unattested', warnings };
  throw instead ?? missing(demands);
}

/** A lock with a publisher was written when there was evidence; who names one on the command line wants it, too. */
const lostSinceLocked = (locked: readonly NamedPublisher[]): SafeInstallError =>
  new SafeInstallError({
    code: 'provenance.lost',
    message: 'it has no provenance, and a publisher is named for it',
    facts: [
      ...locked.map(({ publisher, origin }) => ({
        label: 'expected',
        value: describePublisher(publisher),
        origin,
      })),
      { label: 'got', value: 'none', origin: 'the index' },
    ],
    hint: 'If your index drops provenance, name one that has it by "evidence" in [[index]]; else do not install it',
  });

/** What has been lost, where that is only to be told. */
function lossOf(facts: FileFacts, remembered: RememberedProject | null): readonly SafeInstallError[] {
  try {
    checkNothingLost({ ...facts, remembered });
    return [];
  } catch (error) {
    if (error instanceof SafeInstallError) return [error];
    throw error;
  }
}

const missing = ({ settings }: Demands): SafeInstallError =>
  new SafeInstallError({
    code: 'provenance.missing',
    message: 'it has no provenance, which the policy requires',
    facts: [
      {
        label: 'demanded',
        value: 'provenance = "required"',
        origin: describeOrigin(settings.provenance.origin),
      },
      { label: 'got', value: 'none', origin: 'the index' },
    ],
    hint: 'Choose a version that has it, or ask its maintainers for attestations; a rule with provenance = "if-present" would give up the demand for this package',
  });

/** Announced and not handed out is not the same as not there: whoever sits in between could take it away at will. */
const unreachable = (cause: SafeInstallError): SafeInstallError =>
  new SafeInstallError({
    code: 'provenance.unreachable',
    message: `its provenance is announced, and cannot be had: ${cause.message}`,
    facts: cause.facts,
    hint: 'Try again; if it stays so, tell whoever runs the index',
    cause,
  });
