import { SafeInstallError } from '../errors/index.ts';
import { type NormalizedName, parseName, parseRequirement, type Requirement } from '../packaging/index.ts';
import type { AdjustmentArguments, NameChoice } from './arguments.ts';
import { uploadLimit } from './durations.ts';
import type { Given } from './given.ts';
import { type Stated, valueError } from './occurrence.ts';

/** `--overrides`, `--excludes` and what uv's files say of the same. */
export const readAdjustments = (given: Given): AdjustmentArguments => ({
  overrideFiles: given.texts('--overrides'),
  excludeFiles: given.texts('--excludes'),
  overrides: given.all('--override-dependencies'),
  excludes: given.all('--exclude-dependencies'),
  constraints: given.all('--constraint-dependencies'),
  upgrades: given.all('--upgrade-package').filter((stated) => saysWhich(readUpgrade(stated))),
});

const saysWhich = ({ specifier, url }: Requirement): boolean => !specifier.isEmpty || url !== null;

/** The projects of `--upgrade-package`, each with a specifier perhaps. */
export const upgradedProjects = (given: Given): ReadonlySet<NormalizedName> =>
  new Set(given.all('--upgrade-package').map((stated) => readUpgrade(stated).normalizedName));

function readUpgrade({ value, origin }: Stated<string>): Requirement {
  return orValueError(
    '--upgrade-package',
    value,
    'the name of a project, with its versions perhaps',
    origin,
    () => parseRequirement(value),
  );
}

/** The projects of `--reinstall-package`. */
export const reinstalledProjects = (given: Given): ReadonlySet<NormalizedName> =>
  new Set(
    given.all('--reinstall-package').map((stated) => readName('--reinstall-package', stated.value, stated)),
  );

function readName(spelled: string, name: string, { value, origin }: Stated<string>): NormalizedName {
  return orValueError(spelled, value, 'the name of a project', origin, () => parseName(name));
}

function orValueError<Value>(
  spelled: string,
  value: string,
  expected: string,
  origin: string,
  read: () => Value,
): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof SafeInstallError) throw valueError(spelled, value, expected, origin);
    throw error;
  }
}

/** `NAME=WORD`, parted at the first equals sign. */
function readPair(
  spelled: '--exclude-newer-package' | '--prerelease-package',
  stated: Stated<string>,
): readonly [name: NormalizedName, word: string] {
  const { value, origin } = stated;
  const equals = value.indexOf('=');
  if (equals < 0) throw valueError(spelled, value, 'NAME=VALUE', origin);
  return [readName(spelled, value.slice(0, equals), stated), value.slice(equals + 1)];
}

/** `--exclude-newer-package NAME=DATE`; `NAME=false` takes files of any time. */
export function uploadLimits(given: Given, now: Date): ReadonlyMap<NormalizedName, Stated<Date> | null> {
  const limits = new Map<NormalizedName, Stated<Date> | null>();
  for (const stated of given.all('--exclude-newer-package')) {
    const [name, value] = readPair('--exclude-newer-package', stated);
    limits.set(
      name,
      value === 'false' ? null : uploadLimit({ ...stated, value }, now, '--exclude-newer-package'),
    );
  }
  return limits;
}

type ReleaseWord = 'allReleases' | 'onlyFinal' | 'usual';

const RELEASE_WORDS: ReadonlyMap<string, ReleaseWord> = new Map([
  ['allow', 'allReleases'],
  ['disallow', 'onlyFinal'],
  ['if-necessary', 'usual'],
  ['if-necessary-or-explicit', 'usual'],
]);

/** Lays `--prerelease-package NAME=WORD` over what is said of all and of other projects. */
export function withReleaseWords(
  given: Given,
  stated: { readonly allReleases: NameChoice; readonly onlyFinal: NameChoice },
): Readonly<Record<'allReleases' | 'onlyFinal', NameChoice>> & {
  readonly usual: ReadonlySet<NormalizedName>;
} {
  const allReleases = new Set(stated.allReleases);
  const onlyFinal = new Set(stated.onlyFinal);
  const usual = new Set<NormalizedName>();
  const lists = { allReleases, onlyFinal, usual };
  for (const each of given.all('--prerelease-package')) {
    const [name, value] = readPair('--prerelease-package', each);
    const word = RELEASE_WORDS.get(value);
    if (word === undefined) {
      const known = [...RELEASE_WORDS.keys()].map((known) => `"${known}"`).join(', ');
      throw valueError('--prerelease-package', each.value, `NAME= and one of ${known}`, each.origin);
    }
    for (const list of Object.values(lists)) list.delete(name);
    lists[word].add(name);
  }
  return lists;
}
