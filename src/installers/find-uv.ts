import { cleanEnvironment } from './clean-environment.ts';
import { ANSWER_TIME, type InstallerDoors, type UvInstaller } from './installer.ts';
import { programIn, programOnPath } from './on-path.ts';
import type { TargetPython } from './target-python.ts';

const VERSION_ANSWER = /^uv ([0-9][0-9A-Za-z.+-]{0,40})/;

/** The uv on PATH, or beside the target's own programs. */
export async function findUv(
  python: TargetPython,
  { exec, environment, signal }: InstallerDoors,
): Promise<UvInstaller | undefined> {
  const program = (await programOnPath('uv', environment)) ?? (await programIn(python.paths.scripts, 'uv'));
  if (program === undefined) return undefined;
  const answer = await exec(program, ['--version'], {
    env: cleanEnvironment(environment),
    timeout: ANSWER_TIME,
    ...(signal === undefined ? {} : { signal }),
  });
  const version = answer.exitCode === 0 ? VERSION_ANSWER.exec(answer.stdout)?.[1] : undefined;
  return version === undefined ? undefined : { kind: 'uv', version, program, path: program };
}
