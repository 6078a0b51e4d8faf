/**
 * Every reason that safe-install gives for not doing what it was asked, under a stable dotted code.
 *
 * One table (by family in `reasons/`), so that the exit code, the documentation (`docs/errors.md` is written from it) and
 * the rules of a SARIF report cannot disagree. A code is never renamed: scripts and waivers refer to it.
 */
import { ARCHIVE_REASONS } from './reasons/archive.ts';
import { AUDIT_REASONS } from './reasons/audit.ts';
import { BUILD_REASONS } from './reasons/build.ts';
import { BYTES_REASONS } from './reasons/bytes.ts';
import { IDENTITY_REASONS } from './reasons/identity.ts';
import { INSTALLERS_REASONS } from './reasons/installers.ts';
import { INTERNAL_REASONS } from './reasons/internal.ts';
import { INTERPRETER_REASONS } from './reasons/interpreter.ts';
import { JUDGEMENT_REASONS } from './reasons/judgement.ts';
import { LOCK_REASONS } from './reasons/lock.ts';
import { NETWORK_REASONS } from './reasons/network.ts';
import { PACKAGING_REASONS } from './reasons/packaging.ts';
import { PLATFORM_REASONS } from './reasons/platform.ts';
import { POLICY_REASONS } from './reasons/policy.ts';
import { PROVENANCE_REASONS } from './reasons/provenance.ts';
import type { Outcome, Reason } from './reasons/reason.ts';
import { RESOLVER_REASONS } from './reasons/resolver.ts';
import { SHIMS_REASONS } from './reasons/shims.ts';
import { SIGSTORE_REASONS } from './reasons/sigstore.ts';
import { INDEX_REASONS } from './reasons/simple-index.ts';
import { TRUST_REASONS } from './reasons/trust.ts';
import { USAGE_REASONS } from './reasons/usage.ts';
import { WHEEL_REASONS } from './reasons/wheel.ts';

export type { Outcome } from './reasons/reason.ts';

export const EXIT_CODES: Readonly<Record<Outcome, number>> = {
  refused: 1,
  usage: 2,
  unverifiable: 3,
  unresolvable: 4,
  installer: 5,
  bug: 70,
};

const TABLE = {
  ...ARCHIVE_REASONS,
  ...AUDIT_REASONS,
  ...BUILD_REASONS,
  ...BYTES_REASONS,
  ...IDENTITY_REASONS,
  ...INDEX_REASONS,
  ...INSTALLERS_REASONS,
  ...INTERNAL_REASONS,
  ...INTERPRETER_REASONS,
  ...JUDGEMENT_REASONS,
  ...LOCK_REASONS,
  ...NETWORK_REASONS,
  ...PACKAGING_REASONS,
  ...PLATFORM_REASONS,
  ...POLICY_REASONS,
  ...PROVENANCE_REASONS,
  ...RESOLVER_REASONS,
  ...SHIMS_REASONS,
  ...SIGSTORE_REASONS,
  ...TRUST_REASONS,
  ...USAGE_REASONS,
  ...WHEEL_REASONS,
};

/** A stable, documented reason code such as `hash.mismatch`. */
export type ReasonCode = keyof typeof TABLE;

export const REASONS: Readonly<Record<ReasonCode, Reason>> = TABLE;

/** Exit code of the process for a failure with this code. */
export const exitCodeOf = (code: ReasonCode): number => EXIT_CODES[REASONS[code].outcome];
