import { realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno, readFileCapped } from '../platform/index.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { ANSWER_TIME, type InstallerDoors, type PipInstaller } from './installer.ts';
import { programOnPath } from './on-path.ts';
import type { TargetPython } from './target-python.ts';

/** Bytes; `pip/__init__.py` has some hundred. */
const LARGEST_MODULE = 64 * 1024;

const VERSION_LINE = /^__version__ = "([0-9][0-9A-Za-z.+]{0,40})"/m;

/** The pip that lies in the target's own folders. */
export async function pipOfEnvironment(python: TargetPython): Promise<PipInstaller | undefined> {
  for (const folder of python.sitePackages) {
    const path = join(folder, 'pip', '__init__.py');
    const text = await readFileCapped(path, LARGEST_MODULE);
    const version = VERSION_LINE.exec(text?.toString('utf8') ?? '')?.[1];
    if (version === undefined) continue;
    return {
      kind: 'pip',
      version,
      program: python.executable,
      words: ['-m', 'pip'],
      path,
      importPath: folder,
      place: 'environment',
    };
  }
  return undefined;
}

/** Says where `ensurepip` keeps its wheels: beside itself, or where the system's packager put them. */
const WHERE_BUNDLED = `
import ensurepip, os, sysconfig
for folder in (sysconfig.get_config_var("WHEEL_PKG_DIR"), os.path.join(os.path.dirname(ensurepip.__file__), "_bundled")):
    if folder and os.path.isdir(folder): print(folder)
`;

const BUNDLED_WHEEL = /^pip-([0-9][0-9A-Za-z.+]{0,40})-py3-none-any\.whl$/;

/** The pip wheel that Python brings for `ensurepip`; pip runs from it as it lies. */
export async function bundledPip(
  python: TargetPython,
  { exec, environment, signal }: InstallerDoors,
): Promise<PipInstaller | undefined> {
  const answer = await exec(python.executable, ['-I', '-B', '-S', '-c', WHERE_BUNDLED], {
    env: cleanEnvironment(environment),
    timeout: ANSWER_TIME,
    ...(signal === undefined ? {} : { signal }),
  });
  if (answer.exitCode !== 0) return undefined; // Debian's Python has no ensurepip
  for (const folder of answer.stdout.split('\n').map((line) => line.trim())) {
    if (folder === '') continue;
    for (const name of await namesIn(folder)) {
      const version = BUNDLED_WHEEL.exec(name)?.[1];
      if (version === undefined) continue;
      const path = join(folder, name);
      return {
        kind: 'pip',
        version,
        program: python.executable,
        words: [join(path, 'pip')],
        path,
        importPath: path,
        place: 'bundled',
      };
    }
  }
  return undefined;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort().reverse();
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return [];
    throw error;
  }
}

const VERSION_ANSWER = /^pip ([0-9][0-9A-Za-z.+]{0,40}) from /;

/** The pip that stands on PATH, working on the target by its `--python`. */
export async function pipOnPath(
  python: TargetPython,
  { exec, environment, signal }: InstallerDoors,
): Promise<PipInstaller | undefined> {
  const program = await programOnPath('pip', environment);
  if (program === undefined) return undefined;
  const answer = await exec(program, ['--version'], {
    env: cleanEnvironment(environment),
    timeout: ANSWER_TIME,
    ...(signal === undefined ? {} : { signal }),
  });
  const version = answer.exitCode === 0 ? VERSION_ANSWER.exec(answer.stdout)?.[1] : undefined;
  if (version === undefined) return undefined;
  return {
    kind: 'pip',
    version,
    program,
    words: ['--python', python.executable],
    path: realpathSync(program),
    importPath: null,
    place: 'outside',
  };
}
