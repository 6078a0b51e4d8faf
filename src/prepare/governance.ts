import type { SafeInstallError } from '../errors/index.ts';
import type { PolicyArguments } from '../installers/index.ts';
import {
  type CiMode,
  combineLayers,
  commandLineLayer,
  describeOrigin,
  type EffectivePolicy,
  organisationFile,
  type PolicyLayer,
  readPolicyFiles,
  readTrustState,
  rootOfFile,
  type TrustState,
  trustStatePath,
} from '../policy/index.ts';
import type { Doors } from './doors.ts';

/** What a run is held to. */
export interface Governance {
  readonly policy: EffectivePolicy;
  readonly ci: CiMode;
  /** The publishers that were remembered when the run began. */
  readonly state: TrustState;
  readonly statePath: string;
  /** What ages, waivers and periods are counted from. */
  readonly now: Date;
}

/**
 * Reads every policy that is there, lays them over each other, and what is said on the command line over all of them.
 *
 * @param trustedRoot path of `--trusted-root`: the root instead of the public-good one, and of that of the policies.
 * @throws SafeInstallError (or SafeInstallErrors) `policy.*`, `trust-state.malformed`, `disk.*`.
 */
export async function readGovernance(
  given: PolicyArguments,
  doors: Doors,
  trustedRoot: string | null = null,
): Promise<Governance> {
  const { environment, currentFolder, folders, clock, log } = doors;
  const now = clock.now();
  const files = await readPolicyFiles({
    organisationFile: organisationFile(process.platform, environment),
    userFolders: folders,
    workingFolder: currentFolder,
    policyFile: given.file?.value ?? null,
    now,
  });
  const ci = ciModeOf(given, doors);
  const policy = combineLayers([...files, layerOf(given, trustedRoot)], ci);
  for (const { warnings } of files) for (const warning of warnings) log.warn(inOneLine(warning));
  if (ci === 'detected') tellDetected(files, doors);
  const statePath = trustStatePath(folders.state);
  return { policy, ci, state: await readTrustState(statePath), statePath, now };
}

/** Most services say `CI=true`; a few say `1`. */
const ciModeOf = ({ ci }: PolicyArguments, { environment }: Doors): CiMode =>
  ci ? 'on' : /^(?:1|true|yes)$/i.test(environment.CI ?? '') ? 'detected' : 'off';

const layerOf = ({ provenance, minAge }: PolicyArguments, trustedRoot: string | null): PolicyLayer =>
  commandLineLayer(
    {
      ...(provenance === null ? {} : { provenance }),
      ...(minAge === null ? {} : { minAge }),
    },
    trustedRoot === null ? null : rootOfFile(trustedRoot),
  );

/** What the environment alone has decided must not go unnoticed. */
function tellDetected(files: readonly PolicyLayer[], { log }: Doors): void {
  const places = files
    .filter(({ ci }) => Object.keys(ci).length > 0)
    .map(({ origin }) => `[ci] of ${describeOrigin(origin).replace(/:[0-9]+$/, '')}`);
  if (places.length > 0) log.warn(`CI is set in the environment: ${places.join(' and ')} applies`);
}

/** A warning without its facts, for a line of the log. */
export const inOneLine = ({ subject, message, code }: SafeInstallError): string =>
  `${subject === undefined ? '' : `${subject}: `}${message} [${code}]`;
