import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import type { Log } from '../platform/index.ts';
import type { VerifiedArtifact } from '../verify/index.ts';
import { COMPILE_SOURCE } from './compile-source.ts';
import { displayName } from './display-names.ts';
import type { InstallerDoors } from './installer.ts';
import { distributionPaths, placeFiles, recordPathOf } from './placement.ts';
import type { InstallPaths, TargetPython } from './target-python.ts';

/** More processes than this find no work: the installer delivers the files one after the other. */
const MOST_WORKERS = 8;

/** Bytecode that was written for one distribution: absolute paths, by the artifact. */
export type WrittenBytecode = ReadonlyMap<VerifiedArtifact, readonly string[]>;

/** What is to be compiled of one distribution. */
interface CompileJob {
  readonly artifact: VerifiedArtifact;
  /** Comes when all files of the distribution are there; relative to the library folder. */
  readonly sign: string;
  /** Relative to the library folder, with their sizes. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Only when everything is installed: what is there now, or what another distribution may still write, is not final. */
  readonly last: boolean;
}

/** Compiling that goes on beside the installer. */
export interface Compiling {
  /** To be called when the installer has ended well. */
  finish(): Promise<WrittenBytecode>;
  /** To be called when it has not. */
  abandon(): Promise<void>;
}

/**
 * Starts the processes that write bytecode while pip installs with `--no-compile`.
 *
 * pip compiles one file after the other in its own process, for longer than it installs. The result here is the same:
 * the same call in the same Python on the same paths.
 *
 * @param paths with one library folder: which of two a wheel goes to is known to pip alone.
 * @param folder private; the sign that the installer has ended is put there.
 */
export function startCompiling(
  artifacts: readonly VerifiedArtifact[],
  python: TargetPython,
  paths: InstallPaths,
  folder: string,
  environment: Readonly<Record<string, string>>,
  { exec, signal }: InstallerDoors,
  log: Log,
): Compiling {
  const library = paths.purelib;
  const jobs = artifacts.map((artifact) => toJob(artifact, paths));
  const stop = join(folder, 'installed');
  const abandoned = new AbortController();
  const signals = signal === undefined ? abandoned.signal : AbortSignal.any([signal, abandoned.signal]);
  const running = shares(markShared(jobs)).map(async (share) => {
    const input = JSON.stringify({
      stop,
      library,
      jobs: share.map(({ sign, files, last }) => ({ sign, last, files: files.map(({ path }) => path) })),
    });
    try {
      const result = await exec(python.executable, ['-I', '-S', '-c', COMPILE_SOURCE], {
        env: environment,
        input,
        signal: signals,
      });
      if (result.exitCode === 0) return readAnswer(result.stdout, share);
      return signals.aborted ? [] : warnOf(result.stderr, log);
    } catch (error) {
      // what cannot be started, and an answer that is none
      if (error instanceof SafeInstallError || error instanceof SyntaxError)
        return warnOf(error.message, log);
      throw error;
    }
  });
  const ended = Promise.allSettled(running);
  return {
    async finish() {
      await writeFile(stop, '');
      const answers = await Promise.all(running);
      const written = new Map<VerifiedArtifact, string[]>();
      for (const [artifact, path] of answers.flat()) {
        const known = written.get(artifact);
        if (known === undefined) written.set(artifact, [path]);
        else known.push(path);
      }
      return written;
    },
    async abandon() {
      abandoned.abort();
      await ended;
    },
  };
}

function toJob(artifact: VerifiedArtifact, paths: InstallPaths): CompileJob {
  const library = paths.purelib;
  const { report } = artifact;
  const sign = `${report.root}/INSTALLER`;
  const isEarly = report.record.some(({ path }) => path === sign) || existsSync(join(library, sign));
  const files = placeFiles(report, distributionPaths(paths, library, displayName(artifact)))
    .filter(({ path, treatment }) => path.endsWith('.py') && treatment !== 'wrapper')
    .map(({ path, entry }) => ({ path: recordPathOf(path, library), size: entry.size ?? 0 }));
  return { artifact, sign, files, last: isEarly };
}

/** Puts off what several distributions write: which of them is the last to do so is known at the end. */
function markShared(jobs: readonly CompileJob[]): readonly CompileJob[] {
  const owners = new Map<string, number>();
  for (const { path } of jobs.flatMap(({ files }) => files)) owners.set(path, (owners.get(path) ?? 0) + 1);
  const isShared = ({ path }: { readonly path: string }): boolean => (owners.get(path) ?? 0) > 1;
  return jobs.flatMap((job) => {
    const shared = job.files.filter(isShared);
    return shared.length === 0
      ? [job]
      : [
          { ...job, files: job.files.filter((file) => !isShared(file)) },
          { ...job, files: shared, last: true },
        ];
  });
}

/** Parts the work among processes: the largest files first, each to whoever has least to do. */
function shares(jobs: readonly CompileJob[]): readonly (readonly CompileJob[])[] {
  const count = Math.min(availableParallelism(), MOST_WORKERS);
  const loads = Array.from({ length: count }, () => 0);
  const parts: CompileJob[][] = loads.map(() => []);
  for (const job of jobs) {
    const files: { path: string; size: number }[][] = loads.map(() => []);
    for (const file of job.files.toSorted((left, right) => right.size - left.size)) {
      const least = loads.indexOf(Math.min(...loads));
      loads[least] = (loads[least] ?? 0) + file.size;
      files[least]?.push(file);
    }
    for (const [number, own] of files.entries()) {
      if (own.length > 0) parts[number]?.push({ ...job, files: own });
    }
  }
  return parts.filter((part) => part.length > 0);
}

/** Pairs of an artifact and a file that was written for it. */
function readAnswer(
  text: string,
  share: readonly CompileJob[],
): readonly (readonly [VerifiedArtifact, string])[] {
  const answer: unknown = JSON.parse(text);
  const lists: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return share.flatMap(({ artifact }, number) => {
    const paths = lists[number];
    if (!Array.isArray(paths)) return [];
    return paths.filter((path) => typeof path === 'string').map((path) => [artifact, path] as const);
  });
}

/** Without bytecode everything works, only slower at first: no reason to fail an install that is done. */
function warnOf(stderr: string, log: Log): readonly never[] {
  log.warn('Some bytecode could not be written; Python writes it when it imports the modules');
  log.debug(stderr);
  return [];
}
