import { coerce, gte } from 'semver';
import { SafeInstallError } from '../errors/index.ts';
import type { HandOverFolder } from './hand-over-folder.ts';
import type { PipInstaller } from './installer.ts';

/** How bytecode comes about: by the installer, by us beside it, or not at all. */
export type Bytecode = 'by installer' | 'beside installer' | 'none';

/** What of the command line reaches the installer. */
export interface HandOverOptions {
  /** In pip's spelling; see `InstallArguments.passOn`. */
  readonly passOn: readonly string[];
  /** `-v` once: 1. From 1 on the installer speaks for itself. */
  readonly verbosity: number;
  readonly bytecode: Bytecode;
}

/** The first pip that asks for `--break-system-packages`, and takes it. */
const KNOWS_PEP_668 = '23.0.1';

/** `-v` for the second and each further `-v`: the first one lets the installer speak as it does by itself. */
const verbose = (verbosity: number): readonly string[] =>
  Array.from({ length: Math.max(0, Math.min(verbosity - 1, 2)) }, () => '-v');

/**
 * The words for pip. It sees the folder and nothing else: no index, no configuration, no cache, no dependencies to look
 * for, and it computes each digest of what it reads.
 */
export function pipWords(
  installer: PipInstaller,
  folder: HandOverFolder,
  options: HandOverOptions,
): readonly string[] {
  const version = coerce(installer.version);
  const knowsManaged = version !== null && gte(version, KNOWS_PEP_668);
  return [
    ...installer.words,
    'install',
    '--isolated',
    '--no-index',
    '--find-links',
    folder.wheels,
    '--only-binary=:all:',
    '--no-deps',
    '--require-hashes',
    '--no-input',
    '--disable-pip-version-check',
    '--no-cache-dir',
    '--progress-bar=off',
    options.bytecode === 'by installer' ? '--compile' : '--no-compile',
    ...verbose(options.verbosity),
    ...options.passOn.filter((word) => knowsManaged || word !== '--break-system-packages'),
    '-r',
    folder.requirements,
  ];
}

/** uv's spelling of what pip calls otherwise; `null`: uv behaves so anyway, or has nothing to say about it. */
const UV_SPELLINGS: Readonly<Record<string, string | null>> = {
  '--target': '--target',
  '--prefix': '--prefix',
  '--force-reinstall': '--reinstall',
  '--ignore-installed': '--reinstall',
  '--reinstall-package': '--reinstall-package',
  '--break-system-packages': '--break-system-packages',
  '--no-user': null,
  '--upgrade': null,
  '--log': null,
  '--root-user-action': null,
  '--no-warn-script-location': null,
};

/**
 * The words for uv.
 *
 * Its cache is a folder inside of the hand-over's own: uv installs what it knows the digest of from its cache, without a
 * look at the file, so that cache must be nobody else's, and empty.
 *
 * @param linkMode `copy` where cache and target lie on different file systems; `null`: as uv does by itself.
 * @throws SafeInstallError `usage.unsupported` for an option that uv has no word for.
 */
export function uvWords(
  python: string,
  folder: HandOverFolder,
  cache: string,
  linkMode: 'copy' | null,
  options: HandOverOptions,
): readonly string[] {
  return [
    'pip',
    'install',
    '--no-config',
    '--offline',
    '--no-python-downloads',
    '--python',
    python,
    '--cache-dir',
    cache,
    '--no-index',
    '--find-links',
    folder.wheels,
    '--only-binary',
    ':all:',
    '--no-deps',
    '--require-hashes',
    '--no-progress',
    '--color',
    'never',
    ...(linkMode === null ? [] : ['--link-mode', linkMode]),
    ...(options.bytecode === 'by installer' ? ['--compile-bytecode'] : []),
    ...verbose(options.verbosity),
    ...new Set(options.passOn.flatMap(uvWord)),
    '-r',
    folder.requirements,
  ];
}

function uvWord(word: string): readonly string[] {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const spelling = UV_SPELLINGS[name];
  if (spelling === null) return [];
  if (spelling === undefined) {
    throw new SafeInstallError({
      code: 'usage.unsupported',
      message: `uv has no "${name}"`,
      subject: name,
      hint: 'Leave it out, or add --installer pip',
    });
  }
  return [equals < 0 ? spelling : `${spelling}=${word.slice(equals + 1)}`];
}

/**
 * Says so before anything is done where an option has no meaning for the installer that was found.
 *
 * @throws SafeInstallError `usage.unsupported`.
 */
export function checkPassedOn(installer: 'pip' | 'uv', passOn: readonly string[]): void {
  if (installer === 'uv') passOn.forEach(uvWord);
}
