import { type ReasonCode, SafeInstallError } from '../../errors/index.ts';
import { compareBuildTags } from '../build-tag.ts';
import type { MarkerEnvironment } from '../marker.ts';
import { type NormalizedName, normalizeName } from '../names.ts';
import type { SpecifierSet } from '../specifier-set.ts';
import { bestRank, rankTags, type Tag, type TagRanks } from '../tag.ts';
import type { ParsedPylock } from './parse-pylock.ts';
import type { LockedFile, LockedPackage, LockedSource, LockedWheel } from './pylock.ts';

/** What is installed for, and what of a lock is wanted. */
export interface LockTarget {
  readonly markers: MarkerEnvironment;
  /** Best first. */
  readonly tags: readonly Tag[];
  readonly extras: readonly string[];
  /** `null`: the lock's default groups. */
  readonly groups: readonly string[] | null;
  /** Whether the source of a project is taken where both are there (`--no-binary`). */
  readonly prefersSdist?: (name: NormalizedName) => boolean;
}

/** A package that is to be installed, and what of it. */
export interface SelectedPackage {
  readonly package: LockedPackage;
  readonly chosen:
    | { readonly kind: 'wheel'; readonly file: LockedWheel }
    | { readonly kind: 'sdist'; readonly file: LockedFile }
    | Exclude<LockedSource, { readonly kind: 'release' }>;
}

/**
 * What a lock says is to be installed into an environment; nothing is resolved.
 *
 * @throws SafeInstallError `lock.environment`, `lock.ambiguous`, `lock.no-file`, `lock.selection`, `packaging.marker`.
 * @see https://packaging.python.org/en/latest/specifications/pylock-toml/#installation
 */
export function selectPackages(parsed: ParsedPylock, target: LockTarget): readonly SelectedPackage[] {
  const { lock } = parsed;
  const { markers } = target;
  checkSelection(parsed, target); // 1
  const selection = { extras: target.extras, dependencyGroups: target.groups ?? lock.defaultGroups };
  const checkPython = pythonCheck(parsed, markers.python_full_version);
  checkPython(lock.requiresPython, lock, 'the lock'); // 3
  checkEnvironment(parsed, markers); // 4
  const slated = new Map<NormalizedName, LockedPackage>();
  for (const each of lock.packages) {
    if (each.marker?.evaluateInLock(markers, selection) === false) continue; // 5.1
    checkPython(each.requiresPython, each, each.name); // 5.2
    const other = slated.get(each.name);
    if (other !== undefined) throw ambiguous(parsed, other, each); // 5.3
    slated.set(each.name, each);
  }
  const ranks = rankTags(target.tags);
  return [...slated.values()].map((each) => ({
    package: each,
    chosen: chosenOf(parsed, each, ranks, target),
  })); // 6
}

/** An extra or a group that the lock does not know would silently select nothing. */
function checkSelection({ lock, placeOf }: ParsedPylock, { extras, groups }: LockTarget): void {
  const rows = [
    { what: 'extra', wanted: extras, known: lock.extras },
    { what: 'group', wanted: groups ?? [], known: [...lock.dependencyGroups, ...lock.defaultGroups] },
  ];
  for (const { what, wanted, known } of rows) {
    const names = new Set(known.map(normalizeName));
    const unknown = wanted.find((name) => !names.has(normalizeName(name)));
    if (unknown === undefined) continue;
    throw refusal('lock.selection', `the lock has no ${what} "${unknown}"`, placeOf(lock), {
      hint: names.size === 0 ? `It has no ${what}s at all` : `It has ${[...names].sort().join(', ')}`,
    });
  }
}

/** An untagged build of CPython calls itself `3.14.0+`. */
const comparable = (version: string): string => (version.endsWith('+') ? `${version}local` : version);

const pythonCheck =
  ({ placeOf }: ParsedPylock, version: string) =>
  (required: SpecifierSet | null, where: object, subject: string): void => {
    if (required === null || required.contains(comparable(version))) return;
    throw refusal('lock.environment', `${subject} needs another Python`, placeOf(where, 'requires-python'), {
      facts: [
        { label: 'expected', value: required.toString(), origin: placeOf(where, 'requires-python') },
        { label: 'got', value: version, origin: 'this Python' },
      ],
    });
  };

/** Markers that are shown of a lock that is for other environments. */
const MOST_SHOWN = 3;

function checkEnvironment({ lock, placeOf }: ParsedPylock, markers: MarkerEnvironment): void {
  const { environments } = lock;
  if (environments.length === 0 || environments.some((marker) => marker.evaluate(markers))) return;
  throw refusal(
    'lock.environment',
    'the lock is for other environments than this one',
    placeOf(lock, 'environments'),
    {
      facts: [
        ...environments.slice(0, MOST_SHOWN).map((marker) => ({
          label: 'expected',
          value: marker.toString(),
          origin: placeOf(lock, 'environments'),
        })),
        {
          label: 'got',
          value: `Python ${markers.python_full_version}, ${markers.sys_platform}, ${markers.platform_machine}`,
        },
      ],
      hint: 'Write a lock for this one with "safe-install lock -o pylock.NAME.toml"',
    },
  );
}

function ambiguous({ placeOf }: ParsedPylock, one: LockedPackage, other: LockedPackage): SafeInstallError {
  return refusal(
    'lock.ambiguous',
    `the lock has two entries of ${one.name} for this environment`,
    placeOf(other),
    {
      facts: [one, other].map((each) => ({
        label: 'entry',
        value: `${each.name} ${each.version ?? ''}`.trimEnd(),
        origin: placeOf(each),
      })),
    },
  );
}

function chosenOf(
  { placeOf }: ParsedPylock,
  each: LockedPackage,
  ranks: TagRanks,
  { prefersSdist = () => false }: LockTarget,
): SelectedPackage['chosen'] {
  const { name, source } = each;
  if (source.kind !== 'release') return source;
  const { wheels, sdist } = source;
  if (sdist !== null && prefersSdist(name)) return { kind: 'sdist', file: sdist };
  const wheel = bestWheel(wheels, ranks);
  if (wheel !== undefined) return { kind: 'wheel', file: wheel };
  if (sdist !== null) return { kind: 'sdist', file: sdist };
  throw refusal(
    'lock.no-file',
    `the lock has no wheel of ${name} for this Python and this system`,
    placeOf(each),
    {
      hint: 'Write a lock for them with "safe-install lock -o pylock.NAME.toml"',
    },
  );
}

/** Of wheels that fit equally well, the one with the higher build; of equal ones the first. */
function bestWheel(wheels: readonly LockedWheel[], ranks: TagRanks): LockedWheel | undefined {
  let best: { readonly wheel: LockedWheel; readonly rank: number } | undefined;
  for (const wheel of wheels) {
    const rank = bestRank(wheel.tags, ranks);
    if (rank === undefined) continue;
    const isBetter =
      best === undefined ||
      rank < best.rank ||
      (rank === best.rank && compareBuildTags(wheel.build, best.wheel.build) > 0);
    if (isBetter) best = { wheel, rank };
  }
  return best?.wheel;
}

const refusal = (
  code: Extract<ReasonCode, `lock.${string}`>,
  message: string,
  subject: string,
  more: Partial<ConstructorParameters<typeof SafeInstallError>[0]>,
): SafeInstallError => new SafeInstallError({ ...more, code, message, subject });
