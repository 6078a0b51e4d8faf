import { SafeInstallError } from '../../errors/index.ts';
import {
  type LockedFile,
  type LockedPackage,
  type LockedWheel,
  type LockTarget,
  type NormalizedName,
  type ParsedPylock,
  parseRequirement,
  type SelectedPackage,
  type Sha256,
  type SpecifierSet,
  selectPackages,
  type Version,
} from '../../packaging/index.ts';
import type { NamedPublisher } from '../../policy/index.ts';
import type { UserRequirement } from '../../resolver/index.ts';
import type { UserWord } from '../user-words.ts';
import type { LockFile } from './lock-files.ts';
import { locationOf } from './locked-location.ts';
import { lockedPublishers } from './locked-publishers.ts';

/** A file of a release that a lock says is to be installed, with the place of each thing that it says of it. */
export interface LockedEntry {
  readonly name: NormalizedName;
  readonly version: Version;
  readonly file: ({ readonly kind: 'wheel' } & LockedWheel) | ({ readonly kind: 'sdist' } & LockedFile);
  readonly sha256: Sha256;
  /** Absolute. */
  readonly url: string;
  readonly requiresPython: SpecifierSet | null;
  readonly index: string | null;
  readonly publishers: readonly NamedPublisher[] | null;
  /** `pylock.toml:12` for one of these, the whole entry of the file without. */
  placeOf(key?: 'size' | 'url' | 'hashes.sha256' | 'index'): string;
}

/** What the locks of a command line come to. */
export interface LockedPlan {
  /** Of files of releases, by name. */
  readonly entries: ReadonlyMap<NormalizedName, LockedEntry>;
  /** One for each entry. */
  readonly requirements: readonly UserRequirement[];
  /** Things by their own address: archives, folders, repositories. */
  readonly words: readonly UserWord[];
  /** The publishers that are named for things by their own address. */
  readonly publishers: ReadonlyMap<NormalizedName, readonly NamedPublisher[]>;
}

/**
 * What is to be installed of locks.
 *
 * @throws SafeInstallError `lock.*`.
 */
export function planOfLocks(
  files: readonly LockFile[],
  target: Omit<LockTarget, 'extras' | 'groups'>,
): LockedPlan {
  const entries = new Map<NormalizedName, LockedEntry>();
  const places = new Map<NormalizedName, string>();
  const requirements: UserRequirement[] = [];
  const words: UserWord[] = [];
  const publishers = new Map<NormalizedName, readonly NamedPublisher[]>();
  for (const lock of files) {
    for (const selected of selectPackages(lock.parsed, {
      ...target,
      extras: lock.extras,
      groups: lock.groups,
    })) {
      const { name } = selected.package;
      const origin = lock.parsed.placeOf(selected.package);
      const before = places.get(name);
      if (before !== undefined) throw inTwoLocks(name, before, origin);
      places.set(name, origin);
      const named = lockedPublishers(selected.package, lock.parsed);
      if (named !== null) publishers.set(name, named);
      if (!('file' in selected.chosen)) {
        words.push(wordOf(selected.package, selected.chosen, lock));
        continue;
      }
      const entry = entryOf(selected.package, selected.chosen, lock, named);
      entries.set(name, entry);
      requirements.push({
        kind: 'named',
        requirement: parseRequirement(`${name}==${entry.version}`),
        hashes: [{ algorithm: 'sha256', digest: entry.sha256 }],
        origin,
      });
    }
  }
  return { entries, requirements, words, publishers };
}

type Chosen = SelectedPackage['chosen'];

function entryOf(
  locked: LockedPackage,
  chosen: Extract<Chosen, { readonly file: object }>,
  { parsed, url: base }: LockFile,
  publishers: readonly NamedPublisher[] | null,
): LockedEntry {
  const { name, requiresPython, index } = locked;
  const { file } = chosen;
  return {
    name,
    version: file.version,
    file: chosen.kind === 'wheel' ? { kind: 'wheel', ...chosen.file } : { kind: 'sdist', ...chosen.file },
    sha256: digestOf(file, file.filename, parsed),
    url: locationOf(file, base, parsed),
    requiresPython,
    index,
    publishers,
    placeOf: (key) => (key === 'index' ? parsed.placeOf(locked, key) : parsed.placeOf(file, key)),
  };
}

function digestOf(file: Pick<LockedFile, 'sha256'>, subject: string, { placeOf }: ParsedPylock): Sha256 {
  if (file.sha256 !== null) return file.sha256;
  throw new SafeInstallError({
    code: 'lock.no-sha256',
    message: 'the lock gives no sha256 for it',
    subject,
    facts: [{ label: 'in', value: placeOf(file, 'hashes') }],
    hint: 'Write the lock anew with a tool that records sha256, such as "safe-install lock"',
  });
}

/** As a line of a requirements file would have it. */
function wordOf(
  whole: LockedPackage,
  source: Exclude<Chosen, { readonly file: object }>,
  { parsed, url: base }: LockFile,
): UserWord {
  const origin = parsed.placeOf(whole);
  const fragment = source.subdirectory === null ? '' : `#subdirectory=${encodeURI(source.subdirectory)}`;
  if (source.kind === 'archive') {
    const digest = digestOf(source, whole.name, parsed);
    const text = `${whole.name} @ ${locationOf(source, base, parsed)}${fragment}`;
    return { text, editable: false, hashes: [{ algorithm: 'sha256', digest }], origin };
  }
  const address = locationOf(source.kind === 'vcs' ? source : { url: null, path: source.path }, base, parsed);
  if (source.kind === 'vcs')
    return {
      text: `${whole.name} @ ${source.type}+${address}@${source.commitId}${fragment}`,
      editable: false,
      hashes: [],
      origin,
    };
  return { text: `${address}${fragment}`, editable: source.editable, hashes: [], origin };
}

const inTwoLocks = (name: string, one: string, other: string): SafeInstallError =>
  new SafeInstallError({
    code: 'lock.ambiguous',
    message: `two locks have an entry of ${name}`,
    subject: other,
    facts: [one, other].map((value) => ({ label: 'entry', value })),
  });
