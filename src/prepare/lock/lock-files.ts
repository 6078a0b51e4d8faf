import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import type { WantedArguments } from '../../installers/index.ts';
import {
  isLockFilename,
  MAX_LOCK_BYTES,
  type ParsedPylock,
  parsePylock,
  splitLockExtras,
} from '../../packaging/index.ts';
import { readFileCapped } from '../../platform/index.ts';
import type { Doors } from '../doors.ts';

/** A lock that the command line names, and what of it is wanted. */
export interface LockFile {
  readonly parsed: ParsedPylock;
  /** Absolute URL: paths in the lock begin in its folder. */
  readonly url: string;
  readonly extras: readonly string[];
  readonly groups: readonly string[];
}

/** The words of a command line about files, parted: those that name locks, and the others. */
export interface LockWords {
  readonly locks: readonly LockWord[];
  readonly others: WantedArguments;
}

/** One lock, however often it is named. */
interface LockWord {
  readonly path: string;
  readonly extras: Set<string>;
  readonly groups: Set<string>;
  /** `-r` names it, so that its default groups are wanted too. */
  isWhole: boolean;
}

/** Parts the locks from what else `-r` and `--group` name, as pip does: one that is named twice is one. */
export function partLocks(wanted: WantedArguments): LockWords {
  const locks = new Map<string, LockWord>();
  const lockAt = (word: string): LockWord | undefined => {
    const { path, extras } = splitLockExtras(word);
    if (!isLockFilename(path)) return undefined;
    const lock = locks.get(path) ?? { path, extras: new Set(), groups: new Set(), isWhole: false };
    locks.set(path, lock);
    for (const extra of extras) lock.extras.add(extra);
    return lock;
  };
  const requirementFiles = wanted.requirementFiles.filter((word) => {
    const lock = lockAt(word);
    if (lock !== undefined) lock.isWhole = true;
    return lock === undefined;
  });
  const groups = wanted.groups.filter(({ path, group }) => {
    const lock = lockAt(path);
    lock?.groups.add(group);
    return lock === undefined;
  });
  return { locks: [...locks.values()], others: { ...wanted, requirementFiles, groups } };
}

/**
 * Reads the locks that the command line names.
 *
 * @throws SafeInstallError `lock.*`, `requirements.missing`, `network.*`.
 */
export async function readLockFiles(
  words: readonly LockWord[],
  { currentFolder, log }: Pick<Doors, 'currentFolder' | 'log'>,
  fetchBytes: (url: string, maxBytes: number) => Promise<Uint8Array>,
): Promise<readonly LockFile[]> {
  const files: LockFile[] = [];
  for (const { path, extras, groups, isWhole } of words) {
    const isUrl = /^(?:https?|file):/i.test(path);
    const url = isUrl ? path : pathToFileURL(resolve(currentFolder, path)).href;
    const bytes = url.startsWith('file:')
      ? await readLocal(fileURLToPath(url), path)
      : await fetchBytes(url, MAX_LOCK_BYTES);
    const parsed = parsePylock(bytes, { shown: isUrl ? redactUrl(path) : path });
    for (const warning of parsed.warnings) log.warn(warning);
    const chosen = [...(isWhole ? parsed.lock.defaultGroups : []), ...groups];
    files.push({ parsed, url, extras: [...extras], groups: chosen });
  }
  return files;
}

async function readLocal(path: string, shown: string): Promise<Uint8Array> {
  const bytes = await readFileCapped(path, MAX_LOCK_BYTES);
  if (bytes !== undefined) return bytes;
  throw new SafeInstallError({
    code: 'requirements.missing',
    message: 'there is no such lock',
    subject: shown,
    hint: 'Look at the path: it is relative to the current folder. "safe-install lock" writes one',
  });
}
