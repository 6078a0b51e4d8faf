import type { GateContext } from '../../build/index.ts';
import { SafeInstallError, SafeInstallErrors } from '../../errors/index.ts';
import type { SelectionArguments } from '../../installers/index.ts';
import type { InstalledDistribution } from '../../interpreter/index.ts';
import type { Requirement } from '../../packaging/index.ts';
import {
  type CandidateSource,
  type Resolution,
  type ResolveOptions,
  resolve,
  type UserConstraint,
} from '../../resolver/index.ts';
import type { Doors } from '../doors.ts';
import { resolverTarget } from '../resolver-target.ts';
import type { Target } from '../target.ts';

/** How build requirements are resolved. */
export interface RequirementRules {
  readonly target: Target;
  /** Of `--build-constraint`. */
  readonly constraints: readonly UserConstraint[];
  readonly isTooYoung: ResolveOptions['isTooYoung'];
}

/**
 * Resolves what a build needs, for the Python that it runs in. Of the user's options those count that say which files may
 * be taken, as with pip; his own constraints and hashes are for what he installs.
 *
 * @throws SafeInstallError `resolve.*`, and what the source throws, with what is to be built among the facts.
 */
export async function resolveBuildRequirements(
  requirements: readonly Requirement[],
  { subject, installed }: GateContext,
  source: CandidateSource,
  { target, constraints, isTooYoung }: RequirementRules,
  { log, clock }: Pick<Doors, 'log' | 'clock'>,
): Promise<Resolution<InstalledDistribution>> {
  const { selection } = target.arguments;
  const here = { ...target.arguments, selection: { ...selection, foreignTarget: null } };
  return await resolve({
    requirements: requirements.map((requirement) => ({
      kind: 'named',
      requirement,
      hashes: [],
      origin: `the build of ${subject}`,
    })),
    constraints,
    source,
    target: resolverTarget({ ...target, arguments: here }),
    installed,
    options: { ...optionsOf(selection), isTooYoung },
    log,
    clock,
  });
}

const optionsOf = ({
  formatControl,
  releaseControl,
  preferBinary,
  uploadedBefore,
  uploadedBeforeOf,
}: SelectionArguments): Partial<ResolveOptions> => ({
  formatControl,
  releaseControl,
  preferBinary,
  uploadedBefore,
  uploadedBeforeOf,
  hashes: 'own-only',
});

/** A failure of what a build needs, told with what needs it: nobody but the build has asked for it. */
export function toBuild(error: unknown, subject: string): unknown {
  if (error instanceof SafeInstallErrors)
    return new SafeInstallErrors(error.errors.map((each) => oneToBuild(each, subject)));
  return error instanceof SafeInstallError ? oneToBuild(error, subject) : error;
}

function oneToBuild(error: SafeInstallError, subject: string): SafeInstallError {
  const { code, message, facts, hint, excerpt, cause } = error;
  return new SafeInstallError({
    code,
    message,
    subject: error.subject ?? subject,
    facts: [
      { label: 'to build', value: subject },
      ...facts.filter(({ label, value }) => label !== 'asked for by' || value !== 'you'),
    ],
    hint,
    excerpt,
    cause,
  });
}
