import { coerce, gte } from 'semver';
import { SafeInstallError } from '../errors/index.ts';
import { bundledPip, pipOfEnvironment, pipOnPath } from './find-pip.ts';
import { findUv } from './find-uv.ts';
import type { Installer, InstallerDoors } from './installer.ts';
import type { TargetPython } from './target-python.ts';

/** The oldest versions that have what the hand-over needs, and why. */
const OLDEST = {
  /** `--require-hashes` with `--find-links` as the resolver of today reads them, and `--root-user-action`. */
  pip: '22.2.0',
  /** `pip --python`. */
  'pip from outside': '22.3.0',
  /** `--no-python-downloads`. */
  uv: '0.4.0',
} as const;

const oldestOf = (installer: Installer): string =>
  installer.kind === 'uv'
    ? OLDEST.uv
    : installer.place === 'outside'
      ? OLDEST['pip from outside']
      : OLDEST.pip;

function isRecentEnough(installer: Installer): boolean {
  const version = coerce(installer.version);
  return version !== null && gte(version, oldestOf(installer));
}

/** Where installers are looked for, in the order in which they are taken. */
const PLACES: readonly {
  readonly kind: 'pip' | 'uv';
  readonly find: (python: TargetPython, doors: InstallerDoors) => Promise<Installer | undefined>;
}[] = [
  { kind: 'pip', find: pipOfEnvironment },
  { kind: 'uv', find: findUv },
  { kind: 'pip', find: pipOnPath },
  { kind: 'pip', find: bundledPip },
];

/**
 * Finds who will install: the target's own pip; uv; a pip from outside; the pip that the target's Python brings along.
 *
 * @param wanted `--installer`; the other one is then not looked at.
 * @throws SafeInstallError `installer.not-found`; `installer.too-old` when all that were found are.
 */
export async function findInstaller(
  python: TargetPython,
  wanted: 'pip' | 'uv' | null,
  doors: InstallerDoors,
): Promise<Installer> {
  const tooOld: Installer[] = [];
  for (const { kind, find } of PLACES) {
    if (wanted !== null && wanted !== kind) continue;
    const installer = await find(python, doors);
    if (installer === undefined) continue;
    if (isRecentEnough(installer)) return installer;
    tooOld.push(installer);
  }
  const [found] = tooOld;
  throw found === undefined ? notFound(python, wanted) : outdated(python, found);
}

function notFound(python: TargetPython, wanted: 'pip' | 'uv' | null): SafeInstallError {
  const looked = wanted ?? 'neither pip nor uv';
  return new SafeInstallError({
    code: 'installer.not-found',
    message:
      wanted === null ? `${looked} was found for this Python` : `"${looked}" was not found for this Python`,
    subject: python.executable,
    hint:
      wanted === 'uv'
        ? 'Put uv on PATH, or leave "--installer uv" out'
        : `Install pip with "${python.executable} -m ensurepip", or put uv on PATH`,
  });
}

function outdated(python: TargetPython, found: Installer): SafeInstallError {
  return new SafeInstallError({
    code: 'installer.too-old',
    message: `${found.kind} ${found.version} cannot take checked files`,
    subject: found.path,
    facts: [
      { label: 'expected', value: `${oldestOf(found)} or newer` },
      { label: 'got', value: found.version },
    ],
    hint:
      found.kind === 'uv'
        ? 'Upgrade it with "uv self update", or by the means it was installed with'
        : `Upgrade it with "${python.executable} -m pip install --upgrade pip"`,
  });
}
