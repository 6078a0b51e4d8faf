import { combineLayers, TrustState } from '../../src/policy/index.ts';
import type { Standards } from '../../src/verify/index.ts';

/** What a run is held to where nobody has written a policy, and nothing is remembered. */
export const NO_POLICY: Standards = {
  policy: combineLayers([], 'off'),
  state: TrustState.empty,
  now: new Date('2026-11-24T12:00:00Z'),
  rootOf: () => Promise.reject(new Error('no evidence is verified here')),
};
