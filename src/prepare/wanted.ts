import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigSettings } from '../build/index.ts';
import { redactUrl, SafeInstallError } from '../errors/index.ts';
import {
  parseGroupRequirements,
  parseScriptRequirements,
  type WantedArguments,
} from '../installers/index.ts';
import {
  type FileOption,
  type FileRequirement,
  type FileRole,
  MAX_REQUIREMENTS_FILE_BYTES,
  type MarkerEnvironment,
  type NormalizedName,
  parseRequirement,
  parseRequirementsFile,
  parseSpecifierSet,
  type RequirementsFile,
  type Version,
} from '../packaging/index.ts';
import { pathExists, readFileCapped } from '../platform/index.ts';
import type { UserConstraint, UserRequirement } from '../resolver/index.ts';
import type { WantedAdjustments } from './adjustments.ts';
import { type BuildWish, BuildWishes } from './builds/build-wishes.ts';
import type { Doors } from './doors.ts';
import { type LockFile, partLocks, readLockFiles } from './lock/lock-files.ts';
import type { LockedPlan } from './lock/locked-plan.ts';
import { readUserWord, type UserWord } from './user-words.ts';

/** The requirements and constraints files of a run, read but not yet understood. */
export interface WantedFiles {
  /** Of scripts and dependency groups. */
  readonly declared: readonly UserWord[];
  readonly requirements: readonly FileRequirement[];
  readonly constraints: readonly FileRequirement[];
  /** Options for the whole run that the files state, in their order. */
  readonly options: readonly FileOption[];
  readonly locks: readonly LockFile[];
}

/** Everything that the user asks for. */
export interface Wanted {
  readonly requirements: readonly UserRequirement[];
  readonly constraints: readonly UserConstraint[];
  readonly overrides: readonly UserConstraint[];
  readonly excludes: ReadonlySet<NormalizedName>;
  /** What is said about the builds of those that are built. */
  readonly builds: BuildWishes;
}

/** Reads a file that is named by a URL; local ones need no network. */
export type FetchText = (url: string, maxBytes: number) => Promise<Uint8Array>;

/**
 * Reads the files that the command line names, with all that they include.
 *
 * @param python what scripts have to be for; `null`: any will do.
 * @throws SafeInstallError `requirements.*`; `requirements.missing` for a file that is not there, `requirements.python`.
 */
export async function readWantedFiles(
  given: WantedArguments,
  doors: Pick<Doors, 'environment' | 'currentFolder' | 'log'>,
  fetchText: FetchText,
  { python }: { readonly python: Version | null } = { python: null },
): Promise<WantedFiles> {
  const { locks, others: wanted } = partLocks(given);
  const files = [
    ...wanted.requirementFiles.map((path) => ({ path, role: 'requirements' as const })),
    ...wanted.constraintFiles.map((path) => ({ path, role: 'constraints' as const })),
  ];
  const requirements: FileRequirement[] = [];
  const constraints: FileRequirement[] = [];
  const options: FileOption[] = [];
  for (const { path, role } of files) {
    const file = await readLines(path, role, doors, fetchText);
    for (const each of file.requirements)
      (each.origin.role === 'constraints' ? constraints : requirements).push(each);
    options.push(...file.options);
  }
  const declared = await declaredRequirements(wanted, doors, python);
  return {
    declared,
    requirements,
    constraints,
    options,
    locks: await readLockFiles(locks, doors, fetchText),
  };
}

/** Reads one requirements file, by path or URL, with all that it includes. */
export async function readLines(
  path: string,
  role: FileRole,
  doors: Pick<Doors, 'environment' | 'currentFolder' | 'log'>,
  fetchText: FetchText,
): Promise<RequirementsFile> {
  const location = /^(?:https?|file):/i.test(path) ? path : resolve(doors.currentFolder, path);
  const file = await parseRequirementsFile(
    { location, shown: path, role },
    { read: (from, as) => readText(from, as, fetchText), exists: pathExists, variables: doors.environment },
  );
  for (const { message, origin } of file.warnings)
    doors.log.warn(`${origin.file}:${origin.line}: ${message}`);
  return file;
}

async function readText(location: string, role: FileRole, fetchText: FetchText): Promise<Uint8Array> {
  if (/^https?:/i.test(location)) return fetchText(location, MAX_REQUIREMENTS_FILE_BYTES);
  const path = pathOf(location);
  const bytes = await readFileCapped(path, MAX_REQUIREMENTS_FILE_BYTES);
  if (bytes !== undefined) return bytes;
  throw new SafeInstallError({
    code: 'requirements.missing',
    message: `there is no such ${role} file`,
    subject: location,
    hint: 'Look at the path: it is relative to the current folder, or to the file that includes it',
  });
}

function pathOf(location: string): string {
  if (!/^file:/i.test(location)) return location;
  try {
    return fileURLToPath(location.replace(/^file:\/\/localhost\//i, 'file:///'));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new SafeInstallError({
      code: 'requirements.missing',
      message: 'the address is none of a file on this machine',
      subject: redactUrl(location),
      cause: error,
    });
  }
}

/** Requirements that a script (PEP 723) or a dependency group of a pyproject.toml (PEP 735) declares. */
async function declaredRequirements(
  { scripts, groups }: WantedArguments,
  { currentFolder }: Pick<Doors, 'currentFolder'>,
  python: Version | null,
): Promise<readonly UserWord[]> {
  const read = async (path: string): Promise<string> => {
    const bytes = await readFileCapped(resolve(currentFolder, path), MAX_REQUIREMENTS_FILE_BYTES);
    if (bytes !== undefined) return bytes.toString('utf8');
    throw new SafeInstallError({
      code: 'requirements.missing',
      message: 'there is no such file',
      subject: path,
      hint: 'Look at the path: it is relative to the current folder',
    });
  };
  const words: UserWord[] = [];
  for (const path of scripts) {
    const { requiresPython, dependencies } = await parseScriptRequirements(await read(path), path);
    if (python !== null && requiresPython !== null) checkPython(path, requiresPython, python);
    words.push(...dependencies.map((text) => ({ text, editable: false, hashes: [], origin: path })));
  }
  for (const { path, group } of groups) {
    const requirements = await parseGroupRequirements(await read(path), group, path);
    words.push(
      ...requirements.map((text) => ({ text, editable: false, hashes: [], origin: `${path} [${group}]` })),
    );
  }
  return words;
}

/** A script is for the Pythons that it names, as pip reads it. */
function checkPython(path: string, requiresPython: string, python: Version): void {
  if (parseSpecifierSet(requiresPython).contains(python, { prereleases: true })) return;
  throw new SafeInstallError({
    code: 'requirements.python',
    message: 'the script wants another Python',
    subject: path,
    facts: [
      { label: 'expected', value: requiresPython },
      { label: 'got', value: python.toString() },
    ],
    hint: 'Name another Python with --python',
  });
}

/** Whether nothing is asked for beside what locks say. */
export const asksForLocksOnly = (
  { requirements, editables }: Pick<WantedArguments, 'requirements' | 'editables'>,
  files: Pick<WantedFiles, 'requirements' | 'declared' | 'locks'>,
): boolean =>
  files.locks.length > 0 &&
  requirements.length === 0 &&
  editables.length === 0 &&
  files.requirements.length === 0 &&
  files.declared.length === 0;

const NO_ADJUSTMENTS: WantedAdjustments = { overrides: [], excludes: new Set(), constraints: [] };

/** What the words of a command line are understood with. */
export interface WantedContext {
  readonly currentFolder: string;
  readonly markers: MarkerEnvironment;
  /** Of `--editable`. */
  readonly editables?: readonly string[];
  readonly adjustments?: WantedAdjustments;
  /** Of `--config-settings`, for what the command line itself names. */
  readonly configSettings?: ConfigSettings;
}

/**
 * Understands every requirement and constraint.
 *
 * @throws SafeInstallError as `readUserWord`; the first that is wrong.
 */
export async function readWanted(
  words: readonly string[],
  files: WantedFiles,
  locked: Pick<LockedPlan, 'requirements' | 'words'>,
  context: WantedContext,
): Promise<Wanted> {
  const { editables = [], configSettings = [], adjustments = NO_ADJUSTMENTS } = context;
  const spoken = { hashes: [], configSettings, origin: null };
  const asked: readonly UserWord[] = [
    ...words.map((text) => ({ ...spoken, text, editable: false })),
    ...editables.map((text) => ({ ...spoken, text, editable: true })),
    ...files.requirements.map(toWord),
    ...files.declared,
    ...locked.words,
  ];
  const requirements: UserRequirement[] = [...locked.requirements];
  const wishes: BuildWish[] = [];
  for (const word of asked) {
    const requirement = await readUserWord(word, context);
    if (requirement === undefined) continue;
    requirements.push(requirement);
    wishes.push({ requirement, editable: word.editable, configSettings: word.configSettings ?? [] });
  }
  return {
    requirements,
    constraints: [...files.constraints.map(toConstraint), ...adjustments.constraints],
    overrides: adjustments.overrides,
    excludes: adjustments.excludes,
    builds: new BuildWishes(wishes),
  };
}

const placeOf = ({ origin }: FileRequirement): string => `${origin.file}:${origin.line}`;

const toWord = (line: FileRequirement): UserWord => ({
  text: line.text,
  editable: line.editable,
  hashes: line.hashes,
  configSettings: line.configSettings,
  origin: placeOf(line),
});

export function toConstraint(line: FileRequirement): UserConstraint {
  try {
    return { requirement: parseRequirement(line.text), hashes: line.hashes, origin: placeOf(line) };
  } catch (error) {
    if (!(error instanceof SafeInstallError)) throw error;
    throw error.about(line.text, [{ label: 'in', value: placeOf(line) }]);
  }
}
