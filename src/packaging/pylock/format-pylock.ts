import type {
  AttestationIdentity,
  LockedArchive,
  LockedDirectory,
  LockedFile,
  LockedPackage,
  LockedRepository,
  Pylock,
} from './pylock.ts';
import { tomlInline, tomlKey, tomlMoment, tomlText } from './toml-words.ts';

/** A line `key = value`; nothing where there is no value. */
const line = (key: string, value: string | null): readonly string[] =>
  value === null ? [] : [`${key} = ${value}`];

const textOrNull = (value: { toString(): string } | null): string | null =>
  value === null ? null : tomlText(value.toString());

const texts = (values: readonly { toString(): string }[]): string | null =>
  values.length === 0 ? null : `[${values.map((each) => tomlText(each.toString())).join(', ')}]`;

/** One member a line, so that a change of one is a change of one line. */
const lines = (values: readonly string[]): string => `[\n${values.map((each) => `  ${each},\n`).join('')}]`;

/**
 * The text of a lock: keys in the order of the specification, packages by name and version, files by name. The same value
 * gives the same bytes, and nothing in them depends on when or where they are written.
 *
 * @see https://packaging.python.org/en/latest/specifications/pylock-toml/
 */
export function formatPylock(lock: Pylock): string {
  const head = [
    `lock-version = ${tomlText(lock.lockVersion)}`,
    ...line('environments', texts(lock.environments)),
    ...line('requires-python', textOrNull(lock.requiresPython)),
    ...line('extras', texts(lock.extras)),
    ...line('dependency-groups', texts(lock.dependencyGroups)),
    ...line('default-groups', texts(lock.defaultGroups)),
    `created-by = ${tomlText(lock.createdBy)}`,
  ];
  const packages = [...lock.packages].sort(byName).map(packageLines);
  // without any, the key would be missing, and it is required
  if (packages.length === 0) return `${[...head, 'packages = []'].join('\n')}\n`;
  return `${[head, ...packages].map((each) => each.join('\n')).join('\n\n')}\n`;
}

function byName(one: LockedPackage, other: LockedPackage): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  const order = one.version === null || other.version === null ? 0 : one.version.compare(other.version);
  return order || compareText(one.marker?.toString() ?? '', other.marker?.toString() ?? '');
}

const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function packageLines(each: LockedPackage): readonly string[] {
  const { source } = each;
  const dependencies = [...each.dependencies].sort().map((name) => tomlInline([['name', tomlText(name)]]));
  return [
    '[[packages]]',
    `name = ${tomlText(each.name)}`,
    ...line('version', textOrNull(each.version)),
    ...line('marker', textOrNull(each.marker)),
    ...line('requires-python', textOrNull(each.requiresPython)),
    ...line('dependencies', dependencies.length === 0 ? null : lines(dependencies)),
    ...(source.kind === 'vcs' ? [`vcs = ${repository(source)}`] : []),
    ...(source.kind === 'directory' ? [`directory = ${directory(source)}`] : []),
    ...(source.kind === 'archive' ? [`archive = ${archive(source)}`] : []),
    ...line('index', textOrNull(each.index)),
    ...(source.kind === 'release' && source.sdist !== null ? [`sdist = ${file(source.sdist)}`] : []),
    ...(source.kind === 'release' && source.wheels.length > 0
      ? [`wheels = ${lines([...source.wheels].sort(byFilename).map(file))}`]
      : []),
    ...[...new Set(each.identities.map(identityLines))].sort(),
  ];
}

const byFilename = (one: LockedFile, other: LockedFile): number => compareText(one.filename, other.filename);

type Members = readonly (readonly [key: string, value: string | null])[];

const location = ({ url, path }: { readonly url: string | null; readonly path: string | null }): Members => [
  ['url', textOrNull(url)],
  ['path', textOrNull(path)],
];

const bytes = ({ size, sha256 }: Pick<LockedFile, 'size' | 'sha256'>): Members => [
  ['size', size === null ? null : String(size)],
  ['hashes', sha256 === null ? null : tomlInline([['sha256', tomlText(sha256)]])],
];

const moment = (time: Date | null): string | null => (time === null ? null : tomlMoment(time));

const file = (each: LockedFile): string =>
  tomlInline([
    ['name', tomlText(each.filename)],
    ['upload-time', moment(each.uploadTime)],
    ...location(each),
    ...bytes(each),
  ]);

const archive = (each: LockedArchive): string =>
  tomlInline([
    ...location(each),
    ['size', each.size === null ? null : String(each.size)],
    ['upload-time', moment(each.uploadTime)],
    ...bytes({ ...each, size: null }),
    ['subdirectory', textOrNull(each.subdirectory)],
  ]);

const directory = ({ path, editable, subdirectory }: LockedDirectory): string =>
  tomlInline([
    ['path', tomlText(path)],
    ['editable', editable ? 'true' : null],
    ['subdirectory', textOrNull(subdirectory)],
  ]);

const repository = (each: LockedRepository): string =>
  tomlInline([
    ['type', tomlText(each.type)],
    ...location(each),
    ['requested-revision', textOrNull(each.requestedRevision)],
    ['commit-id', tomlText(each.commitId)],
    ['subdirectory', textOrNull(each.subdirectory)],
  ]);

/** One table, as a text, so that equal publishers are told once. */
function identityLines({ kind, claims }: AttestationIdentity): string {
  const rest = Object.entries(claims).sort(([one], [other]) => compareText(one, other));
  return [
    '[[packages.attestation-identities]]',
    `kind = ${tomlText(kind)}`,
    ...rest.map(([key, value]) => `${tomlKey(key)} = ${tomlText(value)}`),
  ].join('\n');
}
