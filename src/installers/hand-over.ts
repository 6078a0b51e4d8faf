import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable, SafeInstallError } from '../errors/index.ts';
import { type ExecResult, type Log, removeAside } from '../platform/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import type { TargetArguments } from './arguments.ts';
import { type Compiling, startCompiling, type WrittenBytecode } from './bytecode.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { requirementNames } from './display-names.ts';
import { type HandOverFolder, makeHandOverFolder } from './hand-over-folder.ts';
import { type Bytecode, pipWords, uvWords } from './hand-over-words.ts';
import { installPaths } from './install-paths.ts';
import type { Installer, InstallerDoors } from './installer.ts';
import { librariesOf } from './placement.ts';
import { findInstalled, settle } from './settle.ts';
import type { InstallPaths, TargetPython } from './target-python.ts';
import { PATIENCE, type WaitingPip } from './waiting-pip.ts';

/** What is to be installed, where and by whom. */
export interface HandOverRequest {
  readonly artifacts: readonly VerifiedArtifact[];
  readonly python: TargetPython;
  readonly installer: Installer;
  readonly target: Pick<TargetArguments, 'folder' | 'prefix' | 'root' | 'user' | 'compile'>;
  /** See `InstallArguments.passOn`. */
  readonly passOn: readonly string[];
  readonly verbosity: number;
}

export interface HandOverDoors extends InstallerDoors {
  readonly log: Log;
  /** Where the private folder is made; on the store's file system no byte is copied. The system's own place without it. */
  readonly temporaryFolder?: string;
  /** Is called once the installer works: for what has to be done anyway, and can be done beside it. */
  readonly meanwhile?: () => void;
  /** The pip of the request, where it has been started already. */
  readonly waitingPip?: WaitingPip | undefined;
}

/** What has been done. */
export interface HandOverResult {
  /** `Successfully installed a-1.0 b-2.0`, as pip says it. */
  readonly summary: string;
  /** The folders that were written to. */
  readonly paths: InstallPaths;
  /** The removal of the private folder, to be waited for before the end of the run; it does not reject. */
  readonly removal: Promise<void>;
}

/** Lines of the installer's own words that are shown when it fails. */
const SHOWN_LINES = 12;

/**
 * Gives checked files to pip or uv, and waits until they are installed.
 *
 * The installer gets a private folder with these files, a list of their digests, and no configuration; it computes every
 * digest again from what it reads. In the end the environment reads as after a plain install. The folder is removed in
 * every case, in the end by {@link HandOverResult.removal}.
 *
 * @throws SafeInstallError `installer.failed` with the installer's last words; `installed.missing` when it ended well and
 *   did not do its work; `usage.unsupported`, `disk.full`, `disk.read-only`.
 */
export async function handOver(request: HandOverRequest, doors: HandOverDoors): Promise<HandOverResult> {
  const { artifacts, installer, python, target } = request;
  const paths = installPaths(python, target, installer.kind);
  if (artifacts.length === 0) return { summary: 'Nothing to install', paths, removal: Promise.resolve() };
  const folder = await makeHandOverFolder(artifacts, doors.temporaryFolder ?? tmpdir());
  let bytecode: WrittenBytecode;
  try {
    bytecode = await (installer.kind === 'pip'
      ? runPip(request, folder, paths, doors)
      : runUv(request, folder, paths, doors));
  } catch (error) {
    await discard(folder, doors.log);
    throw error;
  }
  // beside all that follows: uv's cache in the folder has as many files as were installed
  const removal = discard(folder, doors.log);
  try {
    await Promise.all(
      artifacts.map(async (artifact) => {
        const place = await findInstalled(artifact, paths);
        await settle(artifact, installer.kind, place, bytecode.get(artifact) ?? []);
      }),
    );
  } catch (error) {
    await removal;
    throw error;
  }
  const nameOf = requirementNames(artifacts);
  const names = artifacts.map((artifact) => `${nameOf(artifact)}-${artifact.candidate.version.toString()}`);
  return { summary: `Successfully installed ${names.sort().join(' ')}`, paths, removal };
}

/** Removes the folder; what stays of it is no reason to fail, nor to hide one. */
async function discard({ path }: HandOverFolder, log: Log): Promise<void> {
  try {
    await removeAside(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    log.warn(`"${path}" could not be removed: ${printable(error.message)}`);
  }
}

/** Variables that would make pip's bytecode another than ours, or put it elsewhere. */
const BYTECODE_VARIABLES = ['PYTHONOPTIMIZE', 'PYTHONPYCACHEPREFIX'];

function bytecodeOf(
  { installer, target, python }: HandOverRequest,
  paths: InstallPaths,
  doors: HandOverDoors,
): Bytecode {
  if (installer.kind === 'uv') return target.compile === true ? 'by installer' : 'none';
  if (target.compile === false) return 'none';
  // elsewhere than in the environment pip moves files after it has compiled them, or goes by rules of its own
  const isPlain = paths === python.paths;
  const isUsual = BYTECODE_VARIABLES.every((name) => (doors.environment[name] ?? '') === '');
  return isPlain && isUsual && librariesOf(paths).length === 1 ? 'beside installer' : 'by installer';
}

async function runPip(
  request: HandOverRequest,
  folder: HandOverFolder,
  paths: InstallPaths,
  doors: HandOverDoors,
): Promise<WrittenBytecode> {
  const { installer, artifacts, python, passOn, verbosity } = request;
  if (installer.kind !== 'pip') return new Map();
  const bytecode = bytecodeOf(request, paths, doors);
  const environment = cleanEnvironment(doors.environment);
  let compiling: Compiling | undefined;
  try {
    if (bytecode === 'beside installer')
      compiling = startCompiling(artifacts, python, paths, folder.path, environment, doors, doors.log);
    const isUser = paths === python.userPaths && !passOn.includes('--user');
    const words = pipWords(installer, folder, {
      passOn: isUser ? [...passOn, '--user'] : passOn,
      verbosity,
      bytecode,
    });
    await run(request, installer.program, words, folder, environment, doors);
    return (await compiling?.finish()) ?? new Map();
  } catch (error) {
    await compiling?.abandon();
    throw error;
  }
}

async function runUv(
  request: HandOverRequest,
  folder: HandOverFolder,
  paths: InstallPaths,
  doors: HandOverDoors,
): Promise<WrittenBytecode> {
  const { installer, python, passOn, verbosity } = request;
  const bytecode = bytecodeOf(request, paths, doors);
  const linkMode = (await areTogether(folder.path, paths.purelib)) ? null : 'copy';
  const cache = join(folder.path, 'uv-cache');
  const words = uvWords(python.executable, folder, cache, linkMode, { passOn, verbosity, bytecode });
  await run(request, installer.program, words, folder, cleanEnvironment(doors.environment), doors);
  return new Map();
}

/** Whether two places are on one file system; the nearest folder that exists counts. */
async function areTogether(left: string, right: string): Promise<boolean> {
  const device = async (path: string): Promise<number | undefined> => {
    for (let current = path; ; current = join(current, '..')) {
      try {
        return (await stat(current)).dev;
      } catch {
        if (join(current, '..') === current) return undefined;
      }
    }
  };
  return (await device(left)) === (await device(right));
}

async function run(
  { installer, verbosity }: HandOverRequest,
  program: string,
  words: readonly string[],
  folder: HandOverFolder,
  environment: Readonly<Record<string, string>>,
  { exec, signal, log, waitingPip, meanwhile }: HandOverDoors,
): Promise<void> {
  log.debug(`Running ${[program, ...words].map((word) => printable(word)).join(' ')}`);
  const waiting =
    installer.kind === 'pip' ? waitingPip?.run(words.slice(installer.words.length), folder.path) : undefined;
  const started =
    waiting ??
    exec(program, words, {
      cwd: folder.path, // nothing of the user's lies there that "python -m pip" could take for a module
      env: environment,
      output: verbosity > 0 ? 'inherit' : 'capture',
      patience: PATIENCE,
      onStart: meanwhile,
      ...(signal === undefined ? {} : { signal }),
    });
  if (waiting !== undefined) meanwhile?.();
  const result = await started;
  signal?.throwIfAborted();
  if (result.exitCode !== 0) throw failure(installer, result);
  for (const line of result.stderr.split('\n')) {
    if (line.startsWith('WARNING: ')) log.warn(printable(line.slice('WARNING: '.length)));
  }
}

function failure({ kind, version }: Installer, { exitCode, stdout, stderr }: ExecResult): SafeInstallError {
  const lines = (stderr.trim() === '' ? stdout : stderr).split('\n').filter((line) => line.trim() !== '');
  return new SafeInstallError({
    code: 'installer.failed',
    message: `${kind} ${version} ended with exit code ${exitCode}`,
    subject: kind,
    facts: lines.slice(-SHOWN_LINES).map((line) => ({ label: kind, value: printable(line) })),
    hint: 'Run again with -v to see everything that it says',
  });
}
