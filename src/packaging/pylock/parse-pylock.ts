import { SafeInstallError } from '../../errors/index.ts';
import { parseMarker } from '../marker.ts';
import { isNormalizedName, type NormalizedName } from '../names.ts';
import { parseSpecifierSet } from '../specifier-set.ts';
import type { TomlPath } from '../toml/toml-positions.ts';
import { parseTomlText } from '../toml/toml-text.ts';
import { parseVersion, tryParseVersion } from '../version.ts';
import { type LockNotes, LockTable } from './lock-table.ts';
import type { Pylock } from './pylock.ts';
import { readPackage } from './read-package.ts';

/** Bytes. A lock of 300 packages with all their files has three megabytes; a person is not asked to wait for more. */
export const MAX_LOCK_BYTES = 32 * 1024 * 1024;

/** Arrays and inline tables inside each other; a lock has four. */
const DEEPEST = 32;

/** The version of the format that is written, and known in full. */
export const LOCK_VERSION = '1.0';

const ONE = parseVersion(LOCK_VERSION);

const KEYS = [
  ...['lock-version', 'environments', 'requires-python', 'extras', 'dependency-groups', 'default-groups'],
  ...['created-by', 'packages', 'tool'],
];

/** A lock that was read, with the place of everything in it. */
export interface ParsedPylock {
  readonly lock: Pylock;
  /** Of keys that are passed over, and a newer minor version; sentences without a final period. */
  readonly warnings: readonly string[];
  /** Where a package, a file, a publisher or another source stands, or one key of it: `pylock.toml:12`. */
  placeOf(value: object, key?: string): string;
}

/**
 * Reads a lock whole; the first thing that is wrong with it is told, with file, line and column.
 *
 * @param options.shown the file as the user would name it.
 * @throws SafeInstallError `lock.*`.
 * @see https://packaging.python.org/en/latest/specifications/pylock-toml/
 */
export function parsePylock(bytes: string | Uint8Array, { shown }: { readonly shown: string }): ParsedPylock {
  const text = parseTomlText(bytes, {
    source: shown,
    what: 'a lock',
    maxBytes: MAX_LOCK_BYTES,
    maxDepth: DEEPEST,
    codes: { syntax: 'lock.syntax', tooLarge: 'lock.too-large' },
    integers: 'apart',
  });
  const notes: LockNotes = { warnings: [], paths: new Map() };
  const whole = new LockTable(text, [], text.data, notes);
  const lockVersion = readVersion(whole, notes.warnings);
  whole.warnOfOthers('a lock', KEYS);
  whole.table('tool'); // what tools keep there is theirs
  const lock: Pylock = {
    lockVersion,
    environments: whole.allParsed('environments', parseMarker),
    requiresPython: whole.parsed('requires-python', parseSpecifierSet),
    extras: whole.allParsed('extras', parseNormalizedName),
    dependencyGroups: whole.texts('dependency-groups'),
    defaultGroups: whole.texts('default-groups'),
    createdBy: whole.requiredText('created-by'),
    packages: whole.requiredTables('packages').map(readPackage),
  };
  notes.paths.set(lock, []);
  const placeOf = (value: object, key?: string): string => {
    const path: TomlPath | undefined = notes.paths.get(value);
    if (path === undefined) return shown;
    const { line } =
      key === undefined ? text.originOf(path, 'key') : text.originOf([...path, ...key.split('.')], 'value');
    return `${shown}:${line}`;
  };
  return { lock, warnings: notes.warnings, placeOf };
}

/** "If a tool doesn't support a major version, it MUST raise an error"; a minor one that it does not know is told. */
function readVersion(whole: LockTable, warnings: string[]): string {
  const text = whole.requiredText('lock-version');
  const version = tryParseVersion(text);
  if (version === undefined)
    whole.refuse(
      { code: 'lock.value', message: `"lock-version" takes a version, not "${text}"` },
      'lock-version',
    );
  const [major = 0] = version.release;
  if (version.epoch !== 0 || major !== 1 || version.isPrerelease)
    whole.refuse(
      {
        code: 'lock.version',
        message: `the lock is of version ${version} of its format, and only 1 is known`,
        hint: 'Update safe-install, or write the lock anew with a tool that writes version 1.0',
      },
      'lock-version',
    );
  if (!version.equals(ONE))
    warnings.push(`the lock is of version ${version} of its format; what is new in it is passed over`);
  return text;
}

function parseNormalizedName(text: string): NormalizedName {
  if (isNormalizedName(text)) return text;
  throw new SafeInstallError({ code: 'packaging.name', message: `"${text}" is not a normalized name` });
}
