import { MAX_PATH_BYTES, MAX_PATH_PART_BYTES } from '../limits.ts';
import { refusal } from '../refusal.ts';
import { windowsFault } from './windows-name.ts';

/** Where the archive will be unpacked, as far as names are concerned. */
export interface NameRules {
  /** The target's file system takes `A` and `a` for one name (macOS, Windows). */
  readonly foldCase?: boolean;
  /** The target is Windows, which reserves names and characters. */
  readonly windows?: boolean;
}

/** The rules of the systems' usual file systems; a case-sensitive one on macOS is the exception that pays for it. */
export const nameRulesFor = (platform: NodeJS.Platform): NameRules => ({
  foldCase: platform === 'win32' || platform === 'darwin',
  windows: platform === 'win32',
});

/**
 * Control characters (C0, DEL, C1), line separators, and the controls that turn the direction of text around, so that
 * `exe.gpj` is shown as `jpg.exe`.
 */
const UNSAFE_CHARACTER = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** `C:x` names a file of another drive; also where it is only a letter and a colon. */
const DRIVE = /^[A-Za-z]:/;

/**
 * Refuses a path that leads out of the folder that it is unpacked into, or that two programs could read as two paths.
 *
 * @param name with forward slashes; one at the end for a folder.
 * @throws SafeInstallError `archive.unsafe-name`, `archive.windows-name`.
 * @see APPNOTE.TXT 4.4.17: relative, no drive letter, forward slashes; PEP 706 and PEP 721 for what installers refuse.
 */
export function checkEntryName(name: string, rules: NameRules = {}): void {
  const fault = nameFault(name);
  if (fault !== undefined)
    throw refusal('archive.unsafe-name', `the name of an entry ${fault}`, { subject: name });
  if (!rules.windows) return;
  const onWindows = partsOf(name).map(windowsFault).find(Boolean);
  if (onWindows !== undefined)
    throw refusal('archive.windows-name', `the name of an entry ${onWindows}`, { subject: name });
}

/** The parts of a path; the slash at the end of a folder's name begins none. */
const partsOf = (name: string): readonly string[] =>
  (name.endsWith('/') ? name.slice(0, -1) : name).split('/');

function nameFault(name: string): string | undefined {
  if (name === '' || name === '/') return 'is empty';
  if (UNSAFE_CHARACTER.test(name)) return 'has a control character';
  if (name.includes('\\')) return 'has a backslash';
  if (name.startsWith('/')) return 'is absolute';
  if (DRIVE.test(name)) return 'begins with a drive';
  if (Buffer.byteLength(name) > MAX_PATH_BYTES) return `is longer than ${MAX_PATH_BYTES} bytes`;
  for (const part of partsOf(name)) {
    if (part === '') return 'has an empty part';
    if (part === '.' || part === '..') return `has the part "${part}"`;
    if (part.length * 3 > MAX_PATH_PART_BYTES && Buffer.byteLength(part) > MAX_PATH_PART_BYTES)
      return `has a part that is longer than ${MAX_PATH_PART_BYTES} bytes`;
  }
  return undefined;
}
