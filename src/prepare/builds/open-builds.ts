import { ageGate } from '../age-gate.ts';
import type { Doors } from '../doors.ts';
import type { Governance } from '../governance.ts';
import type { RequirementRules } from './build-requirements.ts';
import { Builds, type BuildsOptions } from './builds.ts';

/** What of a run decides about its builds. */
export interface BuildsOfRun
  extends Pick<BuildsOptions, 'source' | 'acquisition' | 'wishes' | 'projects'>,
    Pick<RequirementRules, 'target' | 'constraints'> {
  readonly governance: Governance;
}

/** The builds of a run; none is begun before something has to be built. */
export function openBuilds(run: BuildsOfRun, doors: Doors): Builds {
  const { target, constraints, governance, ...rest } = run;
  return new Builds(
    {
      ...rest,
      policy: governance.policy,
      rules: { target, constraints, isTooYoung: ageGate(governance) },
    },
    doors,
  );
}
