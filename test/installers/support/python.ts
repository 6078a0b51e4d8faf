import type { TargetPython } from '../../../src/installers/index.ts';
import { findInterpreter, pathsUnder } from '../../../src/interpreter/index.ts';
import { type Environment, execProgram, silentLog } from '../../../src/platform/index.ts';

/** The Python at `path`, asked for real. */
export async function askPython(
  path: string,
  environment: Environment,
  cacheFolder: string,
): Promise<TargetPython> {
  const found = await findInterpreter({
    python: path,
    environment,
    exec: execProgram,
    cacheFolder,
    log: silentLog,
  });
  return { ...found, prefixPaths: (prefix) => pathsUnder(found, prefix) };
}
