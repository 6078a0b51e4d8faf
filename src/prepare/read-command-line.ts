import { redactUrl, SafeInstallError } from '../errors/index.ts';
import { statusError } from '../index/index.ts';
import { checkSomethingWanted } from '../installers/index.ts';
import type { UserConstraint } from '../resolver/index.ts';
import { readAdjustments, type WantedAdjustments } from './adjustments.ts';
import type { Doors } from './doors.ts';
import { resolverTarget } from './resolver-target.ts';
import { openHttp } from './sources.ts';
import { type CommandLine, findTarget, type Target } from './target.ts';
import { type FetchText, readWantedFiles, toConstraint, type WantedFiles } from './wanted.ts';

/** A command line with all that it names, read and not yet understood. */
export interface CommandLineRead {
  readonly target: Target;
  readonly files: WantedFiles;
  readonly buildConstraints: readonly UserConstraint[];
  readonly adjustments: WantedAdjustments;
}

/**
 * A command line with the files that it names; options that those files state hold as well.
 *
 * @throws SafeInstallError `usage.*`, `configuration.*`, `interpreter.*`, `installer.*`, `requirements.*`, `network.*`.
 */
export async function readCommandLine(line: CommandLine, doors: Doors): Promise<CommandLineRead> {
  const target = await findTarget(line, doors);
  checkSomethingWanted(target.arguments);
  const fetchText = textFetcher(target, doors);
  const files = await readWantedFiles(target.arguments.wanted, doors, fetchText, {
    python: target.arguments.selection.ignoreRequiresPython ? null : resolverTarget(target).pythonVersion,
  });
  const buildConstraints = await readBuildConstraints(target, doors, fetchText);
  const adjustments = await readAdjustments(target.arguments.adjustments, doors, fetchText);
  if (files.options.length === 0) return { target, files, buildConstraints, adjustments };
  const withOptions = await findTarget({ ...line, fileOptions: files.options }, doors);
  return { target: withOptions, files, buildConstraints, adjustments };
}

/** Fetches files that are named by an address, with the network options of the command line. */
const textFetcher =
  (target: Target, doors: Doors): FetchText =>
  async (url, maxBytes) => {
    const http = openHttp(target.arguments.network, doors);
    try {
      const response = await http.fetchBytes({ url, maxBytes, signal: doors.signal });
      if (response.status === 404 || response.status === 410)
        throw new SafeInstallError({
          code: 'requirements.missing',
          message: 'there is no such file',
          subject: redactUrl(url),
          facts: [{ label: 'got', value: `status ${response.status}` }],
        });
      if (response.status !== 200) throw statusError(response, 'this file');
      return response.bytes;
    } finally {
      await http.close();
    }
  };

/** `--build-constraint`: files of their own, which say nothing about what is installed. */
async function readBuildConstraints(
  { arguments: { build } }: Target,
  doors: Doors,
  fetchText: FetchText,
): Promise<readonly UserConstraint[]> {
  const { constraintFiles } = build;
  const given = {
    requirements: [],
    editables: [],
    requirementFiles: [],
    constraintFiles,
    scripts: [],
    groups: [],
  };
  const { constraints } = await readWantedFiles(given, doors, fetchText);
  return constraints.map(toConstraint);
}
