import {
  type FailedAttempt,
  lastFailedRefresh,
  loadTrust,
  type Trust,
  type TrustDoors,
  type TrustSource,
} from '../../../attestation/index.ts';
import { SafeInstallError } from '../../../errors/index.ts';
import type { EffectivePolicy, TrustSource as StatedSource } from '../../../policy/index.ts';
import { trustSourceOf } from '../../../prepare/index.ts';

/** A trust root that the policy names, as far as it is at hand. */
export interface LoadedRoot {
  readonly source: StatedSource;
  /** Whether it is the one of whatever no rule gives another. */
  readonly isDefault: boolean;
  /** `null` where it cannot be used. */
  readonly trust: Trust | null;
  /** Why it cannot be used, or could not be refreshed although the user asks for it. */
  readonly error: SafeInstallError | null;
  /** The last refresh, where it has failed. */
  readonly failed: FailedAttempt | null;
}

/**
 * The roots of a policy, the default one first: as they are, or refreshed now. What is wrong with one is kept with it, so
 * that the others are shown none the less.
 */
export async function loadRoots(
  policy: EffectivePolicy,
  action: 'show' | 'update',
  doors: TrustDoors,
): Promise<readonly LoadedRoot[]> {
  const roots: LoadedRoot[] = [];
  for (const [index, source] of policy.roots.entries()) {
    const loaded = await load(trustSourceOf(source), action, doors);
    roots.push({ source, isDefault: index === 0, ...loaded });
  }
  return roots;
}

async function load(
  source: TrustSource,
  action: 'show' | 'update',
  doors: TrustDoors,
): Promise<Pick<LoadedRoot, 'trust' | 'error' | 'failed'>> {
  try {
    const trust = await loadTrust(source, action === 'update' ? 'now' : 'never', doors);
    return { trust, error: trust.problem, failed: await lastFailedRefresh(source, doors) };
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    return { trust: null, error, failed: null };
  }
}
