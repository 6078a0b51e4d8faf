import { checkSomethingWanted } from '../installers/index.ts';
import type { Doors } from './doors.ts';
import { openHttp } from './sources.ts';
import { type CommandLine, findTarget, type Target } from './target.ts';
import { readWantedFiles, type WantedFiles } from './wanted.ts';

/**
 * A command line with the files that it names; options that those files state hold as well.
 *
 * @throws SafeInstallError `usage.*`, `configuration.*`, `interpreter.*`, `installer.*`, `requirements.*`, `network.*`.
 */
export async function readCommandLine(
  line: CommandLine,
  doors: Doors,
): Promise<{ readonly target: Target; readonly files: WantedFiles }> {
  const target = await findTarget(line, doors);
  checkSomethingWanted(target.arguments);
  const files = await readWantedFiles(target.arguments.wanted, doors, async (url, maxBytes) => {
    const http = openHttp(target.arguments.network, doors);
    try {
      const { bytes } = await http.fetchBytes({
        url,
        maxBytes,
        signal: doors.signal,
      });
      return bytes;
    } finally {
      await http.close();
    }
  });
  if (files.options.length === 0) return { target, files };
  return { target: await findTarget({ ...line, fileOptions: files.options }, doors), files };
}
