import {
  combineLayers,
  commandLineLayer,
  type EffectivePolicy,
  type PolicyLayer,
  TrustState,
} from '../../../policy/index.ts';
import { type Govern, readGovernance } from '../../../prepare/index.ts';

/** Where the settings of a look-up are said to come from, should one of them be told. */
const ORIGIN = 'policy pin';

const LOOK_UP = commandLineLayer({
  provenance: { value: 'if-present', origin: ORIGIN },
  minAge: { value: 0, origin: ORIGIN },
  source: { value: 'warn', origin: ORIGIN },
  firstSeen: { value: 'accept', origin: ORIGIN },
});

/**
 * What a run is held to that finds out publishers in order to name them: evidence has to verify, and its signer to be the
 * one that a rule names, where one does. Whatever asks for a publisher to be *known* (`first-seen`, the trust state, a
 * lost provenance) is left out: this is the run by which he becomes so.
 */
export const governToPin: Govern = async (given, doors, trustedRoot) => {
  const governance = await readGovernance(given, doors, trustedRoot);
  const files = governance.policy.layers.filter(({ kind }) => kind !== 'command line').map(withoutSettings);
  return { ...governance, policy: combineLayers([...files, LOOK_UP], 'off'), state: TrustState.empty };
};

/** The same for a policy that is written anew: what the project has said until now does not count. */
export const governToBegin: Govern = async (given, doors, trustedRoot) => {
  const governance = await governToPin(given, doors, trustedRoot);
  return { ...governance, policy: withoutProject(governance.policy) };
};

export const withoutProject = (policy: EffectivePolicy): EffectivePolicy =>
  combineLayers(
    policy.layers.filter(({ kind }) => kind !== 'project'),
    'off',
  );

const withoutSettings = (layer: PolicyLayer): PolicyLayer => ({ ...layer, settings: {}, ci: {} });
