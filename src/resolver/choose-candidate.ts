import type { Sha256, SpecifierSet, Version } from '../packaging/index.ts';
import type { RankedFile } from './project-files.ts';

/** What everybody who asks for a project, and the constraints on it, come to together. */
export interface Asking {
  readonly specifier: SpecifierSet;
  /** Empty when no `--hash` was given. */
  readonly hashes: readonly Sha256[];
  /** Of `--pre` and its kin; `undefined`: as the specifiers and the releases say. */
  readonly prereleases: boolean | undefined;
  readonly preferBinary: boolean;
  /** A version that goes before all others. */
  readonly preferred: Version | null;
}

/** One version with its files, the best first. */
export interface OfferedVersion {
  readonly version: Version;
  readonly files: readonly RankedFile[];
}

/**
 * The versions that may be chosen, the best first, by the rules of pip 26.3:
 *
 * - pre-releases only when a specifier names one, when no final release fits, or by option (PEP 440);
 * - with allowed hashes, a file with one of them goes before all, and files with others count only if there is none;
 * - yanked files only when a specifier pins the version and nothing but yanked files fits (PEP 592);
 * - then the preferred version, which pip does not know;
 * - then the newest version, and of its files the best; with `--prefer-binary`, wheels before all that must be built.
 *
 * @param ranked newest version first, and of one version the best file first.
 */
export function offeredVersions(ranked: readonly RankedFile[], asking: Asking): OfferedVersion[] {
  const fitting = asking.specifier.filter(
    ranked,
    { prereleases: asking.prereleases },
    ({ version }) => version,
  );
  const allowed = withAllowedHashes(fitting, asking.hashes);
  const takesYanked = isPinned(asking.specifier) && allowed.every(isYanked);
  const taken = takesYanked ? allowed : allowed.filter((each) => !isYanked(each));
  return groupByVersion(sortByPreference(taken, asking));
}

const isYanked = ({ file }: RankedFile): boolean => file.yanked !== false;

const hasAllowedHash = ({ file }: RankedFile, hashes: readonly Sha256[]): boolean =>
  file.sha256 !== null && hashes.includes(file.sha256);

/** Files whose digest is not known stay in: they are hashed when they have arrived. */
function withAllowedHashes(files: RankedFile[], hashes: readonly Sha256[]): RankedFile[] {
  if (hashes.length === 0 || !files.some((each) => hasAllowedHash(each, hashes))) return files;
  return files.filter((each) => each.file.sha256 === null || hasAllowedHash(each, hashes));
}

/** Whether a specifier names one version (and, for `==`, its local versions). */
const isPinned = ({ specifiers }: SpecifierSet): boolean =>
  specifiers.some(({ operator, isPrefix }) => operator === '===' || (operator === '==' && !isPrefix));

/** Sorting is stable: within what is equally preferred, the order by version and tag stays. */
function sortByPreference(files: RankedFile[], { hashes, preferBinary, preferred }: Asking): RankedFile[] {
  if (hashes.length === 0 && !preferBinary && preferred === null) return files;
  const placeOf = (each: RankedFile): number =>
    (hashes.length > 0 && !hasAllowedHash(each, hashes) ? 4 : 0) +
    (preferred !== null && !each.version.equals(preferred) ? 2 : 0) +
    (preferBinary && each.file.kind === 'sdist' ? 1 : 0);
  return files.sort((left, right) => placeOf(left) - placeOf(right));
}

/** A version stands where its best file stands. */
function groupByVersion(files: readonly RankedFile[]): OfferedVersion[] {
  const byVersion = new Map<string, RankedFile[]>();
  const offered: OfferedVersion[] = [];
  for (const each of files) {
    const known = byVersion.get(each.version.key);
    if (known !== undefined) {
      known.push(each);
      continue;
    }
    const group = [each];
    byVersion.set(each.version.key, group);
    offered.push({ version: each.version, files: group });
  }
  return offered;
}
