import { SafeInstallError, SafeInstallErrors } from '../../../errors/index.ts';
import type { InstallArguments } from '../../../installers/index.ts';
import { combineLayers, organisationFile, type PolicyLayer, readPolicyFiles } from '../../../policy/index.ts';
import type { Doors } from '../../../prepare/index.ts';
import { count, renderWarning } from '../../../report/index.ts';
import type { Terminal } from '../../terminal.ts';

/** What has been read of one set of layers: themselves, or what is wrong with them. */
interface Reading {
  readonly layers: readonly PolicyLayer[];
  readonly errors: readonly SafeInstallError[];
}

/**
 * `safe-install policy check [FILE…]`: each file as if it were the one of `--policy`, with the organisation's and the
 * user's around it; without a file, the policy of the project.
 *
 * @throws SafeInstallErrors everything that is wrong with any of them.
 */
export async function checkPolicies(
  files: readonly string[],
  meant: InstallArguments,
  doors: Doors,
  terminal: Terminal,
): Promise<void> {
  const readings: Reading[] = [];
  for (const file of files.length === 0 ? [meant.policy.file?.value ?? null] : files)
    readings.push(await read(file, doors));
  const layers = distinctBy(
    readings.flatMap((reading) => reading.layers),
    ({ kind, origin }) => `${kind} ${origin.source}`,
  );
  const tell = ({ code, subject, message }: SafeInstallError): string => `${code} ${subject} ${message}`;
  const warnings = distinctBy(
    layers.flatMap((layer) => layer.warnings),
    tell,
  );
  for (const warning of warnings) terminal.lines(renderWarning(warning, terminal));
  const errors = distinctBy(
    readings.flatMap((reading) => reading.errors),
    tell,
  );
  if (errors.length > 0) throw new SafeInstallErrors(errors);
  if (terminal.verbosity >= 0) terminal.lines(layers.length === 0 ? [NO_FILE] : layers.map(summaryOf));
}

const NO_FILE = 'There is no policy file: what is built in holds (safe-install policy show)';

/** Reads layers and lays them over each other, as for a run without `--ci` and for one with it. */
async function read(policyFile: string | null, doors: Doors): Promise<Reading> {
  const { environment, folders, currentFolder, clock } = doors;
  try {
    const layers = await readPolicyFiles({
      organisationFile: organisationFile(process.platform, environment),
      userFolders: folders,
      workingFolder: currentFolder,
      policyFile,
      now: clock.now(),
    });
    combineLayers(layers, 'on');
    return { layers, errors: [] };
  } catch (error) {
    if (error instanceof SafeInstallErrors) return { layers: [], errors: error.errors };
    if (error instanceof SafeInstallError) return { layers: [], errors: [error] };
    throw error;
  }
}

const summaryOf = ({ origin, rules, indexes, waivers, warnings }: PolicyLayer): string => {
  const parts = [
    count(rules.length, 'rule'),
    ...(indexes.length === 0 ? [] : [count(indexes.length, 'index', 'indexes')]),
    ...(waivers.length === 0 ? [] : [count(waivers.length, 'waiver')]),
    ...(warnings.length === 0 ? [] : [count(warnings.length, 'warning')]),
  ];
  return `${origin.source} is valid: ${parts.join(', ')}`;
};

function distinctBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): readonly Value[] {
  return [...new Map(values.toReversed().map((value) => [keyOf(value), value])).values()].reverse();
}
